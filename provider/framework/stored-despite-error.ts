/** For stand-ins of providers that do what this framework otherwise prevents. */
import { ProviderError, type Diagnostic } from "./diagnostics";

/**
 * A change failed, and the state is stored as if it had not: the hazard of providers on older SDKs,
 * after which the next plan is clean (after a failed create: the object is tainted). Only a stand-in
 * that has to show that hazard throws this; a provider of one's own never does.
 */
export class StoredDespiteError extends ProviderError {
  constructor(
    readonly state: Readonly<Record<string, unknown>>,
    ...diagnostics: readonly Omit<Diagnostic, "severity">[]
  ) {
    super(...diagnostics);
    this.name = "StoredDespiteError";
  }
}
