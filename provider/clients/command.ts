/**
 * Runs a command of the user's: no shell, an environment of PATH and what is named, a deadline. What
 * it prints is thrown away: it could hold the token.
 */
import { setTimeout as sleep } from "node:timers/promises";

export interface Command {
  readonly command: readonly string[];
  /** Its own variables; the token may be one of them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of the variables that it gets from `environment`, beside PATH. */
  readonly passed: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly deadlineSeconds: number;
}

/** What a command may take to put things in order before it is killed. */
const GRACE_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** Its exit code, or in words why there is none. */
export type Ending = { readonly exitCode: number } | { readonly failure: string };

/** Throws the reason of an aborted `signal`, after ending the command and what it has started. */
export async function runCommand(
  { command, variables, passed, environment, deadlineSeconds }: Command,
  signal: AbortSignal,
): Promise<Ending> {
  const { execa } = await import("execa");
  const [program = "", ...args] = command;
  const env: Record<string, string> = {};
  for (const name of ["PATH", ...passed]) {
    const value = environment[name];
    if (value !== undefined) env[name] = value;
  }
  const deadline = AbortSignal.timeout(deadlineSeconds * 1000);
  const child = execa(program, args, {
    env: { ...env, ...variables },
    extendEnv: false,
    stdio: "ignore",
    detached: true, // a group of its own, to be ended with all that it started
    reject: false,
  });
  let ending: Promise<void> | undefined;
  const end = () => {
    ending = endGroup(child.pid);
  };
  const kill = () => {
    sendToGroup(child.pid, "SIGKILL");
  };
  const ended = AbortSignal.any([signal, deadline]);
  ended.addEventListener("abort", end);
  process.once("exit", kill);
  if (ended.aborted) end();
  const result = await child;
  ended.removeEventListener("abort", end);
  await ending;
  process.removeListener("exit", kill);
  signal.throwIfAborted();
  if (deadline.aborted) return { failure: `${program} did not end within ${deadlineSeconds} s` };
  if (result.exitCode !== undefined) return { exitCode: result.exitCode };
  if (result.signal !== undefined) return { failure: `${program} was ended by ${result.signal}` };
  return { failure: `${program} could not be started (${result.code ?? "no reason given"})` };
}

/** What the command has started could still write an old token, after a later rotation. */
async function endGroup(pid: number | undefined): Promise<void> {
  sendToGroup(pid, "SIGTERM");
  for (let waitedMs = 0; waitedMs < GRACE_MS; waitedMs += LOOK_EVERY_MS) {
    if (!sendToGroup(pid, 0)) return;
    await sleep(LOOK_EVERY_MS);
  }
  sendToGroup(pid, "SIGKILL");
}

/** False where all of it has ended by itself, or it was not started. */
function sendToGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
