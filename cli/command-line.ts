/** What every subcommand's registration in commands/ shares: global options in, an exit code out. */
import type { Command } from "commander";
import { z } from "zod";

import { CliError } from "./cli-error";
import { EXIT, type ExitCode } from "./exit-codes";
import { ownTerminal, type Terminal } from "./terminal";

/** Options of the program, before or after the subcommand's name. */
export const globalOptions = z.object({
  config: z.string().optional(),
  tenant: z.string().optional(),
  json: z.boolean().default(false),
});

export interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  /** Aborted at the first Ctrl-C, with a CliError. */
  readonly signal: AbortSignal;
}

const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The second one may have a meaning of its own, as it has for Terraform. */
const IMPATIENT = 3;

/**
 * A commander action: checks the options (the program's too) and arguments (as `arguments`) by
 * `shape`, runs, and ends with the exit code. An error is thrown on to the program, which prints it.
 */
export function action<Shape extends z.ZodType>(
  shape: Shape,
  run: (options: z.output<Shape>, surroundings: Surroundings) => Promise<ExitCode>,
): (this: Command) => Promise<void> {
  return async function (this: Command) {
    const read = shape.safeParse({ ...this.optsWithGlobals(), arguments: this.processedArgs });
    if (!read.success) {
      throw new CliError(read.error.issues.map(wordsOf).join("\n"), { exitCode: EXIT.usage });
    }
    const stop = new AbortController();
    let times = 0;
    const interrupted = () => {
      times += 1;
      stop.abort(new CliError("Stopped by Ctrl-C."));
      if (times === IMPATIENT) process.exit(EXIT.error);
    };
    // Kept until the end: without a listener execa's own would end this process at the first one.
    for (const name of ENDING_SIGNALS) process.on(name, interrupted);
    try {
      process.exitCode = await run(read.data, {
        terminal: ownTerminal(),
        environment: process.env,
        signal: stop.signal,
      });
    } finally {
      for (const name of ENDING_SIGNALS) process.off(name, interrupted);
    }
  };
}

function wordsOf({ path, message }: z.core.$ZodIssue): string {
  const [first] = path;
  if (typeof first !== "string") return message;
  return `--${first.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${message}`;
}
