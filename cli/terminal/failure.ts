/** What is printed of an error that ended a subcommand, and the exit code. */
import { prettifyError, ZodError } from "zod";

import { ConfigError } from "../../config/config-error";
import { CliError } from "./cli-error";
import { EXIT, type ExitCode } from "./exit-codes";

interface Failure {
  readonly text: string;
  readonly exitCode: ExitCode;
}

export function wordsFor(error: unknown): Failure {
  if (error instanceof CliError) {
    const lines = [error.message, ...(error.todo === undefined ? [] : [error.todo])];
    return { text: lines.join("\n"), exitCode: error.exitCode };
  }
  if (error instanceof ZodError) {
    // What another program wrote: Terraform's state of another version of the provider, most likely.
    const text = `What another program wrote does not have the form that this version expects:\n${prettifyError(error)}`;
    return { text, exitCode: EXIT.error };
  }
  if (error instanceof ConfigError) return { text: error.message, exitCode: EXIT.error };
  return { text: error instanceof Error ? error.message : String(error), exitCode: EXIT.error };
}
