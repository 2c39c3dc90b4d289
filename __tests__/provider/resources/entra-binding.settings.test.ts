/** What is saved in Entra beside the token, in every world that the sources tell of. */
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { SECRETS_PUTS } from "../../../sandbox/control/types";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import { useEntraApp, written } from "./entra-app";
import { codes, words } from "./resource-life";

const app = useEntraApp();
const FLAG = "?aadOptscim062020";

describe.each(SECRETS_PUTS)("where a PUT %s", (secretsPut) => {
  beforeEach(() => app.setWorld({ secretsPut }));

  /** Adopted, rotated and healed. */
  async function adoptedRotatedAndHealed(set: Parameters<typeof app.bound>[0] = {}) {
    const { life } = await app.bound(set);
    const next = await app.generate();
    expect((await life.apply({ ...written(next), ...set })).errors).toEqual([]);
    await app.hold("somebody-elses-token");
    expect((await life.apply({ ...written(next), ...set })).errors).toEqual([]);
    expect(await app.fingerprint()).toBe(fingerprintOf(next));
    return { next };
  }

  test("an application of the portal's has its other two keys byte for byte as before", async () => {
    await adoptedRotatedAndHealed();
    expect(await app.settings()).toEqual({ BaseAddress: app.scimUrl, ...PORTAL_SETTINGS });
  });

  test("keys that are saved are sent in Graph's order, the new token in its place", async () => {
    await app.empty();
    await app.setSettings({ SyncAll: "true", Extra: " as it is\n" });
    await app.hold("before");
    await app.setSettings({ SyncNotificationSettings: '{ "Enabled": true }' });
    const { next } = await adoptedRotatedAndHealed();
    expect(await app.lastSent()).toEqual([
      ["SyncAll", "true"],
      ["Extra", " as it is\n"],
      ["BaseAddress", app.scimUrl],
      ["SecretToken", `fingerprint:${fingerprintOf(next)}`],
      ["SyncNotificationSettings", '{ "Enabled": true }'],
    ]);
  });

  test("an application that nobody set up is bound, with the portal's keys beside the token", async () => {
    await app.empty();
    await adoptedRotatedAndHealed();
    expect(Object.keys(await app.settings())).toEqual([
      "BaseAddress",
      "SyncNotificationSettings",
      "SyncAll",
    ]);
  });

  test("a saved URL that differs from ours in its query alone stays", async () => {
    await app.setSettings({ BaseAddress: app.scimUrl + FLAG });
    await adoptedRotatedAndHealed();
    expect(await app.savedUrl()).toBe(app.scimUrl + FLAG);
  });

  test("tenant_url is written exactly, and a plan after it is clean", async () => {
    const tenant_url = app.scimUrl + FLAG;
    const { config, life } = await app.bound({ tenant_url });
    expect(await app.savedUrl()).toBe(tenant_url);
    expect(await life.plan(config)).toMatchObject({ changes: false, warnings: [] });
  });

  test("a saved URL without our path is replaced by ours", async () => {
    await app.setSettings({ BaseAddress: "https://other.example/scim?a=b" });
    await adoptedRotatedAndHealed();
    expect(await app.savedUrl()).toBe(app.scimUrl);
  });

  describe("a key whose value Graph hides", () => {
    beforeEach(() => app.setWorld({ hiddenSettings: ["SyncAll"] }));

    test("is a refusal before anything is written, of a first apply as of a rotation", async () => {
      const first = app.life();
      const token = await app.generate();
      expect(await app.askedIn(() => first.apply(written(token)))).not.toContain("save");
      expect(first.state).toBeNull();

      await app.setWorld({ hiddenSettings: [] });
      const { life } = await app.bound();
      await app.setWorld({ hiddenSettings: ["SyncAll"] });
      const next = await app.generate();
      const asked = await app.askedIn(async () => {
        const { errors } = await life.apply(written(next));
        expect(codes(errors)).toEqual(["settings-hidden"]);
        expect(words(errors)).toContain("SyncAll");
      });
      expect(asked).not.toContain("save");
      expect(await app.settings()).toEqual({ BaseAddress: app.scimUrl, ...PORTAL_SETTINGS });
    });

    test("is a refusal of a healing as well", async () => {
      await app.setWorld({ hiddenSettings: [] });
      const { config, life } = await app.bound();
      await app.setWorld({ hiddenSettings: ["SyncAll"] });
      await app.hold("somebody-elses-token");
      expect(codes((await life.apply(config)).errors)).toEqual(["settings-hidden"]);
      expect(await app.fingerprint()).toBe(fingerprintOf("somebody-elses-token"));
    });

    test("is saved as hidden_settings has it", async () => {
      await adoptedRotatedAndHealed({ hidden_settings: { SyncAll: "false" } });
      expect(await app.settings()).toEqual({ BaseAddress: app.scimUrl, ...PORTAL_SETTINGS });
    });
  });

  test("a hidden URL is replaced by ours", async () => {
    await app.setSettings({ BaseAddress: app.scimUrl + FLAG });
    await app.setWorld({ hiddenSettings: ["BaseAddress"] });
    await adoptedRotatedAndHealed();
    expect(await app.savedUrl()).toBe(app.scimUrl);
  });

  test("a key of other credentials is a refusal that doubts the application", async () => {
    await app.setSettings({ Extra: "x" });
    await app.setWorld({ hiddenSettings: ["Extra"] });
    const { errors } = await app.life().apply(written(await app.generate()));
    expect(codes(errors)).toEqual(["settings-hidden"]);
    expect(words(errors)).toContain("check that it is the right one");
  });
});

describe("a configuration is refused", () => {
  const plan = (set: Parameters<typeof app.bound>[0]) =>
    app.life().plan({ ...written("a-token"), ...set });

  test.each([
    "http://druva.test/insync/scim",
    "druva.test/insync/scim",
    "https://admin:s3cret@druva.test/insync/scim",
    "https://druva.test/insync/scim#top",
  ])("with the Tenant URL %s, which is not shown", async (tenant_url) => {
    await expect(plan({ tenant_url })).rejects.toThrow("is not an https URL");
    await expect(plan({ tenant_url })).rejects.not.toThrow("druva.test");
  });
  test("with a hidden setting that is a credential", async () => {
    await expect(plan({ hidden_settings: { SecretToken: "x" } })).rejects.toThrow(
      "has a key that is not Entra's",
    );
  });
});
