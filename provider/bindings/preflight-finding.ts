/** What a preflight finds of the places that hold the token. */
import type { Meaning, VendorError } from "../clients/vendor-error";
import type { ConsumerKey } from "./consumer";

export interface PreflightFinding {
  /** An error would leave a consumer without a living token after a rotation. */
  readonly severity: "error" | "warning";
  /** As "<kind>/<id>"; absent where it is about no single consumer. */
  readonly consumer?: string;
  readonly message: string;
  /** What to do next. */
  readonly todo: string;
}

/** What is found out about one consumer. */
export interface ConsumerPreflight {
  readonly findings: readonly PreflightFinding[];
  /**
   * "proven": it was reached, tested, and what is saved there was saved once more. "not proven":
   * nothing speaks against it, and whether it may be written shows only when it is. "person": a
   * person enters the token. "failed": a rotation would leave it with a dead token.
   */
  readonly write: "proven" | "not proven" | "person" | "failed";
}

/** The token in state, where there is one: with it a preflight saves what is saved already. */
export interface LivingToken {
  readonly token: string;
  readonly fingerprint: string;
  /** Who holds it by the state. Any other has something else, which a preflight must not replace. */
  readonly holders: ReadonlySet<ConsumerKey>;
}

export function failedPreflight(...findings: readonly PreflightFinding[]): ConsumerPreflight {
  return { findings, write: "failed" };
}

/** What a vendor refuses, and what a person can do about it. */
export function refusalOf(consumer: string, error: VendorError): PreflightFinding {
  return { severity: "error", consumer, message: error.message, todo: TODO[error.meaning] };
}

const TODO: Readonly<Record<Meaning, string>> = {
  "not-permitted": "Give these credentials the permission, or configure others",
  "not-found": "Check that it still exists and that these credentials reach it",
  unreachable: "Wait until it answers; whether a rotation would succeed is not known",
  refused: "Fix what it says",
};
