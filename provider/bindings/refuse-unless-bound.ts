/** What an apply makes of a test: an error where the binding does not count as bound. */
import type { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import { argumentName } from "../rotation/argument-name";
import type { Look, Place } from "./place";
import type { BindingStatus } from "./binding-status";

/** Throws a ProviderError; returns where the binding is bound, waits, or may stay unproven. */
export function refuseUnlessBound(
  status: BindingStatus,
  { evidence }: Look,
  { name }: Place,
  { isObserved, isUntestable }: { readonly isObserved: boolean; readonly isUntestable: boolean },
): void {
  switch (status) {
    case "tested":
    case "waiting":
      return;
    case "unproven":
      // Observed: no token is known here, so nothing more can be found out.
      if (isObserved || isUntestable) return;
      throw new ProviderError({
        code: "binding-unproven",
        summary: "Nothing shows that a binding holds the token",
        detail: `${name}: ${evidence}. A binding counts only once it has been tested; it stays in the next plan until it passes. If it cannot be tested at all, say why in \`untestable\`.`,
      });
    case "unknown":
      throw new ProviderError({
        code: "binding-unknown",
        summary: "A binding could not be tested",
        detail: `${name}: ${evidence}. A binding counts only once it has been tested. Make the test possible and apply again; or, if it never will be, say why in \`untestable\`.`,
      });
    case "rejected":
      throw new ProviderError({
        code: "binding-rejected",
        summary: "A binding holds a token that does not work",
        detail: isObserved
          ? `${name}: ${evidence}. No token is known here: ${argumentName("token_wo")} is not set, because the tenant is only observed. Enter the token that works by hand, or let druva_scim_token adopt it.`
          : `${name}: ${evidence}. The token was written once more and the test failed again. It stays in the next plan: fix what the vendor says, and apply again.`,
      });
  }
}

/** Where the vendor refused the write; `error` has its own words. */
export function refusedWrite({ name }: Place, error: VendorError): ProviderError {
  const todo = {
    "not-signed-in": "Set credentials that can sign in",
    "not-permitted": "Give these credentials the permission to write it",
    "not-found": "Check that it still exists and that these credentials reach it",
    unreachable: "Wait until it answers",
    refused: "Fix what it says",
  }[error.meaning];
  return new ProviderError({
    code: "binding-not-written",
    summary: "A binding did not take the token",
    detail: `${name}: ${error.message}. It may not hold the token that works. ${todo}, and apply again: the same token is used, and no new one is issued.`,
  });
}
