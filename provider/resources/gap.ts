/**
 * The gap: seconds from the death of the old token to the connection test that passed with the new
 * one. The old one died somewhere between its last success and the first success of the new one.
 */
import type { State } from "../framework/schema";
import type { connectionTestCommonFields } from "./connection-test.fields";

type Common = State<typeof connectionTestCommonFields>;
export type Gap = Pick<Common, "gap_seconds" | "gap_seconds_at_least">;

const none: Gap = { gap_seconds: null, gap_seconds_at_least: null };

/**
 * `prior` is the state before of the same target, `wasProven` whether this token was ever shown to
 * work there, by whatever evidence.
 *
 * There is none for a binding that held no token of ours before (a new one, or one that was only
 * observed), and it is measured once for each token: a later healing leaves it as it is. While a
 * person is waited for it grows: "at least" is known, "at most" is not.
 */
export function gapAfter(
  status: "tested" | "waiting" | "unproven",
  args: Common,
  prior: Common | null,
  wasProven: boolean,
  now: Date,
): Gap {
  if (prior === null || prior.fingerprint === null) return none;
  const isMeasured = wasProven || prior.gap_seconds_at_least === null;
  if (prior.fingerprint === args.fingerprint && isMeasured) {
    const { gap_seconds, gap_seconds_at_least } = prior;
    return { gap_seconds, gap_seconds_at_least };
  }
  if (status === "unproven") return none;
  const atMost = secondsSince(args.old_token_last_valid_at, now);
  const atLeast = secondsSince(args.proven_at, now);
  return {
    gap_seconds: atMost === null || status === "waiting" ? null : Math.ceil(atMost),
    gap_seconds_at_least: atLeast === null ? null : Math.floor(atLeast),
  };
}

function secondsSince(instant: string | null, now: Date): number | null {
  return instant === null ? null : Math.max(0, (now.getTime() - Date.parse(instant)) / 1000);
}
