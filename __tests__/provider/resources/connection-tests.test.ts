/** The three connection tests under real Terraform; each one's rules are in its own test. */
import { join } from "node:path";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import type { HolderId } from "../../../sandbox/control/types";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { makeWorkspace, type Workspace } from "./terraform-workspace";

const PRINCIPAL = "00000000-0000-0000-0000-0000000000aa";
const HOLDERS: readonly HolderId[] = [
  `entra/${PRINCIPAL}`,
  "okta/0oaDruvaApi",
  "command/other-idp",
];
const TYPES = [
  "druva_entra_connection_test",
  "druva_okta_connection_test",
  "druva_command_connection_test",
];

let sandbox: Sandbox;
let workspace: Workspace;

beforeAll(async () => {
  sandbox = await startSandbox();
  workspace = await makeWorkspace(sandbox);
});
afterAll(async () => {
  workspace.remove();
  await sandbox.stop();
});

/** Another token's fingerprint is known only in apply, as that of druva_scim_token is. */
const stack = (token: string) => `
variable "token" {
  type      = string
  ephemeral = true
  sensitive = true
}
resource "terraform_data" "token" {
  input = "${fingerprintOf(token)}"
}
resource "druva_entra_connection_test" "it" {
  service_principal_id = "${PRINCIPAL}"
  fingerprint          = terraform_data.token.output
  token_wo             = var.token
}
resource "druva_okta_connection_test" "it" {
  app_id      = "0oaDruvaApi"
  fingerprint = terraform_data.token.output
  token_wo    = var.token
}
resource "druva_command_connection_test" "it" {
  name         = "other-idp"
  bind_command = ["other-idp", "bind"]
  test_command = ["other-idp", "test"]
  environment  = ["OTHER_IDP_URL"]
  fingerprint  = terraform_data.token.output
  token_wo     = var.token
}
`;
const plan = (token: string) => workspace.plan(`-var=token=${token}`);
const apply = (token: string) => workspace.apply(`-var=token=${token}`);
const fingerprints = () =>
  Promise.all(HOLDERS.map(async (each) => (await sandbox.control.holding(each)).fingerprint));

test("bindings are healed and tested, what breaks shows in the plan, and a rotation only updates", async () => {
  const token = await sandbox.control.generateToken();
  workspace.configure(stack(token));
  expect(await apply(token)).toMatchObject({ exitCode: 0, errors: [] });
  expect(await fingerprints()).toEqual(HOLDERS.map(() => fingerprintOf(token)));
  expect(TYPES.map((type) => workspace.attributes(type)?.["status"])).toEqual(
    TYPES.map(() => "tested"),
  );
  expect(await plan(token)).toMatchObject({ exitCode: 0, warnings: [] });

  for (const holder of HOLDERS) await sandbox.control.hold(holder, "somebody-elses-token");
  await sandbox.control.cycle("okta/0oaDruvaApi"); // Okta notices when it uses the token
  const broken = await plan(token);
  expect(broken.exitCode).toBe(2);
  expect(broken.warnings).toHaveLength(HOLDERS.length);
  expect(await apply(token)).toMatchObject({ exitCode: 0, errors: [] });
  expect(await fingerprints()).toEqual(HOLDERS.map(() => fingerprintOf(token)));

  const next = await sandbox.control.generateToken();
  workspace.configure(stack(next));
  const file = join(workspace.folder, "plan");
  const given = ["-input=false", `-var=token=${next}`];
  const planned = await workspace.terraform("plan", `-out=${file}`, ...given);
  expect(await workspace.actions(file)).toEqual(Array.from({ length: 4 }, () => ["update"]));
  const applied = await workspace.terraform("apply", ...given, file);
  expect(applied.exitCode).toBe(0);
  expect(await fingerprints()).toEqual(HOLDERS.map(() => fingerprintOf(next)));

  const shown = await workspace.terraform("show", "-json", file);
  for (const text of [planned.text, shown.text, applied.text, workspace.stateText()]) {
    expect(text).not.toContain(next);
  }
}, 120_000);
