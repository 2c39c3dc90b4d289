/** Gaps and days left as people read them, the same in every subcommand. */
import type { BindingOutlook } from "../outlook/bindings";
import { counted, minuteOf } from "../terminal/time";
import type { Gap } from "../../provider/bindings/gap";

/** "12 to 15 s", "at least 12 s"; null: there was no rotation to measure. `stillOpen`: names of those that it does not count yet. */
export function gapInWords(gap: Gap | null, stillOpen: readonly string[] = []): string {
  const measured = measuredInWords(gap);
  return stillOpen.length === 0 ? measured : `${measured}; still open: ${stillOpen.join(", ")}`;
}

function measuredInWords(gap: Gap | null): string {
  if (gap === null) return "none measured";
  const { atLeast, atMost } = gap;
  if (atLeast === null) return atMost === null ? "unknown" : `at most ${durationInWords(atMost)}`;
  return atMost === null
    ? `at least ${durationInWords(atLeast)} (no deploy saw when the old token last worked)`
    : rangeInWords(atLeast, atMost);
}

/** "12 to 15 s", "90 s to 12 min" */
export function rangeInWords(atLeast: number, atMost: number): string {
  const [from, to] = [durationInWords(atLeast), durationInWords(atMost)];
  if (from === to) return to;
  const [unit] = / .*$/.exec(to) ?? [""];
  return `${from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`;
}

/** Seconds in the units that people say. */
export function durationInWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const hours = Math.round(seconds / 3600);
  if (seconds < 120) return `${seconds} s`;
  if (minutes < 120) return `${minutes} min`;
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** "expires in 12 days", "expires today", "expired 3 days ago". */
export function expiryInWords(daysLeft: number | null): string {
  if (daysLeft === null) return "its age is unknown, so nothing warns before it expires";
  if (daysLeft < 0) return `expired ${counted(-daysLeft, "day")} ago`;
  return daysLeft === 0 ? "expires today" : `expires in ${counted(daysLeft, "day")}`;
}

/** Undefined where no deploy saw it, and something else shows that it works: Okta's log, for one. */
export function lastPassedInWords({
  status,
  verifiedAt,
}: Pick<BindingOutlook, "status" | "verifiedAt">): string | undefined {
  if (verifiedAt !== null) return `A deploy last saw its test pass: ${minuteOf(verifiedAt)}`;
  return status === "tested" ? undefined : "No deploy has seen its test pass.";
}

/** With a capital at its beginning. */
export function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
