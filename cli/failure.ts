/** What is printed of an error that ended a subcommand, and the exit code. */
import { ConfigError } from "../config/config-error";
import { CliError } from "./cli-error";
import { EXIT, type ExitCode } from "./exit-codes";

export interface Failure {
  readonly text: string;
  readonly exitCode: ExitCode;
}

export function wordsFor(error: unknown): Failure {
  if (error instanceof CliError) {
    const lines = [error.message, ...(error.todo === undefined ? [] : [error.todo])];
    return { text: lines.join("\n"), exitCode: error.exitCode };
  }
  if (error instanceof ConfigError) return { text: error.message, exitCode: EXIT.error };
  return { text: error instanceof Error ? error.message : String(error), exitCode: EXIT.error };
}
