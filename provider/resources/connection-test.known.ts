/**
 * What is known of a binding from before, and how much of it still counts. What was shown with
 * another token, at another target or with another SCIM URL says nothing about those that are meant
 * now.
 */
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
  /** It counts as tested, because nothing was changed since. Never in an apply, which shows it anew. */
  readonly isTested: boolean;
  /** It was shown to work at some time, by whatever evidence and with whatever SCIM URL. */
  readonly wasProven: boolean;
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

export const nothingKnown: Known = {
  isTested: false,
  wasProven: false,
  verifiedAt: null,
  evidenceSince: null,
  isMoved: false,
  provenUrl: null,
  isProvenElsewhere: false,
};

/** `url` is the SCIM base URL that is meant now; null for an observed binding, whose URL is its own. */
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
  return {
    isTested: status === "tested" && !isMoved && !isProvenElsewhere,
    wasProven: status === "tested" || verifiedAt !== null || provenUrl !== null,
    verifiedAt,
    evidenceSince,
    isMoved,
    provenUrl,
    isProvenElsewhere,
  };
}

/** Null, where an earlier version stored it, is no other URL. */
export function isMovedTo(url: string | null, remembered: Remembered | null): boolean {
  const before = remembered?.scim_url ?? null;
  return url !== null && before !== null && before !== url;
}
