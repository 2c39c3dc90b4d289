import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configureClients } from "../../../provider/clients/clients";
import type { Probe } from "../../../provider/rotation/probe";
import { commandBinding } from "../../../provider/resources/command-binding";
import { codes, Life, words } from "./resource-life";
import { aCommandBinding } from "./written";

const OURS = "https://druva.test/insync/scim";
const FINGERPRINT = "0123456789ab";

let folder: string;
let held: string;
let answer: Probe["verdict"];
let asked: number;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "command-binding-"));
  held = join(folder, "held");
  answer = "accepted";
  asked = 0;
  url = OURS;
});
afterEach(() => rmSync(folder, { recursive: true }));

const aLife = () =>
  new Life(commandBinding, () => {
    const clients = configureClients(
      { scim_url: url, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
      { PATH: process.env["PATH"], NAMED: "given" },
    );
    const proof = async () => {
      asked += 1;
      return { verdict: answer, message: `it is ${answer}`, at: new Date(0) };
    };
    return { ...clients, scim: { ...clients.scim, proof }, pause: async () => undefined };
  });

/** A program of node's, with its arguments. */
const node = (program: string, ...args: readonly string[]) => [
  process.execPath,
  "-e",
  program,
  ...args,
];
/** Writes what it got into the file. */
const BINDS = `const { DRUVA_SCIM_TOKEN, DRUVA_SCIM_URL, NAMED } = process.env;
  require("fs").appendFileSync(process.argv[1], [DRUVA_SCIM_TOKEN, DRUVA_SCIM_URL, NAMED].join() + "\\n")`;
/** Passes once the file is there, and never sees the token. */
const TESTS = `if (process.env.DRUVA_SCIM_TOKEN !== undefined) process.exit(3);
  process.exit(require("fs").existsSync(process.argv[1]) ? 0 : 10)`;

const bound = (set: Parameters<typeof aCommandBinding>[0] = {}) =>
  aCommandBinding({
    fingerprint: FINGERPRINT,
    token_wo: "s3cr3t",
    bind_command: node(BINDS, held),
    test_command: node(TESTS, held),
    ...set,
  });
const exits = (code: number) => ({ test_command: node(`process.exit(${code})`) });
/** What the bind command got, a line each time. */
const writes = () => readFileSync(held, "utf8").trim().split("\n");

test("what its test command finds is left alone, and Druva is not asked", async () => {
  const { state } = await aLife().apply(bound({ ...exits(0), bind_command: ["false"] }));
  expect(state?.status).toBe("tested");
  expect(asked).toBe(0);
});

test("what it does not find is written by the bind command, and tested again", async () => {
  const life = aLife();
  expect((await life.apply(bound({ environment: ["NAMED"] }))).errors).toEqual([]);
  expect(life.state?.status).toBe("tested");
  expect(writes()).toEqual([`s3cr3t,${OURS},given`]);
  expect(await life.plan(bound({ environment: ["NAMED"] }))).toMatchObject({
    changes: false,
    warnings: [],
  });
});

test("what never holds it is written twice, and fails the apply", async () => {
  const { errors, state } = await aLife().apply(bound(exits(10)));
  expect(codes(errors)).toEqual(["binding-rejected"]);
  expect(state).toBeNull();
  expect(writes()).toHaveLength(2);
});

test("another exit code is no verdict: nothing is written", async () => {
  const { errors } = await aLife().apply(bound(exits(3)));
  expect(codes(errors)).toEqual(["binding-unknown"]);
  expect(writes).toThrow();
});

test("a command that is never a verdict and is excused gets the token each time", async () => {
  const excused = bound({ ...exits(3), untestable: "no test command yet" });
  expect((await aLife().apply(excused)).state?.status).toBe("unproven");
  expect(writes()).toHaveLength(1);
});

test.each(["rejected", "refused", "unreachable"] as const)(
  "a token that is %s reaches no command",
  async (verdict) => {
    answer = verdict;
    const { errors } = await aLife().apply(bound());
    expect(codes(errors)).toEqual(["token-not-proven"]);
    expect(writes).toThrow();
  },
);

test("a bind command that fails is told by its code, without what it printed", async () => {
  const bind_command = node("console.error(process.env.DRUVA_SCIM_TOKEN); process.exit(7)");
  const { errors } = await aLife().apply(bound({ bind_command }));
  expect(codes(errors)).toEqual(["binding-not-written"]);
  expect(words(errors)).toContain("ended with 7");
  expect(words(errors)).not.toContain("s3cr3t");
});

test("a place that loses the token is rejected, planned, and given it again", async () => {
  const life = aLife();
  await life.apply(bound());
  rmSync(held);
  const plan = await life.plan(bound());
  expect(plan).toMatchObject({ changes: true, refreshed: { status: "rejected" } });
  expect((await life.apply(bound())).state?.status).toBe("tested");
});

/** Holds the token where the URL that it gets is `expected`. */
const heldAt = (expected: string, base_url: string | null) =>
  bound({
    test_command: node(
      "process.exit(process.env.DRUVA_SCIM_URL === process.argv[1] ? 0 : 10)",
      expected,
    ),
    base_url,
  });

test("the commands get the SCIM URL that is given, else the provider's", async () => {
  const other = "https://govcloud.druva.test/insync/scim";
  expect((await aLife().apply(heldAt(other, other))).state?.status).toBe("tested");
  expect((await aLife().apply(heldAt(OURS, null))).state?.status).toBe("tested");
});

test("another SCIM URL plans the test, whatever was proven with the one before", async () => {
  const life = aLife();
  await life.apply(heldAt(OURS, null));
  expect((await life.plan(heldAt(OURS, null))).changes).toBe(false);
  const { planned } = await life.plan(heldAt(OURS, OURS));
  expect(planned.verified_at).not.toBe(life.state?.verified_at);
});

test("so does another URL of the provider's, and the place gets it although its test passes", async () => {
  const life = aLife();
  await life.apply(bound());
  url = "https://govcloud.druva.test/insync/scim";
  expect((await life.plan(bound())).changes).toBe(true);
  expect((await life.apply(bound())).errors).toEqual([]);
  expect(writes().at(-1)).toContain(url);
  expect(await life.plan(bound())).toMatchObject({ changes: false, warnings: [] });
});

test.each(["bind_command", "test_command"])("an empty %s is refused", async (name) => {
  await expect(aLife().plan(bound({ [name]: [] }))).rejects.toThrow("No command is given");
});
