/** What a person is told: what is wrong, where, what was expected, what to do. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /**
   * What kind of finding it is, in kebab-case: "token-due". Programs read the code, never the words:
   * the words may change, the code may not. The plugin protocol has no field for it, so Terraform
   * shows it in brackets after the summary: "The token is due [token-due]".
   */
  readonly code?: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What was found, what was expected, and what to do next. */
  readonly detail: string;
  /** The attribute it is about: names, and list indices or map keys. */
  readonly attribute?: readonly (string | number)[];
}

/** Ends an operation with one or more errors for a person. Anything else that is thrown is a defect of the provider. */
export class ProviderError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Omit<Diagnostic, "severity">[]) {
    super(diagnostics.map((each) => `${each.summary}: ${each.detail}`).join("\n"));
    this.name = "ProviderError";
    this.diagnostics = diagnostics.map((each) => ({ ...each, severity: "error" }));
  }
}
