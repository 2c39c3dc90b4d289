import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startSandbox } from "../../../sandbox/sandbox";
import { fillMirror } from "../../../sandbox/terraform/mirror";
import { lockFile, meets, platform } from "../../../sandbox/terraform/packages";

const HOST = "registry.terraform.io";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mirror-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string) => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  return file;
};
const unpacked = (name: string, version: string) =>
  write(`user/${HOST}/${name}/${version}/${platform()}/terraform-provider_v${version}`);
const packed = (name: string, version: string) => {
  const type = name.split("/")[1] ?? "";
  return write(`user/${HOST}/${name}/terraform-provider-${type}_${version}_${platform()}.zip`);
};
const fill = (providerMirror?: string) =>
  fillMirror(join(folder, "own"), folder, {
    providerMirror,
    registry: false,
    standIns: join(folder, "stand-ins"),
  });

test("a user's mirror gives its newest packages that fit, packed or not", async () => {
  unpacked("hashicorp/azuread", "3.8.0");
  unpacked("hashicorp/azuread", "3.10.0");
  unpacked("hashicorp/azuread", "4.0.0");
  packed("okta/okta", "6.12.0");
  unpacked("hashicorp/null", "3.3.0");
  expect(await fill(join(folder, "user"))).toEqual([
    { name: "hashicorp/azuread", version: "3.10.0", from: "mirror" },
    { name: "okta/okta", version: "6.12.0", from: "mirror" },
    { name: "hashicorp/null", version: "3.3.0", from: "mirror" },
  ]);
});

test("Terraform and OpenTofu find the same package, each under its own registry's name", async () => {
  for (const name of ["hashicorp/azuread", "okta/okta", "hashicorp/null"])
    unpacked(
      name,
      name === "hashicorp/azuread" ? "3.9.0" : name === "okta/okta" ? "6.5.0" : "3.2.4",
    );
  await fill(join(folder, "user"));
  const targets = ["registry.terraform.io", "registry.opentofu.org"].map((host) =>
    readlinkSync(join(folder, "own", host, "hashicorp/azuread/3.9.0", platform())),
  );
  expect(new Set(targets).size).toBe(1);
});

test("a user's mirror that lacks a package is refused: what, where, and what is expected", async () => {
  unpacked("hashicorp/azuread", "3.9.0");
  unpacked("okta/okta", "6.4.0"); // too old
  unpacked("hashicorp/null", "3.2.4");
  await expect(fill(join(folder, "user"))).rejects.toThrow(
    new RegExp(`has no okta/okta ~> 6\\.5 for ${platform()}: expected .*registry\\.terraform\\.io`),
  );
});

test("stand-ins that are built are taken, and it is said that they are", async () => {
  write("stand-ins/terraform-provider-null.cjs");
  expect(await fill()).toEqual([{ name: "hashicorp/null", version: "3.3.0", from: "stand-in" }]);
  expect(readdirSync(join(folder, "own", HOST, "hashicorp/null/3.3.0", platform()))).toEqual([
    "terraform-provider-null_v3.3.0",
  ]);
});

test.each([
  ["3.7.0", true],
  ["3.10.1", true],
  ["3.6.9", false],
  ["4.0.0", false],
])("%s meets ~> 3.7: %s", (version, expected) => {
  expect(meets(version, "~> 3.7")).toBe(expected);
});

test("terraform initialises with the sandbox's configuration and lock file, asking no registry", async () => {
  write("stand-ins/terraform-provider-null.cjs");
  const sandbox = await startSandbox({ standIns: join(folder, "stand-ins") });
  const stack = join(folder, "stack");
  mkdirSync(stack);
  writeFileSync(
    join(stack, "main.tf"),
    'terraform {\n  required_providers {\n    null = {\n      source  = "hashicorp/null"\n      version = "~> 3.2"\n    }\n  }\n}\nresource "null_resource" "one" {}\n',
  );
  writeFileSync(join(stack, ".terraform.lock.hcl"), sandbox.lockFile);
  const { code, output } = await terraform(
    stack,
    sandbox.environment,
    "init",
    "-lockfile=readonly",
  );
  await sandbox.stop();
  expect(output).toMatch(/Using previously-installed|Installed hashicorp\/null v3\.3\.0/);
  expect(code).toBe(0);
});

test("a lock file names each package with its version, and no hash", () => {
  const text = lockFile([{ name: "okta/okta", version: "6.12.0", from: "mirror" }]);
  expect(text).toBe(
    'provider "registry.terraform.io/okta/okta" {\n  version     = "6.12.0"\n  constraints = "~> 6.5"\n}\n',
  );
});

function terraform(cwd: string, environment: Readonly<Record<string, string>>, ...args: string[]) {
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn("terraform", [...args, "-no-color"], {
      cwd,
      env: { ...process.env, ...environment },
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
