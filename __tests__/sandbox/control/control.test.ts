import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../../sandbox/fingerprint";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Asked, type Caller } from "../people";

let sandbox: Sandbox;
let ask: Caller;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const readme = readFileSync(join(__dirname, "../../../sandbox/README.md"), "utf8");
const documented = [...readme.matchAll(/`(GET|POST|PUT|DELETE) (\/[^`?]*)`/g)].map(
  ([, method, path]) => [method as Asked["method"] & string, path ?? ""] as const,
);

test.each(documented)("the README's %s %s is there", async (method, path) => {
  const url = path.replace("<holder>", "command/other-idp").replace("<id>", "fault-none");
  const answer = await ask(new URL(url, sandbox.pages.control).href, { method });
  expect(answer.text).not.toMatch(/There is no (GET|POST|PUT|DELETE)/);
});

test("the README tells of all that the client asks for", () => {
  const client = readFileSync(join(__dirname, "../../../sandbox/control/client.ts"), "utf8");
  const paths = [...client.matchAll(/call(?:<[^>]*>)?\(\s*"[A-Z]+",\s*["`](\/[a-z/]+)/g)].map(
    ([, path]) => path ?? "",
  );
  expect(paths.length).toBeGreaterThan(8);
  for (const path of paths) expect(documented.map(([, each]) => each)).toContain(path);
});

test("a body that does not say that it is JSON, as curl -d sends it, is refused with what to add", async () => {
  const answer = await ask(new URL("/clock/advance", sandbox.pages.control).href, {
    method: "POST",
    form: { '{"days": 1}': "" },
  });
  expect(answer.status).toBe(415);
  expect(answer.text).toContain("-H 'content-type: application/json'");
});

test("an unknown holder is refused, and the known ones are named", async () => {
  await expect(sandbox.control.holding("okta/0oaNone")).rejects.toThrow(
    /There is no okta\/0oaNone\. Holders: entra\/0.*command\/other-idp/,
  );
});

test("a body with a key that is not known is refused with its name", async () => {
  const answer = await ask(new URL("/clock/advance", sandbox.pages.control).href, {
    method: "POST",
    json: { weeks: 1 },
  });
  expect(answer.status).toBe(400);
  expect(answer.text).toMatch(/weeks/);
});

test("a holder of a token only has no settings, and is told so", async () => {
  await expect(sandbox.control.settings("okta/0oaDruvaApi")).rejects.toThrow(
    "okta/0oaDruvaApi holds a token only. Entra applications have settings.",
  );
});

describe("an Entra application", () => {
  const AB = "entra/00000000-0000-0000-0000-0000000000ab";
  const AD = "entra/00000000-0000-0000-0000-0000000000ad";

  test("keeps its settings when a token is put into it or taken away", async () => {
    const before = await sandbox.control.settings(AB);
    expect(Object.keys(before)).toEqual(["BaseAddress", "SyncNotificationSettings", "SyncAll"]);
    await sandbox.control.hold(AB, "another token");
    expect(await sandbox.control.settings(AB)).toEqual(before);
    await sandbox.control.hold(AB, null);
    expect(await sandbox.control.settings(AB)).toEqual(before);
  });

  test("is given the SCIM URL with its first token, and keeps a URL that it has", async () => {
    const url = sandbox.environment["DRUVA_SCIM_URL"];
    expect(await sandbox.control.hold(AD, "first token")).toMatchObject({ baseUrl: url });
    await sandbox.control.setSettings(AD, { BaseAddress: `${url}?aadOptscim062020` });
    expect(await sandbox.control.hold(AD, "second token")).toMatchObject({
      baseUrl: `${url}?aadOptscim062020`,
    });
    await sandbox.control.hold(AD, null);
    expect(await sandbox.control.setSettings(AD, { BaseAddress: null })).toEqual({});
  });

  test("has settings set and taken away, its token untouched", async () => {
    const { fingerprint: held } = await sandbox.control.hold(AB, "a token");
    const before = await sandbox.control.settings(AB);
    const changed = await sandbox.control.setSettings(AB, { SyncAll: null, Domain: "acme" });
    const { SyncAll, ...others } = before;
    expect(changed).toEqual({ ...others, Domain: "acme" });
    await sandbox.control.setSettings(AB, { SyncAll: SyncAll ?? null, Domain: null });
    expect(await sandbox.control.settings(AB)).toEqual(before);
    expect((await sandbox.control.holding(AB)).fingerprint).toBe(held);
  });

  test("has its token set by hold alone", async () => {
    await expect(sandbox.control.setSettings(AB, { SecretToken: "t" })).rejects.toThrow(
      /SecretToken is a secret/,
    );
  });
});

test("a world is changed in part, and shown whole", async () => {
  const { world } = sandbox.control;
  expect(await world.get()).toEqual({ secretsPut: "merges", hiddenSettings: [] });
  expect(await world.set({ hiddenSettings: ["SyncAll"] })).toEqual({
    secretsPut: "merges",
    hiddenSettings: ["SyncAll"],
  });
  expect(await world.set({ secretsPut: "drops", hiddenSettings: [] })).toEqual({
    secretsPut: "drops",
    hiddenSettings: [],
  });
  await world.set({ secretsPut: "merges" });
});

test("whoever is given a token behind everybody's back holds it, tested or not", async () => {
  for (const { holder } of await sandbox.control.holdings()) {
    expect((await sandbox.control.hold(holder, "never tested")).fingerprint).toBe(
      fingerprint("never tested"),
    );
    expect((await sandbox.control.hold(holder, null)).fingerprint).toBeNull();
  }
});

test("every holder that is set up provisions a user of its own in Druva", async () => {
  const token = await sandbox.control.generateToken();
  const names = [];
  for (const { holder, status } of await sandbox.control.holdings()) {
    await sandbox.control.hold(holder, token);
    const cycle = await sandbox.control.cycle(holder);
    expect([holder, cycle.outcome]).toEqual([holder, status === "no job" ? "skipped" : "created"]);
    if (cycle.userName !== null) names.push(cycle.userName);
  }
  expect((await sandbox.control.users()).map(({ userName }) => userName)).toEqual(names);
});

test("a holder without a token provisions nobody", async () => {
  for (const { holder } of await sandbox.control.holdings()) {
    await sandbox.control.hold(holder, null);
    expect((await sandbox.control.cycle(holder)).outcome).not.toBe("created");
  }
});
