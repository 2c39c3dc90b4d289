/** `data.druva_entra_settings`: what azuread_synchronization_secret has to send. */
import { configureClients } from "../../../provider/clients/clients";
import { ProviderError } from "../../../provider/framework/diagnostics";
import type { Configured } from "../../../provider/framework/schema";
import type { entraSettingsFields } from "../../../provider/resources/binding.schema";
import { entraSettings } from "../../../provider/resources/entra-settings";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import { ID, SECRETS, useEntraApp } from "./entra-app";
import { codes, words } from "./resource-life";

const app = useEntraApp();

const read = (set: Partial<Configured<typeof entraSettingsFields>> = {}) =>
  entraSettings.read(
    {
      config: {
        service_principal_id: ID,
        entra: null,
        tenant_url: null,
        hidden_settings: null,
        credentials: null,
        ...set,
      },
    },
    { client: app.process(), signal: new AbortController().signal, warn: () => undefined },
  );
const pairs = async (set: Parameters<typeof read>[0] = {}) =>
  (await read(set)).credentials?.map(({ key, value }) => [key, value]);

async function refusal(set: Parameters<typeof read>[0] = {}) {
  const error: unknown = await read(set).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProviderError)) throw error;
  return error.diagnostics;
}

test("has all saved keys in Graph's order with their values, and the token's place", async () => {
  expect(await pairs()).toEqual([
    ["BaseAddress", app.scimUrl],
    ["SecretToken", null],
    ...Object.entries(PORTAL_SETTINGS),
  ]);
});

test("has the keys that the portal always sends, of an application that nobody set up", async () => {
  await app.empty();
  expect((await pairs())?.map(([key]) => key)).toEqual([
    "BaseAddress",
    "SecretToken",
    "SyncNotificationSettings",
    "SyncAll",
  ]);
});

test("has the Tenant URL exactly as it is set, else a saved one with its query", async () => {
  await app.setSettings({ BaseAddress: `${app.scimUrl}?saved` });
  expect((await pairs())?.[0]).toEqual(["BaseAddress", `${app.scimUrl}?saved`]);
  const tenant_url = `${app.scimUrl}?set`;
  expect((await pairs({ tenant_url }))?.[0]).toEqual(["BaseAddress", tenant_url]);
});

test("takes the id that the stock provider's data source has", async () => {
  expect(await pairs({ service_principal_id: `/servicePrincipals/${ID}` })).toHaveLength(4);
});

test("asks for nothing but the settings", async () => {
  expect(await app.askedIn(read)).toEqual(["read settings"]);
});

describe("a key that Graph hides", () => {
  beforeEach(() => app.setWorld({ hiddenSettings: ["SyncAll"] }));

  test("is refused, and the other way named", async () => {
    const diagnostics = await refusal();
    expect(codes(diagnostics)).toEqual(["settings-hidden"]);
    expect(words(diagnostics)).toContain('through "druva"');
  });
  test("may be given", async () => {
    expect(await pairs({ hidden_settings: { SyncAll: "true" } })).toContainEqual([
      "SyncAll",
      "true",
    ]);
  });
});

test("what may not be read is an error: without it azuread would lose settings", async () => {
  await app.control.faults.add({ host: "entra", method: "GET", path: SECRETS, status: 403 });
  expect(codes(await refusal())).toEqual(["settings-not-read"]);
});

test("a Tenant URL that is none is refused", async () => {
  expect(words(await refusal({ tenant_url: "http://x" }))).toContain("is not an https URL");
});

test("credentials that are missing are an error of their own", async () => {
  const lacking = configureClients(
    { scim_url: null, journal_dir: null, bound_elsewhere: null, entra: {}, okta: null },
    app.sandbox.environment,
  );
  const config = {
    ...{ service_principal_id: ID, entra: null, tenant_url: null, hidden_settings: null },
    credentials: null,
  };
  const { signal } = new AbortController();
  const warn = () => undefined;
  await expect(entraSettings.read({ config }, { client: lacking, signal, warn })).rejects.toThrow(
    'No entry "default"',
  );
});
