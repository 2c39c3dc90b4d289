import fc from "fast-check";
import type { SavedSetting } from "../../../provider/clients/entra";
import { settingsToSave, type WantedSettings } from "../../../provider/bindings/entra-settings";

const URL = "https://apis.druva.com/insync/scim";
const want = (set: Partial<WantedSettings> = {}): WantedSettings => ({
  scimUrl: URL,
  tenantUrl: null,
  hiddenSettings: {},
  ...set,
});
const pairs = (settings: readonly SavedSetting[]) => settings.map(({ key, value }) => [key, value]);
const ready = (saved: readonly SavedSetting[], wanted: WantedSettings = want()) => {
  const found = settingsToSave(saved, wanted);
  if (found.kind === "hidden") throw new Error(`hidden: ${found.keys.join()}`);
  return found.settings;
};
const valueOf = (settings: readonly SavedSetting[], key: string) =>
  settings.find((each) => each.key === key)?.value;

const PORTAL_KEYS = ["BaseAddress", "SecretToken", "SyncNotificationSettings", "SyncAll"];
const anyKey = fc.oneof(
  fc.constantFrom(...PORTAL_KEYS),
  fc.string({ minLength: 1, maxLength: 12 }).filter((key) => key.trim() !== ""),
);
const anySaved = fc.uniqueArray(
  fc.record({ key: anyKey, value: fc.string({ minLength: 1 }).filter((each) => each !== "*") }),
  { selector: ({ key }) => key, maxLength: 8 },
);

test("what is saved beside URL and token is sent back byte for byte, in its order, and nothing is missing", () => {
  fc.assert(
    fc.property(anySaved, (saved) => {
      const sent = ready(saved);
      expect(sent.slice(0, saved.length).map(({ key }) => key)).toEqual(
        saved.map(({ key }) => key),
      );
      for (const { key, value } of saved) {
        if (key !== "BaseAddress" && key !== "SecretToken") expect(valueOf(sent, key)).toBe(value);
      }
      const keys = sent.map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining(PORTAL_KEYS));
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test("an application that nobody set up gets the portal's keys, with the portal's defaults", () => {
  expect(pairs(ready([]))).toEqual([
    ["BaseAddress", URL],
    ["SecretToken", "*"],
    [
      "SyncNotificationSettings",
      '{"Enabled":false,"DeleteThresholdEnabled":true,"DeleteThresholdValue":500}',
    ],
    ["SyncAll", "false"],
  ]);
});

describe("the Tenant URL", () => {
  const urlOf = (saved: string, wanted = want()) =>
    valueOf(ready([{ key: "BaseAddress", value: saved }], wanted), "BaseAddress");

  test.each([`${URL}?aadOptscim062020`, `${URL}/?a=b`, `${URL}/`, URL])(
    "that differs only in its query stays: %s",
    (saved) => expect(urlOf(saved)).toBe(saved),
  );
  test.each(["https://other.example/insync/scim", `${URL}m?flag`, `${URL}/v2`])(
    "that is another one is replaced: %s",
    (saved) => expect(urlOf(saved)).toBe(URL),
  );
  test("that is named is sent exactly, whatever is saved", () => {
    const tenantUrl = `${URL}/?aadOptscim062020`;
    expect(urlOf(URL, want({ tenantUrl }))).toBe(tenantUrl);
    expect(valueOf(ready([], want({ tenantUrl })), "BaseAddress")).toBe(tenantUrl);
  });
});

describe("a key that Graph hides", () => {
  const hiddenOf = (key: string, wanted = want()) => settingsToSave([{ key, value: "*" }], wanted);

  test.each(["SyncAll", "SyncNotificationSettings", "AppKey"])("stops the write: %s", (key) => {
    expect(hiddenOf(key)).toEqual({ kind: "hidden", keys: [key] });
  });
  test("of the portal's is sent with the value that is given", () => {
    const found = settingsToSave(
      [{ key: "SyncAll", value: "*" }],
      want({ hiddenSettings: { SyncAll: "true" } }),
    );
    expect(found.kind === "ready" && valueOf(found.settings, "SyncAll")).toBe("true");
  });
  test("and that nobody needs to give is the token", () => {
    expect(hiddenOf("SecretToken").kind).toBe("ready");
  });
  test("is replaced where it is the URL, which is known", () => {
    expect(valueOf(ready([{ key: "BaseAddress", value: "*" }]), "BaseAddress")).toBe(URL);
  });
  test("all of them are named together", () => {
    const saved = ["SyncAll", "AppKey"].map((key) => ({ key, value: "*" }));
    expect(settingsToSave(saved, want())).toEqual({ kind: "hidden", keys: ["SyncAll", "AppKey"] });
  });
});

test("a value that is given for a key that Graph shows changes nothing there", () => {
  const given = want({ hiddenSettings: { SyncAll: "true" } });
  expect(valueOf(ready([{ key: "SyncAll", value: "false" }], given), "SyncAll")).toBe("false");
});
