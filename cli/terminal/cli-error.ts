import { EXIT, type ExitCode } from "./exit-codes";

interface CliErrorOptions {
  /** Default: 1. */
  readonly exitCode?: ExitCode;
  /** What to do next, in a sentence; printed on a line of its own. */
  readonly todo?: string;
  /** What another program printed. It ends the message, and stays out of comments and issues. */
  readonly printed?: string;
}

/** Ends a subcommand with a message for a person: no stack trace is printed. Holds no secret. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly todo: string | undefined;
  /** The message for people who may not read secrets: without what another program printed. */
  readonly publicMessage: string;

  constructor(message: string, { exitCode = EXIT.error, todo, printed }: CliErrorOptions = {}) {
    super([message, ...(printed === undefined ? [] : [printed])].join(separator(printed)));
    this.publicMessage = printed === undefined ? message : `${message}. The job's log says why.`;
    this.name = "CliError";
    this.exitCode = exitCode;
    this.todo = todo;
  }
}

function separator(printed = ""): string {
  return printed.includes("\n") ? ":\n" : ": ";
}
