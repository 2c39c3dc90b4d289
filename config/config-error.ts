/** One thing that is wrong in the config file. */
export interface ConfigProblem {
  /** From 1. Undefined where it is about the file as a whole. */
  readonly position: { readonly line: number; readonly column: number } | undefined;
  /** "tenants.acme.bindings.entra[0].id"; empty for the file as a whole. */
  readonly key: string;
  /** Stable: "unknown-key", "always-due". */
  readonly code: string;
  /** What was found, what was expected, what to do. */
  readonly message: string;
}

/** The config file cannot be used. The message lists every problem, a line each, with file, line and column. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    super(problems.map((problem) => lineOf(file, problem)).join("\n"));
    this.name = "ConfigError";
  }
}

function lineOf(file: string, { position, key, message }: ConfigProblem): string {
  const where = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  return key === "" ? `${where}: ${message}` : `${where}: ${key}: ${message}`;
}
