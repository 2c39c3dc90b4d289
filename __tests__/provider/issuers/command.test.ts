import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../../../provider/framework/diagnostics";
import { type CommandIssuer, issueByCommand } from "../../../provider/issuers/command";
import { until } from "../clients/hand-timers";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "issuer-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const answerFile = () => join(folder, "acme.answer");

/** A command that runs this program, the way a user would name one. */
async function running(program: string, more: Partial<CommandIssuer> = {}) {
  const file = join(folder, "issue.js");
  await writeFile(file, program);
  return { command: [process.execPath, file], variables: [], deadlineSeconds: 20, ...more };
}

async function refusal(issuer: CommandIssuer): Promise<string> {
  const failed: unknown = await issueByCommand(issuer, "id", {}, answerFile()).catch(
    (error: unknown) => error,
  );
  if (failed instanceof ProviderError) return failed.message;
  throw new Error(`expected a refusal, got ${String(failed)}`);
}

test("the token is what the command prints", async () => {
  const issuer = await running(`console.log('{"token":"abc.def"}')`);
  const printed = await issueByCommand(issuer, "id", {}, answerFile());
  expect(printed).toMatchObject({ token: "abc.def", failure: null });
});

test("it gets PATH, the rotation's id and the variables that were named, and no others", async () => {
  const seen = join(folder, "seen.json");
  const issuer = await running(
    `require("fs").writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.env));
     console.log('{"token":"abc"}')`,
    { variables: ["CONSOLE_USER", "NOT_SET"] },
  );
  const environment = { PATH: "/bin", CONSOLE_USER: "carol", SECRET: "no", HOME: "/home/carol" };
  await issueByCommand(issuer, "rotation-1", environment, answerFile());
  expect(JSON.parse(await readFile(seen, "utf8"))).toEqual({
    PATH: "/bin",
    CONSOLE_USER: "carol",
    DRUVA_ROTATION_ID: "rotation-1",
  });
});

test("no shell reads the arguments", async () => {
  const issuer = await running(`console.log(JSON.stringify({ token: process.argv[2].slice(1) }))`);
  const words = [...issuer.command, "$(id);`id`|id"];
  const printed = await issueByCommand({ ...issuer, command: words }, "id", {}, answerFile());
  expect(printed.token).toBe("(id);`id`|id");
});

test("a command that fails is run once, and neither of its outputs is shown", async () => {
  const runs = join(folder, "runs");
  const issuer = await running(
    `require("fs").appendFileSync(${JSON.stringify(runs)}, "x");
     console.log('token: s3cret'); console.error("s3cret"); process.exit(3)`,
  );
  const message = await refusal(issuer);
  expect(message).toContain("exit code 3");
  expect(message).not.toContain("s3cret");
  expect(await readFile(runs, "utf8")).toBe("x");
});

test.each([
  ["no JSON", `console.log("s3cret")`, "what it printed is not JSON"],
  ["nothing", ``, "it printed nothing"],
  ["an empty line", `console.log()`, "it printed nothing"],
  [
    "two answers",
    `console.log('{"token":"s3cret"}\\n{"token":"s3cret2"}')`,
    "the 2 lines that it printed are not JSON",
  ],
  ["a word before the answer", `console.log('Done.\\n{"token":"s3cret"}')`, "2 lines"],
  ["no token", `console.log('{"secret":"s3cret"}')`, "no token"],
  ["a token that is a number", `console.log('{"token":5}')`, "not text"],
  ["an empty token", `console.log('{"token":""}')`, "empty"],
  ["more than a token", `console.log('{"token":"Bearer s3cret"}')`, 'begins with "Bearer"'],
])("an answer with %s is refused without showing it", async (_what, program, expected) => {
  const message = await refusal(await running(program));
  expect(message).toContain(expected);
  expect(message).toContain('Expected: exit code 0 and {"token":"…"}');
  expect(message).toContain("the next apply calls it with the same DRUVA_ROTATION_ID");
  expect(message).not.toContain("s3cret");
});

test.each([
  ["fails", "process.exit(3)", "exit code 3"],
  ["does not end", "setInterval(() => {}, 1000)", "not done after 2 s"],
])("the token of a command that %s afterwards is not lost", async (_what, then, how) => {
  const issuer = await running(`console.log('{"token":"abc"}'); ${then}`, { deadlineSeconds: 2 });
  const { token, failure } = await issueByCommand(issuer, "id", {}, answerFile());
  expect([token, failure?.how]).toEqual(["abc", expect.stringContaining(how)]);
});

test("a command that is not done by its deadline is ended", async () => {
  const issuer = await running("setInterval(() => {}, 1000)", { deadlineSeconds: 0.2 });
  expect(await refusal(issuer)).toContain("not done after 0.2 s");
});

describe("at its deadline", () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test("a command is ended with all that it started, and nothing of it keeps running", async () => {
    // The deadline comes when the test says so.
    jest.useFakeTimers({ doNotFake: ["setImmediate", "setInterval", "nextTick", "Date"] });
    const pidFile = join(folder, "pids");
    const issuer = {
      command: ["/bin/sh", "-c", 'sleep 600 & echo "$$ $!" >"$0"; wait', pidFile],
      ...{ variables: ["PATH"], deadlineSeconds: 60 },
    };
    const refused = issueByCommand(issuer, "id", process.env, answerFile()).catch(String);
    await until(() => pidsIn(pidFile).length === 2);
    const started = pidsIn(pidFile);
    expect(started.map(isRunning)).toEqual([true, true]);
    jest.advanceTimersByTime(60_000);
    expect(await refused).toContain("not done after 60 s");
    await until(() => !started.some(isRunning));
  });
});

function pidsIn(file: string): number[] {
  if (!existsSync(file)) return [];
  return (readFileSync(file, "utf8").match(/\d+/g) ?? []).map(Number);
}

/** A zombie, which nobody has waited for yet, runs no more. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return !/^$|Z/.test(stdout.trim());
}

test("a program that is not there is named, and nothing was issued", async () => {
  const issuer = { command: ["no-such-program"], variables: [], deadlineSeconds: 5 };
  expect(await refusal(issuer)).toMatch(/no program no-such-program.*Nothing was issued/);
});
