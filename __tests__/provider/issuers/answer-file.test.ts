import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AnswerFile, earlierAnswer } from "../../../provider/issuers/answer-file";
import { issueByCommand } from "../../../provider/issuers/command";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "answer-"));
  file = join(folder, "acme.answer");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const { signal } = new AbortController();

/** A command as a provider that was killed has left it. */
async function leftBehind(script: string): Promise<ChildProcess> {
  const answer = await AnswerFile.make(file);
  const child = spawn("/bin/sh", ["-c", script], {
    stdio: ["ignore", answer.descriptor, "ignore"],
  });
  answer.nameAfter(child.pid ?? 0);
  answer.close();
  return child;
}

async function ended(script: string): Promise<void> {
  await once(await leftBehind(script), "exit");
}

test("what a command printed after the provider was killed is its token", async () => {
  await ended(`printf '{"token":"abc"}'`);
  expect(await earlierAnswer(file, 5, signal)).toMatchObject({ token: "abc" });
});

test.each([
  ["half an answer", `printf '{"token":"ab'`],
  ["two answers", `printf '{"token":"ab"}\\n{"token":"cd"}'`],
  ["nothing", "true"],
])("%s is no answer", async (_what, script) => {
  await ended(script);
  expect(await earlierAnswer(file, 5, signal)).toBeNull();
});

test("no command has run: there is no answer", async () => {
  expect(await earlierAnswer(file, 5, signal)).toBeNull();
});

test("a command that still runs is waited for", async () => {
  const go = join(folder, "go");
  await leftBehind(
    `printf '{"token":'; while [ ! -e '${go}' ]; do sleep 0.02; done; printf '"abc"}'`,
  );
  const answer = earlierAnswer(file, 20, signal);
  writeFileSync(go, "");
  expect(await answer).toMatchObject({ token: "abc" });
});

test("beside a command that does not end no other is started", async () => {
  const child = await leftBehind("exec sleep 60");
  await expect(earlierAnswer(file, 0.2, signal)).rejects.toThrow(`kill ${child.pid}`);
  child.kill("SIGKILL");
});

test("the wait for a command ends where Terraform asks to stop", async () => {
  const child = await leftBehind("exec sleep 60");
  const stop = new AbortController();
  const answer = earlierAnswer(file, 60, stop.signal);
  stop.abort();
  await expect(answer).rejects.toThrow("Apply again");
  child.kill("SIGKILL");
});

test("another process with the number of one that has ended is not waited for", async () => {
  await ended("true");
  const answer = await AnswerFile.make(file);
  answer.nameAfter(process.pid);
  answer.close();
  const [name = ""] = readdirSync(folder);
  const other = name.replace(/\d+$/, "1");
  writeFileSync(join(folder, other), "", { mode: 0o600 });
  await rm(join(folder, name));
  expect(await earlierAnswer(file, 5, signal)).toBeNull();
});

test("only its owner can read it, and a file that others can read is refused", async () => {
  await ended(`printf '{"token":"abc"}'`);
  const [name = ""] = readdirSync(folder);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  chmodSync(join(folder, name), 0o644);
  await expect(earlierAnswer(file, 5, signal)).rejects.toThrow("mode 644");
});

test("a link in its place is not followed", async () => {
  writeFileSync(join(folder, "elsewhere"), '{"token":"abc"}', { mode: 0o600 });
  symlinkSync(join(folder, "elsewhere"), file);
  await expect(earlierAnswer(file, 5, signal)).rejects.toThrow();
});

const issuer = (script: string) => ({
  command: ["/bin/sh", "-c", script],
  variables: [],
  deadlineSeconds: 20,
});

test("an answer is kept until the journal has its token, although the command fails", async () => {
  await issueByCommand(issuer(`printf '{"token":"abc"}'; exit 3`), "id", process.env, file);
  expect(await earlierAnswer(file, 5, signal)).toMatchObject({ token: "abc" });
});

test("what is no whole answer is kept for a person, who can make one of it", async () => {
  const failed = issueByCommand(issuer("echo Done. abc"), "id", process.env, file);
  const [name = ""] = await failed.then(
    () => [],
    () => readdirSync(folder),
  );
  expect(await earlierAnswer(file, 5, signal)).toBeNull();
  await expect(failed).rejects.toThrow(join(folder, name));
  writeFileSync(join(folder, name), '{"token":"abc"}\n');
  expect(await earlierAnswer(file, 5, signal)).toMatchObject({ token: "abc" });
});

test.each(["no-such-program", "/etc/passwd", "a\0b"])(
  "no file stays behind %j, which cannot be started",
  async (program) => {
    const answer = issueByCommand({ ...issuer(""), command: [program] }, "id", process.env, file);
    await expect(answer).rejects.toThrow("Nothing was issued");
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("the file that is named is the one in which the answer is", async () => {
  const printed = await issueByCommand(issuer(`printf '{"token":"abc"}'`), "id", process.env, file);
  expect(printed.file).toBe(join(folder, ...readdirSync(folder)));
  expect(await earlierAnswer(file, 5, signal)).toEqual({ token: "abc", file: printed.file });
});

test("what is too long to be an answer is not kept", async () => {
  const failed = issueByCommand(issuer("yes"), "id", process.env, file);
  await expect(failed).rejects.toThrow("it printed more than");
  expect(readdirSync(folder)).toEqual([]);
});
