/** What all subcommands share: flags in, checked options and a terminal, Ctrl-C, an exit code out. */
import type { Command } from "commander";
import { z } from "zod";

import { CliError } from "./terminal/cli-error";
import { EXIT, type ExitCode } from "./terminal/exit-codes";
import { isPromptLeft } from "./terminal/prompt-left";
import { ownTerminal, type Terminal } from "./terminal/terminal";

/** Options of the program, before or after the subcommand's name. */
export const globalOptions = z.object({
  config: z.string().optional(),
  tenant: z.string().optional(),
  json: z.boolean().default(false),
});

/** Of a flag that names a file. */
export const fileName = z.string().min(1, "a file's name is expected");

export interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  /** Aborted at the first Ctrl-C or signal that ends, with a CliError that says which. */
  readonly signal: AbortSignal;
}

type Run<Options> = (options: Options, surroundings: Surroundings) => Promise<ExitCode>;

interface Subcommand<Options> {
  /** Puts it on the command line. */
  (program: Command): void;
  readonly run: Run<Options>;
}

const BY_CTRL_C = "Stopped by Ctrl-C.";
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The second one may have a meaning of its own, as it has for Terraform. */
const IMPATIENT = 3;

/**
 * `options` checks the flags, the program's too, and the arguments (as `arguments`). What `run`
 * throws goes on to the program, which prints it.
 */
export function subcommand<Shape extends z.ZodType>({
  name,
  description,
  flags,
  help,
  options,
  run,
}: {
  readonly name: string;
  readonly description: string;
  /** Adds what it has beside the program's own. */
  readonly flags?: (command: Command) => void;
  /** Below the flags: what else to know, exit codes and examples. */
  readonly help: string;
  readonly options: Shape;
  /** Loads what it needs itself: whoever asks for another subcommand does not wait for it. */
  readonly run: Run<z.output<Shape>>;
}): Subcommand<z.output<Shape>> {
  async function action(this: Command): Promise<void> {
    const read = options.safeParse({ ...this.optsWithGlobals(), arguments: this.processedArgs });
    if (!read.success) {
      throw new CliError(read.error.issues.map(wordsOf).join("\n"), { exitCode: EXIT.usage });
    }
    const stop = new AbortController();
    let times = 0;
    const interrupted = (signal: NodeJS.Signals) => {
      times += 1;
      stop.abort(
        new CliError(signal === "SIGINT" ? BY_CTRL_C : `Stopped by ${signal}.`, {
          exitCode: EXIT.interrupted,
        }),
      );
      if (times === IMPATIENT) process.exit(EXIT.interrupted);
    };
    // Kept until the end: without a listener execa's own would end this process at the first one.
    for (const each of ENDING_SIGNALS) process.on(each, interrupted);
    try {
      process.exitCode = await run(read.data, {
        terminal: ownTerminal(),
        environment: process.env,
        signal: stop.signal,
      });
    } catch (error) {
      if (!isPromptLeft(error)) throw error;
      throw stop.signal.reason ?? new CliError(BY_CTRL_C, { exitCode: EXIT.interrupted });
    } finally {
      for (const each of ENDING_SIGNALS) process.off(each, interrupted);
    }
  }
  const add = (program: Command) => {
    const command = program.command(name).description(description);
    flags?.(command);
    command.addHelpText("after", help).action(action);
  };
  return Object.assign(add, { run });
}

function wordsOf({ path, message }: z.core.$ZodIssue): string {
  const [first] = path;
  if (typeof first !== "string") return message;
  return `--${first.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${message}`;
}
