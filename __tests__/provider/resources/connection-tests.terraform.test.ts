/** The three connection tests under real Terraform; each one's rules are in its own test. */
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import type { ControlClient } from "../../../sandbox/control/client";
import type { HolderId } from "../../../sandbox/control/types";
import { makeWorkspace, type Run, type Workspace } from "./token-workspace";

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

const TEST_ADDRESSES = TYPES.map((type) => `${type}.it`);

let workspace: Workspace;
let control: ControlClient;

beforeAll(async () => {
  workspace = await makeWorkspace();
  control = workspace.sandbox.control;
}, 60_000);
afterAll(() => workspace.remove());

/** Another token's fingerprint is known only in apply, as that of druva_scim_token is. */
function stack(token: string) {
  const held = { fingerprint: "${terraform_data.token.output}", token_wo: "${var.token}" };
  return {
    variable: { token: { type: "string", ephemeral: true, sensitive: true } },
    resource: {
      terraform_data: { token: { input: fingerprintOf(token) } },
      druva_entra_connection_test: { it: { service_principal_id: PRINCIPAL, ...held } },
      druva_okta_connection_test: { it: { app_id: "0oaDruvaApi", ...held } },
      druva_command_connection_test: {
        it: {
          name: "other-idp",
          bind_command: ["other-idp", "bind"],
          test_command: ["other-idp", "test"],
          environment: ["OTHER_IDP_URL"],
          ...held,
        },
      },
    },
  };
}

async function configure(token: string): Promise<void> {
  workspace.environment["TF_VAR_token"] = token;
  await workspace.configure(stack(token));
}
const errorsOf = ({ diagnostics }: Run) =>
  diagnostics.filter(({ severity }) => severity === "error").map(({ detail }) => detail);
const fingerprints = () =>
  Promise.all(HOLDERS.map(async (each) => (await control.holding(each)).fingerprint));
const allHold = (token: string) => HOLDERS.map(() => fingerprintOf(token));

test("bindings are healed and tested, what breaks shows in the plan, and a rotation only updates", async () => {
  const token = await control.generateToken();
  await configure(token);
  expect(errorsOf(await workspace.apply())).toEqual([]);
  expect(await fingerprints()).toEqual(allHold(token));
  for (const address of TEST_ADDRESSES) {
    expect(await workspace.attributes(address)).toMatchObject({ status: "tested" });
  }
  expect(await workspace.plan()).toMatchObject({ exitCode: 0, diagnostics: [] });

  for (const holder of HOLDERS) await control.hold(holder, "somebody-elses-token");
  await control.cycle("okta/0oaDruvaApi"); // Okta notices when it uses the token
  const broken = await workspace.plan();
  expect(broken.exitCode).toBe(2);
  expect(broken.diagnostics.map(({ summary }) => summary)).toEqual(
    HOLDERS.map(() => "A binding holds a token that does not work"),
  );
  expect(errorsOf(await workspace.apply())).toEqual([]);
  expect(await fingerprints()).toEqual(allHold(token));

  const next = await control.generateToken();
  await configure(next);
  const { changes } = await workspace.planOfChanges();
  expect(changes.map(({ change }) => change.actions)).toEqual(
    [...HOLDERS, 1].map(() => ["update"]),
  );
  const applied = await workspace.apply();
  expect(errorsOf(applied)).toEqual([]);
  expect(await fingerprints()).toEqual(allHold(next));

  const state = await workspace.terraform("state", "pull");
  for (const text of [JSON.stringify(changes), applied.output, state.output]) {
    expect(text).not.toContain(next);
  }
}, 180_000);
