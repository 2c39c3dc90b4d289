/**
 * The gap: seconds from the death of the old token to the connection test that passed with the new
 * one. The old one died between its last success and the first success of the new one.
 */
import type { BindingStatus } from "./binding-status";

/** Seconds; null: unknown, or there was none. */
export interface Gap {
  readonly atMost: number | null;
  readonly atLeast: number | null;
}

const NO_GAP: Gap = { atMost: null, atLeast: null };

export interface GapFacts {
  readonly status: BindingStatus;
  readonly fingerprint: string | null;
  /** Of the same target before this apply; null where there was none. */
  readonly before: { readonly fingerprint: string | null; readonly gap: Gap } | null;
  /** This token was shown to work here before, by whatever evidence. */
  readonly wasProven: boolean;
  readonly oldTokenLastValidAt: Date | null;
  /** When Druva first answered 200 to the new one. */
  readonly provenAt: Date | null;
  readonly now: Date;
}

/**
 * A binding that held no token of ours before (a new one, or one that was only observed) has none.
 * It is measured once for each token: a later healing leaves it as it is. While a person is waited
 * for it grows: "at least" is known, "at most" is not.
 */
export function gapAfter(facts: GapFacts): Gap {
  const { status, fingerprint, before, wasProven, now } = facts;
  if (before === null || before.fingerprint === null) return NO_GAP;
  const isMeasured = wasProven || before.gap.atLeast === null;
  if (before.fingerprint === fingerprint && isMeasured) return before.gap;
  if (status !== "tested" && status !== "waiting") return NO_GAP;
  const atMost = secondsSince(facts.oldTokenLastValidAt, now);
  const atLeast = secondsSince(facts.provenAt, now);
  return {
    atMost: atMost === null || status === "waiting" ? null : Math.ceil(atMost),
    atLeast: atLeast === null ? null : Math.floor(atLeast),
  };
}

function secondsSince(instant: Date | null, now: Date): number | null {
  return instant === null ? null : Math.max(0, (now.getTime() - instant.getTime()) / 1000);
}
