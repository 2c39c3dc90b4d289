/**
 * How a binding is doing, from what a look shows and from what was shown before.
 *
 * One token at one target goes from "never shown to work" to "proven" with the first success, or
 * with a person's reviewed confirmation. A refusal after that, or another SCIM URL, makes it "needs
 * success": what was shown or confirmed until then is used up, and only a success leads back. What a
 * program wrote needs a success after any refusal: a vendor that cannot be asked later hides none.
 * Nothing is forgotten while a vendor cannot be asked.
 *
 * Where a person enters the token ("Druva 2.0" in Okta), only the vendor's log tells:
 *
 *     the log shows    never proven         proven               needs success
 *     a success        tested               tested               tested
 *     a refusal        waiting              rejected             waiting
 *     nothing          waiting              tested               waiting
 *     unreadable       waiting              unknown              waiting
 *
 * A refusal of a token that was never proven is from before it was entered, and says nothing. A
 * confirmation makes "never proven" tested. An apply shows it anew: there a proven one waits too,
 * unless it is confirmed.
 */
import type { Look } from "./place";

/** Only "tested" counts as bound. "waiting": a person has to act. "unknown": not looked at. */
export const BINDING_STATUSES = ["tested", "rejected", "waiting", "unproven", "unknown"] as const;
export type BindingStatus = (typeof BINDING_STATUSES)[number];

/** What was shown of one token at one target. */
export interface Proof {
  /** The SCIM base URL with which it was last shown to work; null: never. */
  readonly provenUrl: string | null;
  /** It was refused, or another SCIM URL was meant, since then: only a success counts. */
  readonly needsSuccess: boolean;
}

export const NEVER_PROVEN: Proof = { provenUrl: null, needsSuccess: false };

export interface StatusFacts {
  readonly look: Look;
  readonly before: Proof;
  /** The SCIM base URL that is meant now; null of an observed binding. */
  readonly url: string | null;
  /** Another URL is meant than at the last apply: what is saved may be for that one. */
  readonly isMoved: boolean;
  /** An apply shows it anew: that it counted as tested before is not enough. */
  readonly isInApply: boolean;
  readonly isByPerson: boolean;
  /** The reviewed configuration says that a person entered this token and saw it work. */
  readonly isConfirmed: boolean;
  /** The reviewed configuration says that nobody can test it. */
  readonly isUntestable: boolean;
}

export function statusOf(facts: StatusFacts): BindingStatus {
  const { look, url, isMoved, isInApply } = facts;
  if (look.found === "worked") return isMoved && !isInApply ? "unproven" : "tested";
  if (url === null) return OBSERVED[look.found];
  return facts.isByPerson ? byPerson(facts) : byProgram(facts);
}

/** No token is known: nothing was proven of one before. */
const OBSERVED = { refused: "rejected", silent: "unproven", unknown: "unknown" } as const;

function byPerson(facts: StatusFacts): BindingStatus {
  const { look, isInApply, isConfirmed } = facts;
  if (stillCounts(facts) && !isInApply) {
    return look.found === "refused" ? "rejected" : look.found === "silent" ? "tested" : "unknown";
  }
  return isConfirmed && !needsSuccess(facts) ? "tested" : "waiting";
}

function byProgram(facts: StatusFacts): BindingStatus {
  const { look, before, isInApply, isUntestable, isMoved } = facts;
  switch (look.found) {
    case "refused":
      return "rejected";
    case "silent":
      if (stillCounts(facts) && !isInApply) return "tested";
      return before.needsSuccess && !isInApply ? "rejected" : "unproven";
    case "unknown":
    case "worked": // answered before
      // A dead token does not come back, so a refusal outlives a vendor that cannot be asked.
      if (before.needsSuccess && !isMoved && !isInApply) return "rejected";
      return isUntestable ? "unproven" : "unknown";
  }
}

/** It was shown to work with the URL that is meant now, and nothing speaks against it since. */
function stillCounts({ before, url }: StatusFacts): boolean {
  return before.provenUrl !== null && before.provenUrl === url && !before.needsSuccess;
}

/**
 * True if only a success counts from now on. Where a person enters the token, a refusal from before
 * it was proven may be older than the entering; a program has written it before it is looked at.
 */
export function needsSuccess({
  look,
  before,
  isByPerson,
}: Pick<StatusFacts, "look" | "before" | "isByPerson">): boolean {
  const isCounted = !isByPerson || before.provenUrl !== null;
  return before.needsSuccess || (isCounted && look.found === "refused");
}

/** What is remembered after this look, for the next one. */
export function proofAfter(status: BindingStatus, facts: StatusFacts): Proof {
  return status === "tested"
    ? { provenUrl: facts.url, needsSuccess: false }
    : { provenUrl: facts.before.provenUrl, needsSuccess: needsSuccess(facts) };
}
