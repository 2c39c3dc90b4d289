/** A customer's own command makes the token: `{"token":"…"}` on its standard output. */
import { spawn } from "node:child_process";
import { ProviderError } from "../framework/diagnostics";
import { answerIn } from "./answer";
import type { Printed } from "../rotation/ladder";
import { AnswerFile } from "./answer-file";

export interface CommandIssuer {
  /** Program and arguments; no shell. */
  readonly command: readonly string[];
  /** Names of the variables that it gets beside PATH and DRUVA_ROTATION_ID. */
  readonly variables: readonly string[];
  readonly deadlineSeconds: number;
}

export const DEFAULT_DEADLINE_SECONDS = 120;
const MOST_OUTPUT_BYTES = 1_000_000;
const LOOK_EVERY_MS = 250;

/**
 * Runs it once. It is never run again here, and not stopped by Ctrl-C: once started it may have
 * ended the old token. Nothing that it prints is ever shown: it may be the token. It prints to
 * `answerFile`, where the answer stays until the journal has its token, whatever became of the
 * command: it may be the only copy. Throws a ProviderError where no token was printed.
 */
export async function issueByCommand(
  { command, variables, deadlineSeconds }: CommandIssuer,
  rotationId: string,
  environment: NodeJS.ProcessEnv,
  answerFile: string,
): Promise<Printed> {
  const [program = "", ...words] = command;
  const answer = await AnswerFile.make(answerFile);
  try {
    const run = await runOnce(program, words, deadlineSeconds, answer, {
      ...chosen(["PATH", ...variables], environment),
      DRUVA_ROTATION_ID: rotationId,
    }).catch((error: unknown): Run => ({ kind: "not started", why: codeOf(error) }));
    if (run.kind === "not started") {
      answer.remove();
      throw notStarted(program, run.why);
    }
    const text = answer.bytes > MOST_OUTPUT_BYTES ? "" : answer.read(); // so long it is no answer
    const printed = answerIn(text);
    const failed = run.kind === "failed" ? `${program}: ${run.how}` : null;
    if ("token" in printed) {
      const failure = failed === null ? null : { how: failed, error: commandFailed(failed) };
      return { token: printed.token, file: answer.path, failure };
    }
    const isKept = text.trim() !== "";
    if (!isKept) answer.remove();
    throw commandFailed(failed ?? `${program}: ${printed.fault}`, isKept ? answer.path : undefined);
  } finally {
    answer.close();
  }
}

function chosen(names: readonly string[], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

type Run =
  | { readonly kind: "done" }
  | { readonly kind: "not started"; readonly why: string }
  | { readonly kind: "failed"; readonly how: string };

async function runOnce(
  program: string,
  words: readonly string[],
  deadlineSeconds: number,
  answer: AnswerFile,
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  const child = spawn(program, words, {
    env,
    stdio: ["ignore", answer.descriptor, "ignore"],
    detached: true, // a group of its own: the terminal's Ctrl-C does not reach it
  });
  if (child.pid !== undefined) answer.nameAfter(child.pid);
  return new Promise((resolve) => {
    const finish = (run: Run) => {
      clearTimeout(deadline);
      clearInterval(watch);
      resolve(run);
    };
    const failed = (how: string) => finish({ kind: "failed", how });
    const end = (how: string) => {
      endGroup(child.pid);
      failed(how);
    };
    const deadline = setTimeout(() => {
      end(`it was not done after ${deadlineSeconds} s and was ended`);
    }, deadlineSeconds * 1000);
    const mustBeShort = () => {
      if (answer.bytes > MOST_OUTPUT_BYTES) end(`it printed more than ${MOST_OUTPUT_BYTES} bytes`);
    };
    const watch = setInterval(mustBeShort, LOOK_EVERY_MS);

    child.on("error", (error) => {
      finish({ kind: "not started", why: codeOf(error) });
    });
    child.on("exit", (exitCode, signal) => {
      if (signal !== null) return failed(`it was ended by ${signal}`);
      if (exitCode !== 0) return failed(`it ended with exit code ${exitCode}`);
      mustBeShort();
      finish({ kind: "done" });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended by itself.
  }
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error
    ? String(error.code)
    : String(error);
}

function notStarted(program: string, why: string): ProviderError {
  const what =
    why === "ENOENT"
      ? `There is no program ${program} (a path, or a name on PATH).`
      : `${program} could not be started (${why}).`;
  return new ProviderError({
    summary: "The command that issues tokens was not started",
    detail: `${what} Nothing was issued; correct issuer.command and apply again.`,
    attribute: ["issuer", "command"],
  });
}

/** `keptIn`: the file that holds what it printed, if that is anything and not a whole answer. */
function commandFailed(how: string, keptIn?: string): ProviderError {
  const output =
    keptIn === undefined
      ? ""
      : ` What it printed is not shown, it may hold a token: until the next apply it is in ${keptIn}. If a token is in it, write {"token":"…"} there, and the next apply takes that.`;
  return new ProviderError({
    summary: "The command that issues tokens failed",
    detail: `${how}. Expected: exit code 0 and {"token":"…"} on standard output.${output} The command was run once, and may have made a token and so ended the one in use: the next apply calls it with the same DRUVA_ROTATION_ID.`,
    attribute: ["issuer", "command"],
  });
}
