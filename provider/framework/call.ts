/** One call from Terraform: what it may warn about, when to stop, and how its errors reach a person. */
import { logError } from "../protocol/log";
import { ValueError } from "../protocol/value";
import { ProviderError, type Diagnostic } from "./diagnostics";
import type { ObjectValue } from "./fields";
import type { Fields } from "./schema";
import { redact, redactDiagnostic, secretsIn } from "./secrets";
import { wireDiagnostic, type WireDiagnostic } from "./wire-diagnostic";

export interface RpcCall {
  /** Aborted when Terraform asks the provider to stop, or gives this call up. */
  readonly signal: AbortSignal;
  warn(diagnostic: Omit<Diagnostic, "severity">): void;
  /** Notes what must not be read in this call's diagnostics; gives the value back. */
  hide<T extends ObjectValue | null>(fields: Fields, value: T): T;
}

export interface Answered {
  readonly diagnostics: WireDiagnostic[];
}

/** The calls of one provider process, which share its stop and the secrets of its configuration. */
export class Calls {
  readonly #stop = new AbortController();
  readonly #providerSecrets = new Set<string>();

  /** Terraform's StopProvider: whatever is under way should come to an end. */
  stop(): void {
    this.#stop.abort(new Error("Terraform asked the provider to stop"));
  }

  /** What the provider is configured with is hidden in every call that follows. */
  hideAlways(fields: Fields, value: ObjectValue): void {
    for (const secret of secretsIn(fields, value)) this.#providerSecrets.add(secret);
  }

  /**
   * Does the work of a call and reports on it. Whatever it throws becomes diagnostics, never an
   * error of the transport, which Terraform would show as a crash. `fields` are those that the
   * diagnostics' attribute paths lead into.
   */
  async answer<R extends object>(
    fields: Fields,
    signal: AbortSignal,
    work: (call: RpcCall) => R | Promise<R>,
  ): Promise<(R & Answered) | Answered> {
    return this.answerEvenIfFailed(fields, signal, work, () => ({}));
  }

  /** `answer`, where a failure has to be answered with more than diagnostics. */
  async answerEvenIfFailed<R extends object, E extends object>(
    fields: Fields,
    signal: AbortSignal,
    work: (call: RpcCall) => R | Promise<R>,
    failed: (error: unknown) => E,
  ): Promise<(R | E) & Answered> {
    const secrets = new Set(this.#providerSecrets);
    const diagnostics: Diagnostic[] = [];
    const call: RpcCall = {
      signal: AbortSignal.any([signal, this.#stop.signal]),
      warn: (diagnostic) => diagnostics.push({ ...diagnostic, severity: "warning" }),
      hide(hiddenFields, value) {
        for (const secret of secretsIn(hiddenFields, value)) secrets.add(secret);
        return value;
      },
    };
    const reported = () =>
      diagnostics.map((each) => wireDiagnostic(redactDiagnostic(each, secrets), fields));
    try {
      const result = await work(call);
      return { ...result, diagnostics: reported() };
    } catch (error) {
      diagnostics.push(...explain(error, call.signal, secrets));
      return { ...failed(error), diagnostics: reported() };
    }
  }
}

function explain(
  error: unknown,
  signal: AbortSignal,
  secrets: ReadonlySet<string>,
): readonly Diagnostic[] {
  if (error instanceof ProviderError) return error.diagnostics;
  const message = error instanceof Error ? error.message : String(error);
  if (signal.aborted) {
    return [{ severity: "error", summary: "Stopped before it was done", detail: message }];
  }
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  logError("a defect of the provider", { stack: redact(stack, secrets) });
  return [
    {
      severity: "error",
      summary: "A defect of the provider",
      detail: `${message}\n\nThis is no fault of your configuration. Please report it, with the lines that TF_LOG=ERROR shows.`,
      ...(error instanceof ValueError && { attribute: error.path }),
    },
  ];
}
