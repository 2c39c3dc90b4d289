import { EXIT, type ExitCode } from "./exit-codes";

export interface CliErrorOptions {
  /** Default: 1. */
  readonly exitCode?: ExitCode;
  /** What to do next, in a sentence; printed on a line of its own. */
  readonly todo?: string;
}

/** Ends a subcommand with a message for a person: no stack trace is printed. Holds no secret. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly todo: string | undefined;

  constructor(message: string, { exitCode = EXIT.error, todo }: CliErrorOptions = {}) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
    this.todo = todo;
  }
}
