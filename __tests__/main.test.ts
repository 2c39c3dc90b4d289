/** The compiled app, as `cdktf` starts it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { output, run } from "./constructs/run";

const project = join(__dirname, "..");
const main = join(project, "dist/main.js");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-main-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const write = (text: string) => writeFileSync(join(folder, "druva-scim.yaml"), text);
const example = () => readFileSync(join(project, "druva-scim.yaml"), "utf8");
const everythingIn = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));

test("a folder with the config becomes a stack for every tenant, complete with the provider", async () => {
  write(
    "version: 1\ntenants:\n  one: { begin: adopt, bindings: {} }\n  two: { begin: observe, bindings: {} }",
  );
  await output("node", [main], { cwd: folder });
  const stacks = join(folder, "cdktf.out/stacks");
  expect(readdirSync(stacks).sort()).toEqual(["druva-scim-one", "druva-scim-two"]);
  expect(readdirSync(join(stacks, "druva-scim-one")).sort()).toEqual([
    ".terraform.lock.hcl",
    "cdk.tf.json",
    "terraform.d",
  ]);
});

test("DRUVA_SCIM_CONFIG names another file", async () => {
  const config = join(project, "druva-scim.yaml");
  await output("node", [main], { cwd: folder, env: { DRUVA_SCIM_CONFIG: config } });
  expect(readdirSync(join(folder, "cdktf.out/stacks"))).toEqual(["druva-scim-acme"]);
});

test("a committed lock file of the stack is used, with its hashes", async () => {
  write(example());
  const locks = join(folder, "locks");
  await output("mkdir", [locks]);
  const entry = `provider "registry.terraform.io/okta/okta" {
  version     = "6.12.0"
  constraints = "~> 6.5"
  hashes = [
    "h1:AAAA=",
  ]
}`;
  writeFileSync(join(locks, "druva-scim-acme.terraform.lock.hcl"), `${entry}\n`);
  await output("node", [main], { cwd: folder });
  const lock = join(folder, "cdktf.out/stacks/druva-scim-acme/.terraform.lock.hcl");
  expect(readFileSync(lock, "utf8")).toContain(entry);
  expect(readFileSync(lock, "utf8").match(/^provider/gm)).toHaveLength(4);
});

test.each([
  [
    "what is wrong in the config",
    "version: 1\ntenants: { acme: { begin: adapt, bindings: {} } }",
    'druva-scim.yaml:2:27: tenants.acme.begin: found "adapt", expected observe or adopt or issue. Did you mean adopt?\n',
  ],
  [
    "what does not go together",
    "version: 1\ntenants: { acme: { begin: issue, bindings: {} } }",
    'druva-scim.yaml:2:27: tenants.acme.begin: found "issue" without invalidateExisting: true, expected invalidateExisting: true beside it, or begin: "adopt". A new token ends the one in use at once. Confirm that, or adopt the one in use\n',
  ],
])("%s is told in one line, without a stack trace", async (_name, text, message) => {
  write(text);
  const { exitCode, stderr, stdout } = await run("node", [main], { cwd: folder });
  expect({ exitCode, stderr, stdout }).toEqual({ exitCode: 1, stderr: message, stdout: "" });
});

test("no secret of the environment reaches cdktf.out", async () => {
  write(example());
  const secrets = {
    DRUVA_SCIM_TOKEN: "handed-over-token",
    DRUVA_SCIM_TOKEN_ACME: "handed-over-token-of-acme",
    ARM_CLIENT_SECRET: "entra-client-secret",
    OKTA_API_TOKEN: "okta-api-token",
    OKTA_API_PRIVATE_KEY: "okta-private-key",
  };
  await output("node", [main], { cwd: folder, env: secrets });
  for (const text of everythingIn(join(folder, "cdktf.out"))) {
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  }
});
