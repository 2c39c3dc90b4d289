import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { lockCommand as subcommand } from "../../../cli/commands/lock";
import { PLATFORMS } from "../../../constructs/installation/provider-package";
import { built } from "../../../sandbox/built";
import { surroundings } from "../surroundings";

const PACKAGES = [
  ["hashicorp", "azuread", "3.9.0"],
  ["okta", "okta", "6.12.0"],
  ["hashicorp", "null", "3.3.0"],
] as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-lock-test-"));
  const app = { language: "typescript", app: `node ${built("main.js")}` };
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(app));
  writeFileSync(
    join(folder, "druva-scim.yaml"),
    `version: 1
tenants:
  acme:
    begin: adopt
    bindings:
      entra: [{ id: 00000000-0000-0000-0000-0000000000aa, through: azuread }]
      okta: [{ id: 0oaDruvaApi, through: okta }]
      command: [{ name: other, bind: [other], test: [other] }]
`,
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A filesystem mirror as an air-gapped site has it, of packages that nobody will start. */
function mirror(platforms: readonly string[], version?: string): string {
  const at = join(folder, "mirror");
  for (const [namespace, type, tested] of PACKAGES) {
    for (const platform of platforms) {
      const place = join(at, "registry.terraform.io", namespace, type, version ?? tested, platform);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, `terraform-provider-${type}`), `${type} for ${platform}`);
    }
  }
  return at;
}

async function lock(
  fsMirror: string | undefined,
  more: { upgrade?: boolean; platform?: string[] } = {},
) {
  const environment = {
    PATH: process.env["PATH"],
    HOME: folder,
    HTTPS_PROXY: "http://127.0.0.1:9", // no registry
    CHECKPOINT_DISABLE: "1",
  };
  const around = surroundings(environment);
  const options = { upgrade: false, json: false, ...more };
  const config = join(folder, "druva-scim.yaml");
  const code = await subcommand.run({ config, fsMirror, ...options }, around);
  return { code, out: around.out() };
}
const file = () => join(folder, "locks/druva-scim-acme.terraform.lock.hcl");
const text = () => readFileSync(file(), "utf8");

test("the stock providers are pinned with hashes for four platforms, druva is not in it", async () => {
  const { code, out } = await lock(mirror(PLATFORMS));
  expect(code).toBe(0);
  expect(text().match(/^provider "[^"]+"/gm)).toEqual([
    'provider "registry.terraform.io/hashicorp/azuread"',
    'provider "registry.terraform.io/hashicorp/null"',
    'provider "registry.terraform.io/okta/okta"',
  ]);
  expect(text().match(/"h1:/g)).toHaveLength(3 * PLATFORMS.length);
  expect(out).toMatch(/written, commit it\n.*azuread 3\.9\.0/);
});

test("a second run changes nothing, a newer version is taken with --upgrade only", async () => {
  await lock(mirror(PLATFORMS));
  expect((await lock(join(folder, "mirror"))).out).toMatch(/nothing has changed/);
  mirror(PLATFORMS, "3.99.0");
  await lock(join(folder, "mirror"));
  expect(text()).not.toContain("3.99.0");
  await lock(join(folder, "mirror"), { upgrade: true });
  expect(text()).toMatch(/azuread" \{\n {2}version {5}= "3\.99\.0"/);
});

test("a mirror without all platforms is an error in Terraform's words, and nothing is written", async () => {
  await expect(lock(mirror(["linux_amd64"]))).rejects.toMatchObject({
    message: expect.stringMatching(/providers lock failed[^]*linux_arm64/),
    todo: expect.stringContaining("--platform"),
  });
  expect(readdirSync(folder)).not.toContain("locks");
  expect((await lock(join(folder, "mirror"), { platform: ["linux_amd64"] })).code).toBe(0);
});

test("synth takes the committed file, with its hashes", async () => {
  await lock(mirror(PLATFORMS));
  await lock(join(folder, "mirror")); // its synth sees the first one's file
  const stack = join(folder, "cdktf.out/stacks/druva-scim-acme/.terraform.lock.hcl");
  expect(readFileSync(stack, "utf8")).toContain(text().trimEnd());
});
