/** GET and PUT synchronization/secrets, in every world that the sources tell of. */
import fc from "fast-check";
import { SECRETS_PUTS } from "../../../sandbox/control/types";
import { afterPut } from "../../../sandbox/entra/secrets-put";
import { fingerprint } from "../../../sandbox/fingerprint";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";
import { caller, type Caller } from "../people";
import { AA, AC, AD, signIn, sync, type Graph, type GraphProblem } from "./graph";

type Named = Readonly<Record<string, string>>;

let sandbox: Sandbox;
let ask: Caller;
let graph: Graph;
let scimUrl: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  scimUrl = sandbox.environment["DRUVA_SCIM_URL"] ?? "";
  ask = caller(sandbox);
  graph = await signIn(sandbox, ask);
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const put = (principal: string, named: Named) =>
  graph(sync(principal, "/secrets"), {
    method: "PUT",
    json: { value: Object.entries(named).map(([key, value]) => ({ key, value })) },
  });
/** As Graph shows it, in Graph's order. */
const shown = async (principal: string) =>
  (await graph(sync(principal, "/secrets")))
    .json<{ value: { key: string; value: string }[] }>()
    .value.map(({ key, value }): [string, string] => [key, value]);
const heldBy = async (principal: string) =>
  (await sandbox.control.holding(`entra/${principal}`)).fingerprint;

const PORTAL: [string, string][] = [
  ["SecretToken", "*"],
  ["SyncNotificationSettings", PORTAL_SETTINGS.SyncNotificationSettings],
  ["SyncAll", PORTAL_SETTINGS.SyncAll],
];

test("an application that the portal set up holds four keys in the portal's order", async () => {
  for (const principal of [AA, AC])
    expect(await shown(principal)).toEqual([["BaseAddress", scimUrl], ...PORTAL]);
});

test("one that nobody set up holds nothing", async () => {
  expect(await shown(AD)).toEqual([]);
});

describe.each(SECRETS_PUTS)("where a PUT %s", (secretsPut) => {
  beforeEach(async () => {
    await sandbox.control.world.set({ secretsPut, hiddenSettings: [] });
    const { control } = sandbox;
    await control.hold(`entra/${AA}`, null);
    const keys = Object.keys(await control.settings(`entra/${AA}`));
    await control.setSettings(`entra/${AA}`, Object.fromEntries(keys.map((key) => [key, null])));
    await control.hold(`entra/${AA}`, "before");
    await control.setSettings(`entra/${AA}`, PORTAL_SETTINGS);
  });

  test("a whole set is saved", async () => {
    const all = { BaseAddress: `${scimUrl}?flag`, SecretToken: "after", ...PORTAL_SETTINGS };
    expect((await put(AA, { ...all, SyncAll: "true" })).status).toBe(204);
    expect(await shown(AA)).toEqual([
      ["BaseAddress", `${scimUrl}?flag`],
      PORTAL[0],
      PORTAL[1],
      ["SyncAll", "true"],
    ]);
    expect(await heldBy(AA)).toBe(fingerprint("after"));
  });

  test("a set of BaseAddress and SecretToken alone is answered 204", async () => {
    expect((await put(AA, { BaseAddress: scimUrl, SecretToken: "after" })).status).toBe(204);
    expect(await heldBy(AA)).toBe(fingerprint(secretsPut === "drops" ? "before" : "after"));
    const two = [["BaseAddress", scimUrl], PORTAL[0]];
    expect(await shown(AA)).toEqual(
      secretsPut === "replaces" ? two : [["BaseAddress", scimUrl], ...PORTAL],
    );
  });

  test("an empty value takes its key away", async () => {
    await put(AA, { ...PORTAL_SETTINGS, SecretToken: "" });
    expect(await heldBy(AA)).toBeNull();
  });

  test("a new key, known or not, is saved", async () => {
    await put(AA, { ...PORTAL_SETTINGS, Extra: "extra" });
    expect((await shown(AA)).at(-1)).toEqual(["Extra", "extra"]);
  });

  test("SyncNotificationSettings is not taken away, and nothing else of that PUT is saved", async () => {
    const answer = await put(AA, {
      SecretToken: "after",
      SyncAll: "true",
      SyncNotificationSettings: "",
    });
    expect(answer.status).toBe(400);
    expect(answer.json<GraphProblem>().error.code).toBe("InvalidNotificationSettings");
    expect(await shown(AA)).toEqual([["BaseAddress", scimUrl], ...PORTAL]);
    expect(await heldBy(AA)).toBe(fingerprint("before"));
  });

  test("{} leaves SyncNotificationSettings as it is", async () => {
    await put(AA, { SyncNotificationSettings: "{}", SyncAll: "true", SecretToken: "after" });
    const found = Object.fromEntries(await shown(AA));
    expect(found).toMatchObject({
      SyncNotificationSettings: PORTAL_SETTINGS.SyncNotificationSettings,
      SyncAll: "true",
    });
    expect(await heldBy(AA)).toBe(fingerprint("after"));
  });

  test("a mix of bearer and OAuth keys is answered 500, and nothing of it is saved", async () => {
    const mix = { ...PORTAL_SETTINGS, SecretToken: "after", Oauth2ClientId: "id" };
    expect((await put(AA, mix)).status).toBe(500);
    expect(await shown(AA)).toEqual([["BaseAddress", scimUrl], ...PORTAL]);
    expect(await heldBy(AA)).toBe(fingerprint("before"));
  });
});

test.each([
  ["SyncAll", { SyncNotificationSettings: "{}" }],
  ["SyncNotificationSettings", { SyncAll: "true" }],
  ["SyncAll with a value", { SyncNotificationSettings: "{}", SyncAll: "" }],
])("where an incomplete set is dropped, one without %s is", async (_missing, named) => {
  await sandbox.control.world.set({ secretsPut: "drops" });
  await sandbox.control.hold(`entra/${AA}`, "before");
  expect((await put(AA, { ...named, SecretToken: "after" })).status).toBe(204);
  expect(await heldBy(AA)).toBe(fingerprint("before"));
});

test("a hidden setting is shown as a star, and held as it was saved", async () => {
  const { control } = sandbox;
  await control.world.set({ secretsPut: "merges", hiddenSettings: ["BaseAddress", "SyncAll"] });
  expect(await shown(AC)).toEqual([
    ["BaseAddress", "*"],
    ["SecretToken", "*"],
    PORTAL[1],
    ["SyncAll", "*"],
  ]);
  expect(await control.settings(`entra/${AC}`)).toEqual({
    BaseAddress: scimUrl,
    ...PORTAL_SETTINGS,
  });
});

test("the same PUT again changes nothing, in any world", () => {
  const anyKey = fc.constantFrom("BaseAddress", "SyncAll", "SyncNotificationSettings", "Extra");
  const anySet = fc.uniqueArray(
    fc.record({ key: anyKey, value: fc.constantFrom("", "{}", "a", "b") }),
    { selector: ({ key }) => key },
  );
  const isRefused = ({ key, value }: { key: string; value: string }) =>
    key === "SyncNotificationSettings" && value === "";
  fc.assert(
    fc.property(
      anySet,
      anySet.filter((sent) => !sent.some(isRefused)),
      fc.constantFrom(...SECRETS_PUTS),
      (before, sent, secretsPut) => {
        const saved = before.filter(({ value }) => value !== "");
        const once = afterPut(saved, sent, secretsPut);
        expect(afterPut(once, sent, secretsPut)).toEqual(once);
      },
    ),
  );
});
