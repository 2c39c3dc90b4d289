/** Programs run to their end, whatever their exit code; what they print comes back. */
import { execa } from "execa";
import { processesBelow } from "./processes";

/** With `-json`, Terraform's own form of an error or a warning. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { readonly code: string };
}

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in the order in which they were printed. */
  readonly output: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface RunningProgram {
  readonly pid: number;
  readonly finished: Promise<Run>;
}

interface Where {
  readonly cwd: string;
  /** Nothing is added to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Its `node_modules/.bin` comes first in PATH. */
  readonly localDir?: string;
  /** Whether it leads a process group of its own. */
  readonly detached?: boolean;
}

let haveEnded = false;

/** Throws an Error for a person if it cannot be started, and after `endPrograms`. */
export function startProgram(
  program: string,
  args: readonly string[],
  { localDir, ...where }: Where,
): RunningProgram {
  if (haveEnded) throw new Error("It was not started: the run was interrupted.");
  const child = execa(program, args, {
    ...where,
    ...(localDir === undefined ? {} : { preferLocal: true, localDir }),
    extendEnv: false,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  if (child.pid === undefined)
    throw new Error("It could not be started: run `npm ci` first, and have terraform in PATH.");
  const finished = child.then(({ exitCode, stdout, stderr, all }) => ({
    exitCode: exitCode ?? 1,
    stdout,
    stderr,
    output: all,
    diagnostics: diagnosticsIn(stdout),
  }));
  return { pid: child.pid, finished };
}

/**
 * Starts no program from now on, and kills those of this process with all that they have started: what
 * they are at work on is thrown away.
 */
export async function endPrograms(): Promise<void> {
  haveEnded = true;
  for (const { pid } of await processesBelow(process.pid)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // ended in the meantime
    }
  }
}

/** What it printed on standard output. Throws if its exit code is not 0. */
export async function outputOf(
  program: string,
  args: readonly string[],
  where: Where,
): Promise<string> {
  const { exitCode, stdout, output } = await startProgram(program, args, where).finished;
  if (exitCode !== 0) throw new Error(`${program} ${args[0] ?? ""} failed:\n${output}`);
  return stdout;
}

function diagnosticsIn(stdout: string): readonly Diagnostic[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith('{"@'))
    .flatMap((line) => (JSON.parse(line) as { diagnostic?: Diagnostic }).diagnostic ?? []);
}
