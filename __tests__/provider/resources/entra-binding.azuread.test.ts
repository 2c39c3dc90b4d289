/** An Entra binding whose token azuread_synchronization_secret writes: it is tested, and healed. */
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { SECRETS_PUTS } from "../../../sandbox/control/types";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import { useEntraApp, written } from "./entra-app";
import { codes } from "./resource-life";

const app = useEntraApp();
const READ = ["read jobs", "test saved"];
const azuread = (token: string) => ({ ...written(token), through: "azuread" as const });

/** azuread has written it, and the binding was applied. */
async function bound() {
  const token = await app.held();
  const life = app.life();
  expect((await life.apply(azuread(token))).errors).toEqual([]);
  return { token, config: azuread(token), life };
}

describe.each(SECRETS_PUTS)("where a PUT %s", (secretsPut) => {
  beforeEach(() => app.setWorld({ secretsPut }));

  test("what azuread wrote is tested, and nothing is written or asked beside", async () => {
    const { life } = await bound();
    const next = await app.held(); // azuread's write of the next one
    await life.refresh();
    const asked = await app.askedIn(() => life.apply(azuread(next)));
    expect(asked).toEqual([...READ, ...READ]); // the refresh's and the apply's
    expect(life.state?.status).toBe("tested");
    expect(await life.plan(azuread(next))).toMatchObject({ changes: false, warnings: [] });
  });

  test("a new binding is written once: its test passes with any token that works there", async () => {
    const token = await app.held();
    expect(await app.askedIn(() => app.life().apply(azuread(token)))).toContain("save");
  });

  test("what azuread stored as done and Entra did not take is written, with all settings", async () => {
    const { life } = await bound();
    const next = await app.generate(); // azuread's write failed, and it says nothing
    expect((await life.apply(azuread(next))).errors).toEqual([]);
    expect(await app.fingerprint()).toBe(fingerprintOf(next));
    expect(await app.settings()).toEqual({ BaseAddress: app.scimUrl, ...PORTAL_SETTINGS });
  });

  test("a first apply tests the token before it is saved", async () => {
    const token = await app.generate();
    const life = app.life();
    const asked = await app.askedIn(() => life.apply(azuread(token)));
    expect(asked.filter((each) => each !== "is Druva there?")).toEqual([
      "does Druva accept it?",
      "read settings",
      "read jobs",
      "test unsaved",
      "save",
      "test saved",
    ]);
    expect(life.state?.status).toBe("tested");
  });

  test("a token that Druva does not accept is not written over what Entra holds", async () => {
    const { config, life } = await bound();
    await app.generate();
    const asked = await app.askedIn(async () => {
      const { errors } = await life.apply({ ...config, entra: "default" });
      expect(codes(errors)).toEqual(["token-not-proven"]);
    });
    expect(asked).not.toContain("save");
  });

  test("another URL is written, though the test passes with the one before", async () => {
    const { config, life } = await bound();
    const moved = { ...config, tenant_url: `${app.scimUrl}?flag` };
    expect(await app.askedIn(() => life.apply(moved))).toContain("save");
    expect(await app.savedUrl()).toBe(moved.tenant_url);
    expect(await app.askedIn(() => life.apply({ ...moved, entra: "default" }))).not.toContain(
      "save",
    );
  });
});

describe("without permission to test", () => {
  test("nothing is written: nothing says that it needs it", async () => {
    const { life } = await bound();
    const next = await app.held();
    await app.answerTests(403);
    const asked = await app.askedIn(async () => {
      expect(codes((await life.apply(azuread(next))).errors)).toEqual(["binding-unknown"]);
    });
    expect(asked).not.toContain("save");
  });

  test("for good, the token is written all the same: azuread calls a refused write done", async () => {
    await app.answerTests(403);
    const untestable = "no permission until spring";
    const life = app.life();
    await life.apply({ ...azuread(await app.generate()), untestable });
    const next = await app.generate();
    const rotated = { ...azuread(next), untestable };
    await app.refuseWrites(400, 1);
    expect(codes((await life.apply(rotated)).errors)).toEqual(["binding-not-written"]);
    expect((await life.apply(rotated)).state?.status).toBe("unproven");
    expect(await app.fingerprint()).toBe(fingerprintOf(next));
  });
});
