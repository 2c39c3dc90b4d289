/** A customer's own command makes the token: `{"token":"…"}` on its standard output. */
import { ProviderError } from "../framework/diagnostics";
import { faultOf } from "./token-text";

export interface CommandIssuer {
  /** Program and arguments; no shell. */
  readonly command: readonly string[];
  /** Names of the variables that it gets beside PATH and DRUVA_ROTATION_ID. */
  readonly variables: readonly string[];
  readonly deadlineSeconds: number;
}

export const DEFAULT_DEADLINE_SECONDS = 120;
const MOST_OUTPUT = 1_000_000;

/**
 * Runs it once. It is never run again here, and not stopped by Ctrl-C: once started it may have
 * ended the old token. Nothing that it prints is ever shown: it may be the token.
 */
export async function issueByCommand(
  { command, variables, deadlineSeconds }: CommandIssuer,
  rotationId: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const [program = "", ...words] = command;
  const { execa } = await import("execa"); // heavy: loaded in the one apply in a year that needs it
  const run = await execa(program, words, {
    env: { ...chosen(["PATH", ...variables], environment), DRUVA_ROTATION_ID: rotationId },
    extendEnv: false,
    stdin: "ignore",
    stderr: "ignore",
    timeout: deadlineSeconds * 1000,
    maxBuffer: MOST_OUTPUT,
    detached: true, // a group of its own: the terminal's Ctrl-C does not reach it
    reject: false,
  });
  if (run.code === "ENOENT") throw notThere(program);
  if (run.failed) throw failure(program, how(run, deadlineSeconds));
  return tokenIn(run.stdout, program);
}

function chosen(names: readonly string[], environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function how(
  run: {
    readonly timedOut: boolean;
    readonly isMaxBuffer: boolean;
    readonly code?: string | undefined;
    readonly exitCode?: number | undefined;
    readonly signal?: string | undefined;
  },
  deadlineSeconds: number,
): string {
  if (run.timedOut) return `it was not done after ${deadlineSeconds} s and was ended`;
  if (run.isMaxBuffer) return `it printed more than ${MOST_OUTPUT} characters`;
  if (run.code !== undefined) return `it could not be started (${run.code})`;
  if (run.exitCode !== undefined) return `it ended with exit code ${run.exitCode}`;
  return `it was ended by ${run.signal ?? "a signal"}`;
}

function tokenIn(output: string, program: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    throw failure(program, "what it printed is not JSON"); // the parser's own message quotes it
  }
  if (typeof answer !== "object" || answer === null || !("token" in answer)) {
    throw failure(program, "what it printed has no token");
  }
  if (typeof answer.token !== "string") throw failure(program, "its token is not text");
  const token = answer.token.trim();
  const fault = faultOf(token);
  if (fault !== undefined) throw failure(program, `its token cannot be one: ${fault}`);
  return token;
}

function notThere(program: string): ProviderError {
  return new ProviderError({
    summary: "The command that issues tokens was not found",
    detail: `There is no program ${program} (a path, or a name on PATH). Nothing was issued; correct issuer.command and apply again.`,
    attribute: ["issuer", "command"],
  });
}

function failure(program: string, what: string): ProviderError {
  return new ProviderError({
    summary: "The command that issues tokens failed",
    detail: `${program}: ${what}. Expected: exit code 0 and {"token":"…"} on standard output. Its output is not shown, it may hold a token. It was run once, and may have made a token and so ended the one in use: the next apply calls it with the same DRUVA_ROTATION_ID.`,
    attribute: ["issuer", "command"],
  });
}
