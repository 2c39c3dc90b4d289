/** What an apply makes of a test, in words where the binding does not count as bound. */
import type { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import type { State } from "../framework/schema";
import type { BoundPlace, TestResult } from "../rotation/connection-test";
import { setting } from "../rotation/setting";
import type { connectionTestCommonFields } from "./connection-test.fields";

type Common = State<typeof connectionTestCommonFields>;

/** What an apply makes of a result; throws where the binding does not count as bound. */
export function statusAfter(
  { verdict, evidence }: TestResult,
  { fingerprint, untestable }: Common,
  token: string | null,
  { name }: BoundPlace,
): "tested" | "waiting" | "unproven" {
  switch (verdict) {
    case "tested":
    case "waiting":
      return verdict;
    case "unproven":
      // Observed: no token is known here, so nothing more can be found out.
      if (fingerprint === null || untestable !== null) return "unproven";
      throw new ProviderError({
        summary: "Nothing shows that a binding holds the token",
        detail: `${name}: ${evidence}. A binding counts only once it has been tested; it stays in the next plan until it passes. If it cannot be tested at all, say why in \`untestable\`.`,
      });
    case "no-verdict":
      if (untestable !== null) return "unproven";
      throw new ProviderError({
        summary: "A binding could not be tested",
        detail: `${name}: ${evidence}. A binding counts only once it has been tested. Make the test possible and apply again; or, if it never will be, say why in \`untestable\`.`,
      });
    case "rejected":
      throw new ProviderError({
        summary: "A binding holds a token that does not work",
        detail:
          token === null
            ? `${name}: ${evidence}. No token is known here: ${setting("token_wo")} is not set, as while a tenant is only observed. So the living one cannot be put in: put it in by hand, or let druva_scim_token adopt it.`
            : `${name}: ${evidence}. The living token was put in once more and the test failed again. It stays in the next plan: mend what the vendor says, and apply again.`,
      });
  }
}

/** Where the vendor refused the write; `error` has its own words. */
export function refusedWrite({ name }: BoundPlace, error: VendorError): ProviderError {
  const todo = {
    "not-permitted": "Give these credentials the permission to write it",
    "not-found": "See whether it still exists, and whether these credentials reach it",
    unreachable: "Wait until it answers",
    refused: "Mend what it says",
  }[error.meaning];
  return new ProviderError({
    summary: "A binding did not take the token",
    detail: `${name}: ${error.message}. It does not hold the living token. ${todo}, and apply again: the same token is used, none is issued.`,
  });
}
