import { fingerprint } from "../../../sandbox/fingerprint";
import type { Run } from "../../../tour/run-program";
import { StandInsFolder } from "./stand-ins-folder";
import {
  ENTRA,
  ENTRA_APPLICATION,
  FAULTS,
  OKTA,
  OKTA_APP,
  OTHER_HANDS,
  recorded,
  type Recorded,
} from "./recorded-faults";

const bindings = (scimUrl: string) => `
data "azuread_service_principal" "druva" {
  object_id = "${ENTRA_APPLICATION}"
}
resource "azuread_synchronization_secret" "druva" {
  service_principal_id = data.azuread_service_principal.druva.id
  credential {
    key   = "BaseAddress"
    value = "${scimUrl}"
  }
  credential {
    key   = "SecretToken"
    value = var.token
  }
}
data "okta_app" "druva" {
  id = "${OKTA_APP}"
}
resource "okta_app_connection" "druva" {
  id       = data.okta_app.druva.id
  base_url = "${scimUrl}"
  action   = "activate"
  profile {
    auth_scheme = "TOKEN"
    token       = var.token
  }
}
`;

let workspace: StandInsFolder;
let token: string;

beforeAll(async () => {
  workspace = await StandInsFolder.make("azuread", "okta");
  // The application of these recordings held no keys but ours.
  await workspace.sandbox.control.hold(ENTRA, null);
  await workspace.sandbox.control.setSettings(ENTRA, {
    BaseAddress: null,
    SyncNotificationSettings: null,
    SyncAll: null,
  });
  await workspace.configure(bindings(workspace.sandbox.environment.DRUVA_SCIM_URL ?? ""));
  await bindNewToken();
}, 60_000);

afterAll(() => workspace.remove());

const duringApply = recorded.filter(({ during }) => during === "apply of a new token");
const duringPlan = recorded.filter(({ during }) => during === "plan");

test("every recorded row is tried", () => {
  const tried = [...Object.keys(FAULTS), ...Object.keys(OTHER_HANDS)];
  expect(tried.sort()).toEqual(recorded.map((row) => row.case).sort());
});

describe("applying a new token", () => {
  test.each(duringApply)("$case: apply $apply, next plan: $next_plan", async (row) => {
    const { control } = workspace.sandbox;
    token = await control.generateToken();
    const { run, seen } = await underFault(row, () => workspace.given(token).apply());

    expect(run.exitCode === 0 ? "succeeds" : "fails").toBe(row.apply);
    expect(seen).toBe(row.requests_that_met_the_fault);
    expectErrors(run, row);
    expect(await holds(ENTRA)).toBe(row.entra_holds_new_token);
    expect(await holds(OKTA)).toBe(row.okta_holds_new_token);

    const nextPlan = await workspace.given(token).plan();
    expect(nextPlan.exitCode).toBe(row.next_plan === "clean" ? 0 : 2);
  });

  async function holds(holder: typeof ENTRA): Promise<boolean> {
    const { fingerprint: held } = await workspace.sandbox.control.holding(holder);
    return held === fingerprint(token);
  }
});

describe("planning with all in place", () => {
  beforeAll(async () => {
    await bindNewToken();
  });

  test.each(duringPlan)("$case: plan exits $exit", async (row) => {
    const otherHand = OTHER_HANDS[row.case];
    if (otherHand !== undefined) await workspace.sandbox.control.hold(otherHand, "another token");
    const { run, seen } = await underFault(row, () => workspace.given(token).plan());

    expect(run.exitCode).toBe(row.exit);
    if (row.requests_that_met_the_fault !== undefined)
      expect(seen).toBe(row.requests_that_met_the_fault);
    expectErrors(run, row);
  });
});

async function bindNewToken(): Promise<void> {
  token = await workspace.sandbox.control.generateToken();
  expect(await workspace.given(token).apply()).toMatchObject({ exitCode: 0, diagnostics: [] });
}

/** Runs under the row's fault, if it is one, and counts the requests that met it. */
async function underFault(
  row: Recorded,
  work: () => Promise<Run>,
): Promise<{ readonly run: Run; readonly seen: number }> {
  const { faults } = workspace.sandbox.control;
  const fault = FAULTS[row.case];
  if (fault !== undefined) await faults.add(fault);
  const run = await work();
  const seen = (await faults.list()).reduce((sum, each) => sum + each.seen, 0);
  await faults.clear();
  return { run, seen };
}

/** As many errors as recorded, in the same words but for the ids of that recording. */
function expectErrors({ diagnostics }: Run, { error = [] }: Recorded): void {
  const shown = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail }) => `Error: ${summary}\n${detail}`)
    .join("\n");
  for (const line of error) expect(shown).toContain(line.replace("0oa1", OKTA_APP));
  if (error.length === 0) expect(shown).toBe("");
}
