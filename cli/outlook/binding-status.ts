/** The five words for how a binding stands, as people read them. */
import type { BindingStatus } from "../../provider/bindings/proof";
import type { StateBinding, TokenState } from "../terraform/tenant-state";

interface StatusWords {
  /** For a table: "works". */
  readonly short: string;
  /** For those who see the word for the first time. */
  readonly meaning: string;
}

export const STATUS_WORDS: Readonly<Record<BindingStatus, StatusWords>> = {
  tested: { short: "works", meaning: "it was shown that it holds the living token" },
  rejected: {
    short: "does not work",
    meaning: "it holds a token that does not work: users are not provisioned",
  },
  waiting: {
    short: "waits for a person",
    meaning: "a person has to enter the token, or to show that it works there",
  },
  unproven: { short: "not shown to work", meaning: "there is no evidence either way" },
  unknown: {
    short: "could not be looked at",
    meaning: "it could not be looked at: no permission, or no answer",
  },
};

/**
 * While Druva rejects the token in state, a binding that was shown to work with that token does not
 * work any more. Entra is left out: its test has just tried whatever token is saved there.
 */
export function besideToken(
  status: BindingStatus,
  { kind, fingerprint }: Pick<StateBinding, "kind" | "fingerprint">,
  token: Pick<TokenState, "status" | "fingerprint">,
): BindingStatus {
  const holdsIt = token.status === "rejected" && fingerprint === token.fingerprint;
  return holdsIt && status === "tested" && kind !== "entra" ? "rejected" : status;
}
