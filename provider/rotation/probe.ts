/** What the rules know of Druva: its answer to one token. Who asks is not their business. */

/**
 * "accepted": 200. "rejected": 401. "refused": 403, no verdict by itself. "unreachable": anything
 * else, which says nothing about the token.
 */
export const ANSWERS = ["accepted", "rejected", "refused", "unreachable"] as const;

export interface Probe {
  readonly verdict: (typeof ANSWERS)[number];
  /** The verdict in words; never a secret. */
  readonly message: string;
  /** When the answer came. */
  readonly at: Date;
  /** How far this machine's clock is ahead of the other side's; negative where it is behind. */
  readonly clockAheadMs?: number;
}

/** What is remembered of a probe: only 200 and 401 are verdicts. */
export const VERDICTS = ["accepted", "rejected", "none"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A dead token does not come back, so a rejection outlives an answer that says nothing. */
export function verdictOf(probe: Probe, before: Verdict): Verdict {
  if (probe.verdict === "accepted" || probe.verdict === "rejected") return probe.verdict;
  return before === "rejected" ? "rejected" : "none";
}
