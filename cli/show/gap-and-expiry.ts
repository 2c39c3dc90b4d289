/** Gaps and days left as people read them, the same in every subcommand. */
import { counted } from "../terminal/time";
import type { Gap } from "../outlook/binding-situation";

/** "12 to 15 s", "at least 12 s"; null: there was no rotation to measure. */
/** `stillOpen`: names of those that it does not count yet. */
export function gapInWords(gap: Gap | null, stillOpen: readonly string[] = []): string {
  const measured = measuredInWords(gap);
  return stillOpen.length === 0 ? measured : `${measured}; still open: ${stillOpen.join(", ")}`;
}

function measuredInWords(gap: Gap | null): string {
  if (gap === null) return "none measured";
  const { atLeast, atMost } = gap;
  if (atLeast === null) return atMost === null ? "unknown" : `at most ${seconds(atMost)}`;
  if (atMost === null)
    return `at least ${seconds(atLeast)} (no deploy saw when the old token last worked, so "at most" is not known)`;
  return atLeast === atMost ? seconds(atMost) : `${atLeast} to ${seconds(atMost)}`;
}

function seconds(count: number): string {
  const minutes = Math.round(count / 60);
  const hours = Math.round(count / 3600);
  if (count < 120) return `${count} s`;
  if (minutes < 120) return `${count} s (${minutes} min)`;
  return hours < 48 ? `${count} s (${hours} h)` : `${count} s (${Math.round(hours / 24)} days)`;
}

/** "expires in 12 days", "expires today", "expired 3 days ago". */
export function expiryInWords(daysLeft: number | null): string {
  if (daysLeft === null) return "its age is unknown, so nothing warns before it expires";
  if (daysLeft < 0) return `expired ${counted(-daysLeft, "day")} ago`;
  return daysLeft === 0 ? "expires within a day" : `expires in ${counted(daysLeft, "day")}`;
}

/** With a capital at its beginning. */
export function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
