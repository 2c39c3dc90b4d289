import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStack } from "../../../cli/terraform/stack";
import { openWorkspace, selectTenant } from "../../../cli/workspace/workspace";
import { surroundings } from "../surroundings";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-stack-"));
  const stack = join(folder, "cdktf.out/stacks/acme");
  mkdirSync(join(stack, ".terraform"), { recursive: true });
  const file = (name: string, content: object | string) =>
    writeFileSync(
      join(folder, name),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  file("druva-scim.yaml", "version: 1\ntenants: { acme: { begin: adopt, bindings: {} } }\n");
  file("cdktf.json", { app: "true" });
  const synthesizedStackPath = "stacks/acme/cdk.tf.json";
  file("cdktf.out/manifest.json", {
    stacks: { acme: { workingDirectory: "stacks/acme", synthesizedStackPath } },
  });
  file(`cdktf.out/${synthesizedStackPath}`, {
    resource: { druva_scim_token: { token: { tenant: "acme" } } },
  });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A terraform that notes its calls, and shows a state only while its providers are there. */
function terraformThat(init: string) {
  const program = join(folder, "terraform");
  writeFileSync(
    program,
    `#!/bin/sh
echo "$1" >> ${folder}/calls
case $1 in
init) ${init} ;;
show) test -e ${folder}/providers || { echo "Error: Required plugins are not installed" >&2; exit 1; }; echo '{}' ;;
esac
`,
    { mode: 0o755 },
  );
  const environment = { ...process.env, TERRAFORM_BINARY_NAME: program };
  const configFile = join(folder, "druva-scim.yaml");
  const tenant = selectTenant(openWorkspace({ configFile, environment }));
  return openStack(tenant, { terminal: surroundings(environment).terminal });
}
const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

test("a provider cache that was wiped since the last init is filled again", async () => {
  const stack = await terraformThat(`touch ${folder}/providers`);
  rmSync(join(folder, "providers"));
  expect(await stack.readState()).toBeNull();
  expect(calls()).toEqual(["init", "show", "init", "show"]);
});

test("what init does not help is told after one more try", async () => {
  const stack = await terraformThat("true");
  await expect(stack.readState()).rejects.toThrow("Required plugins are not installed");
  expect(calls()).toEqual(["init", "show", "init", "show"]);
});
