/** A customer's own command makes the token: `{"token":"…"}` on its standard output. */
import { spawn } from "node:child_process";
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
const MOST_OUTPUT_BYTES = 1_000_000;

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
  const run = await runOnce(program, words, deadlineSeconds, {
    ...chosen(["PATH", ...variables], environment),
    DRUVA_ROTATION_ID: rotationId,
  });
  switch (run.kind) {
    case "done":
      return tokenIn(run.output, program);
    case "not found":
      throw notThere(program);
    case "failed":
      throw failure(program, run.how);
  }
}

function chosen(names: readonly string[], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

type Run =
  | { readonly kind: "done"; readonly output: string }
  | { readonly kind: "not found" }
  | { readonly kind: "failed"; readonly how: string };

function runOnce(
  program: string,
  words: readonly string[],
  deadlineSeconds: number,
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      env,
      stdio: ["ignore", "pipe", "ignore"],
      detached: true, // a group of its own: the terminal's Ctrl-C does not reach it
    });
    const failed = (how: string) => {
      clearTimeout(deadline);
      resolve({ kind: "failed", how });
    };
    const end = (how: string) => {
      endGroup(child.pid);
      failed(how);
    };
    const deadline = setTimeout(() => {
      end(`it was not done after ${deadlineSeconds} s and was ended`);
    }, deadlineSeconds * 1000);

    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_OUTPUT_BYTES) end(`it printed more than ${MOST_OUTPUT_BYTES} bytes`);
    });
    child.on("error", (error) => {
      const code = "code" in error ? String(error.code) : error.name;
      if (code !== "ENOENT") return failed(`it could not be started (${code})`);
      clearTimeout(deadline);
      resolve({ kind: "not found" });
    });
    child.on("close", (exitCode, signal) => {
      if (signal !== null) return failed(`it was ended by ${signal}`);
      if (exitCode !== 0) return failed(`it ended with exit code ${exitCode}`);
      clearTimeout(deadline);
      resolve({ kind: "done", output: Buffer.concat(chunks).toString("utf8") });
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

function tokenIn(output: string, program: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    throw failure(program, whatIsNoJson(output)); // the parser's own message quotes it
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

function whatIsNoJson(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "").length;
  if (lines === 0) return "it printed nothing";
  return lines === 1
    ? "what it printed is not JSON"
    : `the ${lines} lines that it printed are not JSON`;
}

function notThere(program: string): ProviderError {
  return new ProviderError({
    summary: "The command that issues tokens was not found",
    detail: `There is no program ${program} (a path, or a name on PATH). Nothing was issued; correct issuer.command and apply again.`,
    attribute: ["issuer", "command"],
  });
}

function failure(program: string, how: string): ProviderError {
  return new ProviderError({
    summary: "The command that issues tokens failed",
    detail: `${program}: ${how}. Expected: exit code 0 and {"token":"…"} on standard output. Its output is not shown, it may hold a token. It was run once, and may have made a token and so ended the one in use: the next apply calls it with the same DRUVA_ROTATION_ID.`,
    attribute: ["issuer", "command"],
  });
}
