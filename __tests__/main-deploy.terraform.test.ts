/** Plain `cdktf deploy`, with nothing set up: no CLI configuration, no registry asked, no lock file made by hand. */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { output } from "./constructs/run";

const project = join(__dirname, "..");

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-deploy-"));
  // A copy, since one of the tests edits the provider in it.
  await cp(join(project, "dist"), join(folder, "dist"), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "druva-scim.yaml"),
    "version: 1\ntenants:\n  acme: { begin: observe, bindings: {} }\n",
  );
  await cp(join(project, "cdktf.json"), join(folder, "cdktf.json"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const deploy = () =>
  output("node", [join(project, "node_modules/.bin/cdktf"), "deploy", "--auto-approve"], {
    cwd: folder,
    env: { TF_CLI_CONFIG_FILE: join(folder, "nowhere"), CHECKPOINT_DISABLE: "1", CI: "true" },
  });

const stackFolder = () => join(folder, "cdktf.out/stacks/druva-scim-acme");
const installed = () =>
  realpathSync(
    join(
      stackFolder(),
      `.terraform/providers/terraform.local/druva-scim/druva/${version()}`,
      `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`,
      "provider.cjs",
    ),
  );
const version = () =>
  (JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as { version: string }).version;

test("a first deploy finds the provider, and one after the provider was edited does too", async () => {
  expect(await deploy()).toContain("generation = 0");
  // Terraform has recorded the package's hash by now, which the edited one does not have.
  expect(readFileSync(join(stackFolder(), ".terraform.lock.hcl"), "utf8")).toContain("h1:");

  appendFileSync(join(folder, "dist/provider/terraform-provider-druva.cjs"), "/* edited */\n");

  expect(await deploy()).toContain("generation = 0");
  expect(readFileSync(installed(), "utf8")).toContain("/* edited */");
}, 90_000);
