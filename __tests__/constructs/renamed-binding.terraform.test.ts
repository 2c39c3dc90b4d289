/** Bindings that stand alone, under real Terraform on the sandbox: a rename must not take the token out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, LocalBackend, TerraformStack } from "cdktf";

import { CommandScimBinding } from "../../constructs/command-scim-binding";
import { DruvaProvider } from "../../constructs/druva-provider";
import { EntraScimBinding } from "../../constructs/entra-scim-binding";
import { DruvaScimToken } from "../../constructs/scim-token";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { type Finished, output, run } from "./run";

const SALES = "00000000-0000-0000-0000-0000000000ab";

let folder: string;
let sandbox: Sandbox;
let env: Record<string, string>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-renamed-"));
  sandbox = await startSandbox({ waitScale: 0.005 });
  env = {
    ...sandbox.environment,
    XDG_STATE_HOME: join(folder, "state"),
    DRUVA_SCIM_TOKEN_ACME: await sandbox.control.generateToken(),
  };
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

interface Shape {
  /** Of both bindings. */
  readonly id: string;
  readonly earlierId?: string;
  readonly scimUrl?: string;
}

async function terraform({ id, earlierId, scimUrl }: Shape, ...args: string[]): Promise<Finished> {
  const app = new App({ outdir: join(folder, "out") });
  const stack = new TerraformStack(app, "identity");
  new LocalBackend(stack, { path: join(folder, "terraform.tfstate") });
  new DruvaProvider(stack, "druva", { scimUrl });
  const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
  new EntraScimBinding(stack, id, { token, application: { id: SALES }, earlierId });
  new CommandScimBinding(stack, `${id}-command`, {
    token,
    name: "other-idp",
    bindCommand: ["other-idp", "bind"],
    testCommand: ["other-idp", "test"],
    environment: ["OTHER_IDP_URL"],
    earlierId: earlierId && `${earlierId}-command`,
  });
  app.synth();
  const cwd = join(folder, "out/stacks/identity");
  await output("terraform", ["init", "-no-color"], { cwd, env });
  return run("terraform", [...args, "-no-color"], { cwd, env });
}
const deploy = (shape: Shape) => terraform(shape, "apply", "-auto-approve");
const words = (text: string) => text.replaceAll(/[\s│]+/g, " ");

test("one that is renamed is refused unless its earlier id is named, which moves it; then it need not be any more", async () => {
  expect(await deploy({ id: "before" })).toMatchObject({ exitCode: 0 });

  const silent = await terraform({ id: "after" }, "plan");
  expect(silent.exitCode).toBe(1);
  expect(words(silent.stderr)).toContain(`The binding of entra/${SALES} has another address`);
  expect(words(silent.stderr)).toContain("The binding of command/other-idp has another address");

  const moved = await deploy({ id: "after", earlierId: "before" });
  expect(moved).toMatchObject({ exitCode: 0 });
  expect(moved.stdout).toContain("0 added, 1 changed, 0 destroyed");

  expect(await deploy({ id: "after" })).toMatchObject({ exitCode: 0 });
  const next = await terraform({ id: "after" }, "plan", "-detailed-exitcode");
  expect(next).toMatchObject({ exitCode: 0 });
}, 180_000);

test("another SCIM URL writes and tests every binding anew", async () => {
  expect(await deploy({ id: "it" })).toMatchObject({ exitCode: 0 });
  const scimUrl = `${sandbox.environment["DRUVA_SCIM_URL"]}/v2`;
  const changed = await terraform({ id: "it", scimUrl }, "plan");
  for (const [type, action] of [
    ["azuread_synchronization_secret", "updated in-place"],
    ["druva_entra_connection_test", "updated in-place"],
    ["null_resource", "replaced"],
    ["druva_command_connection_test", "updated in-place"],
  ]) {
    expect(changed.stdout).toMatch(new RegExp(`# ${type}\\.\\S+ (will|must) be ${action}`));
  }
}, 180_000);
