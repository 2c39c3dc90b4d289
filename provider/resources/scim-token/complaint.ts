/** One thing that a configuration of `druva_scim_token` must not say or do. */
import { type Diagnostic, ProviderError } from "../../framework/diagnostics";

export type Complaint = Omit<Diagnostic, "severity">;

export function when(holds: boolean, complaint: Complaint): Complaint[] {
  return holds ? [complaint] : [];
}

/** Throws a ProviderError with all of them, where there are any. */
export function refuse(complaints: readonly Complaint[]): void {
  if (complaints.length > 0) throw new ProviderError(...complaints);
}
