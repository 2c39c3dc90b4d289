import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runTerraform } from "../../../cli/terraform/run-terraform";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-run-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (script: string) => {
  const program = join(folder, "terraform");
  writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const environment = { ...process.env, TERRAFORM_BINARY_NAME: program };
  return runTerraform(["show", "-json"], { cwd: folder, environment });
};

test("the wrapper of hashicorp/setup-terraform is named, with the line that turns it off", async () => {
  const wrapped = run("echo [command]/opt/terraform-bin show -json; echo '{}'");
  await expect(wrapped).rejects.toMatchObject({
    todo: expect.stringContaining("terraform_wrapper: false"),
  });
});

test("whatever else it prints is given as it is", async () => {
  expect(await run("echo '{}'")).toMatchObject({ exitCode: 0, stdout: "{}" });
});
