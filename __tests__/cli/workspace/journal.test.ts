import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { journalList, journalPurge, journalRecover } from "../../../cli/commands/journal";
import { fingerprint } from "../../../provider/rotation/fingerprint";
import { type JournalKey, open } from "../../../provider/rotation/journal";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { surroundings } from "../surroundings";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-journal-"));
  writeFileSync(
    join(folder, "druva-scim.yaml"),
    "version: 1\ntenants:\n  acme: { begin: adopt, bindings: {} }\n  emea: { begin: adopt, bindings: {} }\n",
  );
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const journals = () => join(folder, "journal");
const now = new Date("2027-01-02T10:00:00Z");
/** As the provider writes it. */
const journal = (key: Partial<JournalKey> = {}) =>
  open(journals(), {
    tenant: "acme",
    scimUrl: sandbox.environment["DRUVA_SCIM_URL"] ?? "",
    priorFingerprint: "aaaaaaaaaaaa",
    ...key,
  });

function around(more: Record<string, string> = {}) {
  return surroundings({ ...sandbox.environment, DRUVA_SCIM_JOURNAL_DIR: journals(), ...more });
}
const options = (more: { tenant?: string; json?: boolean } = {}) => ({
  config: join(folder, "druva-scim.yaml"),
  json: false,
  ...more,
});
async function recovered(json = false) {
  const surroundings = around();
  const code = await journalRecover.run(options({ json }), surroundings);
  return { code, out: surroundings.out() };
}
async function purged(
  more: { yes?: boolean; force?: boolean; tenant?: string } = {},
  environment: Record<string, string> = {},
) {
  const surroundings = around(environment);
  const asked = { ...options(), tenant: "acme", yes: true, force: false, ...more };
  return journalPurge.run(asked, surroundings);
}

test("no journal is an empty one", async () => {
  const surroundings = around();
  expect(await journalList.run(options(), surroundings)).toBe(0);
  expect(surroundings.out()).toBe("The journal is empty.\n");
  expect(await recovered()).toEqual({ code: 0, out: "Nothing was interrupted.\n" });
});

test("entries of all tenants are listed, oldest first, and no token is shown", async () => {
  await journal({ tenant: "emea" }).issued("token-of-emea", now);
  await journal().issued("token-of-acme", new Date(now.getTime() - 1000));
  for (const json of [false, true]) {
    const surroundings = around();
    await journalList.run(options({ json }), surroundings);
    expect(surroundings.out()).toContain(fingerprint("token-of-acme"));
    expect(surroundings.out()).not.toMatch(/token-of-/);
  }
  const one = around();
  await journalList.run(options({ tenant: "emea" }), one);
  expect(one.out()).toMatch(/^emea: issued/);
  expect(one.out()).not.toMatch(/^acme/m);
});

test("a living issued token is picked up by the next deploy, and recover writes nothing", async () => {
  await journal().issued(await sandbox.control.generateToken(), now);
  const before = readdirSync(journals());
  const { code, out } = await recovered();
  expect(code).toBe(0);
  expect(out).toMatch(/was issued and lives.\n.*picked up, and no other is issued/);
  expect(readdirSync(journals())).toEqual(before);
});

test("an issued token that is dead gives way to the valid one", async () => {
  await journal().issued("dead-token", now);
  expect((await recovered()).out).toMatch(/rejects it.*\n.*Hand over the valid token/);
});

test("a token that was handed over has to be given again, and an intent may have issued", async () => {
  await journal().handedOver("bbbbbbbbbbbb", now);
  await journal({ priorFingerprint: "cccccccccccc" }).intent(now);
  const { out } = await recovered();
  expect(out).toMatch(/bbbbbbbbbbbb was handed over.*\n.*give the same token again/);
  expect(out).toMatch(/may have made a token.\n.*same DRUVA_ROTATION_ID/);
});

test("a token of another SCIM URL is never sent to the present one", async () => {
  const token = "token-of-another-place";
  await journal({ scimUrl: "https://apis.druva.com/insync/scim" }).issued(token, now);
  await sandbox.control.journal.clear();
  expect((await recovered()).out).toMatch(/of another SCIM URL, https:\/\/apis\.druva\.com/);
  expect(await sandbox.control.journal.list({ host: "druva" })).toEqual([]);
});

test("what cannot be read may hold a token: it is told with exit code 1, and its text is not shown", async () => {
  await journal().committed(now);
  await journal().issued("x", now);
  const [name = ""] = readdirSync(journals());
  writeFileSync(join(journals(), name), '{"token":"half-written-tok');
  const { code, out } = await recovered();
  expect(code).toBe(1);
  expect(out).toMatch(/cannot be read/);
  expect(out).not.toContain("half-written");
});

test("purge removes what is done, and refuses a living token", async () => {
  const done = journal({ priorFingerprint: null });
  await done.handedOver("bbbbbbbbbbbb", now);
  await done.committed(now);
  await journal().issued(await sandbox.control.generateToken(), now);
  await expect(purged()).rejects.toThrow(/only copy of a working token/);
  expect(readdirSync(journals())).toHaveLength(1);
  expect(await purged({ force: true })).toBe(0);
  expect(readdirSync(journals())).toEqual([]);
});

test("purge keeps what was handed over: an issuing command would end that token", async () => {
  await journal().handedOver("bbbbbbbbbbbb", now);
  await expect(purged()).rejects.toThrow(/Kept/);
  expect(readdirSync(journals())).toHaveLength(1);
  expect(await purged({ force: true })).toBe(0);
  expect(readdirSync(journals())).toEqual([]);
});

describe("purge removes a token that Druva rejects", () => {
  const VARIABLE = "DRUVA_SCIM_TOKEN_ACME";

  test("only while Druva accepts another one, of an entry or handed over", async () => {
    await journal().issued("dead-token", now);
    await expect(purged()).rejects.toThrow(/Kept/);
    expect(await purged({}, { [VARIABLE]: await sandbox.control.generateToken() })).toBe(0);
    expect(readdirSync(journals())).toEqual([]);

    await journal().issued("dead-token", now);
    const living = journal({ priorFingerprint: null });
    await living.issued(await sandbox.control.generateToken(), now);
    await expect(purged()).rejects.toThrow(/Kept/); // the other entry
    expect(readdirSync(journals())).toEqual([basename(living.file)]);
  });

  test("and keeps one that Druva does not answer for", async () => {
    await journal().issued("dead-token", now);
    const handed = { [VARIABLE]: await sandbox.control.generateToken() };
    await sandbox.control.faults.add({ host: "druva", method: "GET", path: "*", status: 403 });
    try {
      await expect(purged({}, handed)).rejects.toThrow(/Kept/);
    } finally {
      await sandbox.control.faults.clear();
    }
    expect(readdirSync(journals())).toHaveLength(1);
  });
});

test("purge keeps an intent, whose id keeps a command from issuing twice", async () => {
  await journal().intent(now);
  await expect(purged()).rejects.toThrow(/Kept.*\nacme: intent/);
  expect(await purged({ force: true })).toBe(0);
  expect(readdirSync(journals())).toEqual([]);
});

test("a token in whose place another one was handed over is listed, and told what it is", async () => {
  await journal().issued("dead-token", now);
  await journal().handedOver("bbbbbbbbbbbb", now);
  expect((await recovered()).out).toMatch(/superseded [0-9a-f]{12}[^]*No deploy uses it/);
});

test("purge asks nobody where there is nobody: it wants --yes", async () => {
  await journal().handedOver("bbbbbbbbbbbb", now);
  await journal().committed(now); // what is done can be removed
  await expect(purged({ yes: false })).rejects.toMatchObject({
    exitCode: 64,
    todo: expect.stringContaining("--yes"),
  });
  expect(readdirSync(journals())).toHaveLength(1);
});

test("purge is for one tenant, which must be clear", async () => {
  const surroundings = around();
  const asked = { ...options(), yes: true, force: false };
  await expect(journalPurge.run(asked, surroundings)).rejects.toThrow(/Which tenant\?.*acme, emea/);
});
