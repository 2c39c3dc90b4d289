/** The three bindings under real Terraform; each one's rules are in its own test. */
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import type { ControlClient } from "../../../sandbox/control/client";
import { type HolderId, SECRETS_PUTS } from "../../../sandbox/control/types";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import type { Run } from "../../../tour/run-program";
import { DruvaFolder } from "./druva-folder";

const PRINCIPAL = "00000000-0000-0000-0000-0000000000aa";
const HOLDERS: readonly HolderId[] = [
  `entra/${PRINCIPAL}`,
  "okta/0oaDruvaApi",
  "command/other-idp",
];
const ENTRA = "druva_entra_binding.it";
const ADDRESSES = [ENTRA, "druva_okta_binding.it", "druva_command_binding.it"];

jest.setTimeout(180_000); // each runs Terraform several times

let workspace: DruvaFolder;
let control: ControlClient;

beforeAll(async () => {
  workspace = await DruvaFolder.make();
  control = workspace.sandbox.control;
}, 60_000);
beforeEach(() => workspace.reset());
afterAll(() => workspace.remove());

/** Another token's fingerprint is known only in apply, as that of druva_scim_token is. */
function stack(token: string) {
  const held = { fingerprint: "${terraform_data.token.output}", token_wo: "${var.token}" };
  return {
    variable: { token: { type: "string", ephemeral: true, sensitive: true } },
    resource: {
      terraform_data: { token: { input: fingerprintOf(token) } },
      druva_entra_binding: { it: { service_principal_id: PRINCIPAL, ...held } },
      druva_okta_binding: { it: { app_id: "0oaDruvaApi", ...held } },
      druva_command_binding: {
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
const said = ({ diagnostics }: Run, severity: "error" | "warning") =>
  diagnostics.filter((each) => each.severity === severity).map(({ summary }) => summary);
const codesOf = (run: Run) =>
  said(run, "warning").map((summary) => /\[([a-z-]+)\]$/.exec(summary)?.[1]);
const fingerprints = () =>
  Promise.all(HOLDERS.map(async (each) => (await control.holding(each)).fingerprint));
const allHold = (token: string) => HOLDERS.map(() => fingerprintOf(token));

async function applied(): Promise<string> {
  const token = await control.generateToken();
  await configure(token);
  expect(said(await workspace.apply(), "error")).toEqual([]);
  return token;
}

test("bindings are written and tested, what breaks shows in the plan, and a rotation only updates", async () => {
  const token = await applied();
  expect(await fingerprints()).toEqual(allHold(token));
  for (const address of ADDRESSES) {
    expect(await workspace.attributes(address)).toMatchObject({ status: "tested" });
  }
  expect(await workspace.plan()).toMatchObject({ exitCode: 0, diagnostics: [] });

  for (const holder of HOLDERS) await control.hold(holder, "somebody-elses-token");
  await control.cycle("okta/0oaDruvaApi"); // Okta notices when it uses the token
  const broken = await workspace.plan();
  expect(broken.exitCode).toBe(2);
  expect(codesOf(broken)).toEqual(HOLDERS.map(() => "binding-rejected"));
  expect(said(await workspace.apply(), "error")).toEqual([]);
  expect(await fingerprints()).toEqual(allHold(token));

  const next = await control.generateToken();
  await configure(next);
  const { changes } = await workspace.plan();
  expect(changes.map(({ actions }) => actions)).toEqual([...HOLDERS, 1].map(() => ["update"]));
  const rotated = await workspace.apply();
  expect(said(rotated, "error")).toEqual([]);
  expect(await fingerprints()).toEqual(allHold(next));

  const state = await workspace.terraform.run("state", "pull");
  for (const text of [JSON.stringify(changes), rotated.output, state.output]) {
    expect(text).not.toContain(next);
  }
});

test("what a plan finds beside its changes is in its JSON, and does not change its exit code", async () => {
  await applied();
  const path = `/v1.0/servicePrincipals/${PRINCIPAL}/synchronization/jobs/*`;
  await control.faults.add({ host: "entra", method: "POST", path, status: 403 });
  const { exitCode, changes, refreshed } = await workspace.plan();
  expect({ exitCode, changes }).toEqual({ exitCode: 0, changes: [] });
  expect(refreshed.get(ENTRA)).toMatchObject({
    status: "unknown",
    evidence: expect.stringContaining("403") as unknown,
  });
});

test("a binding whose write was refused is planned anew, and the state says of the token before", async () => {
  const token = await applied();
  const next = await control.generateToken();
  await configure(next);
  const path = `/v1.0/servicePrincipals/${PRINCIPAL}/synchronization/secrets`;
  await control.faults.add({ host: "entra", method: "PUT", path, status: 400 });
  const failed = await workspace.apply();
  expect(said(failed, "error")).toEqual([expect.stringContaining("[binding-not-written]")]);
  expect(await workspace.attributes(ENTRA)).toMatchObject({ fingerprint: fingerprintOf(token) });
  await control.faults.clear();
  expect((await workspace.plan()).exitCode).toBe(2);
  expect(said(await workspace.apply(), "error")).toEqual([]);
  expect(await fingerprints()).toEqual(allHold(next));
  expect((await workspace.plan()).exitCode).toBe(0);
});

test.each(SECRETS_PUTS)(
  "where a PUT %s, the settings that the data source reads are all that is saved",
  async (secretsPut) => {
    await control.world.set({ secretsPut });
    await workspace.configure({
      data: { druva_entra_settings: { it: { service_principal_id: PRINCIPAL } } },
      output: { credentials: { value: "${data.druva_entra_settings.it.credentials}" } },
    });
    expect(said(await workspace.apply(), "error")).toEqual([]);
    const credentials = await workspace.terraform.output("output", "-json", "credentials");
    expect(JSON.parse(credentials)).toEqual([
      { key: "BaseAddress", value: workspace.sandbox.environment["DRUVA_SCIM_URL"] },
      { key: "SecretToken", value: null },
      ...Object.entries(PORTAL_SETTINGS).map(([key, value]) => ({ key, value })),
    ]);
  },
);
