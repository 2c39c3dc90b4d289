/**
 * Which of the provider's warnings say what. A diagnostic has no code in Terraform's protocol, so
 * these are its summaries' own words; a test holds them to the provider's source.
 */
import type { TerraformDiagnostic } from "./terraform";

/** The words, as the source of provider/ has them. */
export const REMARKS = {
  bindingUntested: "A binding could not be tested",
  bindingsUntested: "Bindings are not tested in this plan",
  nothingAsked: "Nothing was asked: the provider's configuration is not known yet",
  noVerdict: "Druva gave no verdict on the token",
  bindingRejected: "A binding holds a token that does not work",
  bindingWaits: "A binding waits for a person",
  needsALook: "A binding needs a look",
  unmanaged: "is another application of the same kind and not listed as a binding",
  unmanagedNotChecked: "hold the token was not checked",
  newToken: "A new token: generation ",
  takenOver: "A living token is taken over as generation ",
  tokenRejected: "Druva rejects the token of generation ",
  byTheClock: "The token of generation ", // is due, or has expired
} as const;

/** Terraform's own, or OpenTofu's: each of them is told as a released binding. */
export function isNoLongerManaged({ summary }: TerraformDiagnostic): boolean {
  return summary.startsWith("Some objects will no longer be managed by ");
}

/** It could not be looked at. */
export function isUntested({ summary }: TerraformDiagnostic): boolean {
  return [
    REMARKS.bindingUntested,
    REMARKS.bindingsUntested,
    REMARKS.nothingAsked,
    REMARKS.noVerdict,
  ].some((each) => each === summary);
}

/** An application that may hold the token, or the word that nobody could look for such. */
export function unmanagedHolder(summary: string): boolean {
  return summary.includes(REMARKS.unmanaged) || summary.includes(REMARKS.unmanagedNotChecked);
}

/** What happens to the token, with the steps for a person. */
export function isAnnouncement({ summary }: TerraformDiagnostic): boolean {
  return [REMARKS.newToken, REMARKS.takenOver, REMARKS.tokenRejected].some((each) =>
    summary.startsWith(each),
  );
}

export function saysOf(
  diagnostics: readonly TerraformDiagnostic[],
  address: string,
  summary: (typeof REMARKS)[keyof typeof REMARKS],
): TerraformDiagnostic | undefined {
  return diagnostics.find((each) => each.address === address && each.summary === summary);
}
