/** One thing that a configuration of `druva_scim_token` must not say or do. */
import { type Diagnostic, ProviderError } from "../../framework/diagnostics";

export type ArgumentError = Omit<Diagnostic, "severity">;

export function when(holds: boolean, complaint: ArgumentError): ArgumentError[] {
  return holds ? [complaint] : [];
}

/** Throws a ProviderError with all of them, where there are any. */
export function refuse(complaints: readonly ArgumentError[]): void {
  if (complaints.length > 0) throw new ProviderError(...complaints);
}
