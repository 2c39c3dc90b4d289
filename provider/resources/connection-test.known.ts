/**
 * What is known of a binding from before, and how much of it still counts. What was shown with
 * another token, at another target or with another SCIM URL says nothing about those that are meant
 * now.
 *
 * One token at one target goes from "never shown to work" to "shown to work" with the first proof,
 * of whatever kind. A refusal, or another SCIM URL, after that makes it "needs success": what was
 * shown or confirmed until then is used up, and only a success leads back. Nothing else does, and
 * nothing is forgotten while a vendor cannot be asked.
 */
import type { TestResult } from "../rotation/connection-test";
import type { State } from "../framework/schema";
import type {
  connectionTestCommonFields,
  connectionTestPrivateFields,
} from "./connection-test.fields";

type Common = State<typeof connectionTestCommonFields>;
/** The private state: what was found out last. */
export type Remembered = State<typeof connectionTestPrivateFields>;

/** All of one token at one target. */
export interface Known {
  /** In an apply, which shows it anew: that it counted as tested before is not enough. */
  readonly isInApply: boolean;
  /** It counts as tested, because nothing was changed since. */
  readonly isTested: boolean;
  /** It was shown to work at some time, by whatever evidence and with whatever SCIM URL. */
  readonly wasProven: boolean;
  /** It was refused, or another SCIM URL was meant, since it was shown to work. */
  readonly needsSuccess: boolean;
  /** RFC 3339: when an apply last saw it pass. */
  readonly verifiedAt: string | null;
  /** RFC 3339, by the vendor's clock: from when on its log tells of this token. */
  readonly evidenceSince: string | null;
  /** Another SCIM URL is meant than at the last apply: the log up to now is of that one. */
  readonly isMoved: boolean;
  /** The SCIM base URL with which it was last shown to work; null: never, or nobody remembers. */
  readonly provenUrl: string | null;
  /** It was shown to work with another SCIM URL than the one that is meant now. */
  readonly isProvenElsewhere: boolean;
}

const nothingKnown: Known = {
  isInApply: false,
  isTested: false,
  wasProven: false,
  needsSuccess: false,
  verifiedAt: null,
  evidenceSince: null,
  isMoved: false,
  provenUrl: null,
  isProvenElsewhere: false,
};

/** In Read. `url` is the SCIM base URL that is meant now; null for an observed binding, whose URL is its own. */
export function knownOf(
  { fingerprint, status, verified_at: verifiedAt, evidence_since: evidenceSince }: Common,
  remembered: Remembered | null,
  url: string | null,
): Known {
  // What an observed binding did before is looked at over and over: it has no start.
  if (fingerprint === null || url === null) {
    return { ...nothingKnown, isTested: status === "tested", verifiedAt };
  }
  const provenUrl = remembered?.proven_url ?? null;
  const isProvenElsewhere = provenUrl !== null && provenUrl !== url;
  const isMoved = isMovedTo(url, remembered);
  const wasProven = status === "tested" || verifiedAt !== null || provenUrl !== null;
  // Earlier versions stored no needs_success: what had worked and waits was refused, or moved.
  const neededSuccess = remembered?.needs_success ?? (wasProven && status === "waiting");
  return {
    isInApply: false,
    isTested: status === "tested" && !isMoved && !isProvenElsewhere,
    wasProven,
    needsSuccess: neededSuccess || (wasProven && isMoved),
    verifiedAt,
    evidenceSince,
    isMoved,
    provenUrl,
    isProvenElsewhere,
  };
}

/** `prior` is the state before of the same target; null where there is none. */
export function knownInApply(
  prior: Common | null,
  remembered: Remembered | null,
  { fingerprint }: Pick<Common, "fingerprint">,
  url: string | null,
): Known {
  // Another token starts anew; which URL the vendor last got is true of the target.
  const known =
    prior?.fingerprint === fingerprint
      ? knownOf(prior, remembered, url)
      : { ...nothingKnown, isMoved: prior !== null && isMovedTo(url, remembered) };
  return { ...known, isInApply: true };
}

/** Null, where an earlier version stored it, is no other URL. */
export function isMovedTo(url: string | null, remembered: Remembered | null): boolean {
  const before = remembered?.scim_url ?? null;
  return url !== null && before !== null && before !== url;
}

/** Whether only a success counts, after what was found now and was none. */
export function needsSuccessAfter(
  { needsSuccess, wasProven }: Known,
  { isRefusal }: { readonly isRefusal: boolean },
): boolean {
  return needsSuccess || (wasProven && isRefusal);
}

/** What a result leaves behind for the next time; `url` is the SCIM base URL that it is of. */
export function learned(
  known: Known,
  { verdict, isRefusal = verdict === "rejected" }: TestResult,
  url: string | null,
): Pick<Remembered, "proven_url" | "needs_success"> {
  return verdict === "tested"
    ? { proven_url: url, needs_success: false }
    : { proven_url: known.provenUrl, needs_success: needsSuccessAfter(known, { isRefusal }) };
}
