/** What the real azuread does on an application that was set up in the portal, replayed on the stand-in. */
import type { Settings } from "../../../sandbox/control/types";
import { fingerprint } from "../../../sandbox/fingerprint";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import {
  ENTRA,
  ENTRA_APPLICATION,
  recordedOnPortalApplications,
  type Recorded,
} from "./recorded-faults";
import type { Run } from "../../../tour/run-program";
import { StandInsFolder } from "./stand-ins-folder";

const TWO_KEYS = "azuread, two keys, application with the portal's four, PUT merges";
const LATER = "azuread, two keys in state, the portal's two others came later, PUT merges";
const IN_ORDER = "azuread, all four keys in Graph's order, PUT merges";
const OUT_OF_ORDER = "azuread, all four keys in another order, PUT merges";

let workspace: StandInsFolder;
let scimUrl: string;
let token: string;

beforeAll(async () => {
  workspace = await StandInsFolder.make("azuread");
  scimUrl = workspace.sandbox.environment.DRUVA_SCIM_URL ?? "";
}, 60_000);

afterAll(() => workspace.remove());

test("every recorded row is tried", () => {
  const rows = recordedOnPortalApplications.map((row) => `${row.case}: ${row.during}`);
  expect(rows).toEqual([
    `${TWO_KEYS}: create`,
    `${LATER}: plan`,
    `${LATER}: apply of a new token`,
    `${IN_ORDER}: create`,
    `${IN_ORDER}: apply of a new token`,
    `${OUT_OF_ORDER}: create`,
  ]);
});

test("two of four keys: create waits for a count that never comes, and stores nothing", async () => {
  await startOver(PORTAL_SETTINGS, ["BaseAddress", "SecretToken"]);
  const row = rowOf(TWO_KEYS, "create");
  await applyAs(row);
  expect((await workspace.given(token).resources()).has(RESOURCE)).toBe(row.state_has_resource);
  const path = "*/synchronization/secrets";
  const { journal } = workspace.sandbox.control;
  expect(await journal.list({ host: "entra", method: "GET", path })).toHaveLength(
    row.gets_of_secrets ?? 0,
  );
  expect((await workspace.given(token).plan()).exitCode).toBe(2);
});

test("keys that came later: a plan takes them away, and a new token never settles", async () => {
  await startOver({}, ["BaseAddress", "SecretToken"]);
  expect((await workspace.given(token).apply()).exitCode).toBe(0);
  await workspace.sandbox.control.setSettings(ENTRA, PORTAL_SETTINGS);
  expect(rowOf(LATER, "plan").next_plan).toMatch(/takes SyncNotificationSettings and SyncAll away/);
  expect((await workspace.given(token).plan()).exitCode).toBe(2);

  token = await workspace.sandbox.control.generateToken();
  const row = rowOf(LATER, "apply of a new token");
  await applyAs(row);
  expect(row.next_plan).toMatch(/state has the new token as done/);
  expect((await workspace.given(token).resources()).get(RESOURCE)?.["credential"]).toContainEqual({
    key: "SecretToken",
    value: token,
  });
  expect((await workspace.given(token).plan()).exitCode).toBe(2);
});

test("all four keys in Graph's order: created, rotated, and the others as before", async () => {
  await startOver(PORTAL_SETTINGS, ALL_KEYS);
  const before = await workspace.sandbox.control.settings(ENTRA);
  await applyAs(rowOf(IN_ORDER, "create"));
  expect((await workspace.given(token).plan()).exitCode).toBe(0);
  token = await workspace.sandbox.control.generateToken();
  await applyAs(rowOf(IN_ORDER, "apply of a new token"));
  expect((await workspace.given(token).plan()).exitCode).toBe(0);
  expect(await workspace.sandbox.control.settings(ENTRA)).toEqual(before);
});

test("all four keys in another order: every plan shows a change", async () => {
  await startOver(PORTAL_SETTINGS, ALL_KEYS.toReversed());
  await applyAs(rowOf(OUT_OF_ORDER, "create"));
  expect((await workspace.given(token).plan()).exitCode).toBe(2);
  expect((await workspace.given(token).apply()).exitCode).toBe(0);
  expect((await workspace.given(token).plan()).exitCode).toBe(2);
});

const RESOURCE = "azuread_synchronization_secret.druva";
const ALL_KEYS = ["BaseAddress", "SecretToken", ...Object.keys(PORTAL_SETTINGS)];

/** An empty state, an application with a dead token and these settings, and a configuration of `keys`. */
async function startOver(settings: Settings, keys: readonly string[]): Promise<void> {
  const { control } = workspace.sandbox;
  await workspace.forget();
  await control.setSettings(ENTRA, { SyncNotificationSettings: null, SyncAll: null });
  await control.hold(ENTRA, "last year's");
  await control.setSettings(ENTRA, settings);
  token = await control.generateToken();
  await workspace.configure(secretWith(keys));
  await control.journal.clear();
}

function rowOf(name: string, during: Recorded["during"]): Recorded {
  const row = recordedOnPortalApplications.find(
    (each) => each.case === name && each.during === during,
  );
  if (row === undefined) throw new Error(`No recorded row: ${name}, ${during}.`);
  return row;
}

/** Applies, and compares with what the real package did. */
async function applyAs(row: Recorded): Promise<void> {
  const run = await workspace.given(token).apply();
  expect(run.exitCode === 0 ? "succeeds" : "fails").toBe(row.apply);
  for (const line of row.error ?? []) expect(errorsOf(run)).toContain(line);
  const { fingerprint: held } = await workspace.sandbox.control.holding(ENTRA);
  expect(held === fingerprint(token)).toBe(row.entra_holds_new_token);
}

const errorsOf = ({ diagnostics }: Run) =>
  diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail }) => `Error: ${summary}\n${detail}`)
    .join("\n");

function secretWith(keys: readonly string[]): string {
  const values: Settings = { BaseAddress: scimUrl, ...PORTAL_SETTINGS };
  const credential = (key: string) => `
  credential {
    key   = "${key}"
    value = ${key === "SecretToken" ? "var.token" : JSON.stringify(values[key])}
  }`;
  return `
data "azuread_service_principal" "druva" {
  object_id = "${ENTRA_APPLICATION}"
}
resource "azuread_synchronization_secret" "druva" {
  service_principal_id = data.azuread_service_principal.druva.id
${keys.map(credential).join("\n")}
}
`;
}
