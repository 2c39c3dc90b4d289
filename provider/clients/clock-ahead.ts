/**
 * How many milliseconds the other side's clock is ahead of this machine's, as little as its Date
 * header allows: it counts whole seconds, and was written between the question and the answer. 0
 * without one; negative where this machine is ahead.
 */
export function clockAheadMs(
  date: string | undefined,
  askedMs: number,
  answeredMs: number,
): number {
  const from = Date.parse(date ?? "");
  if (Number.isNaN(from)) return 0;
  const to = from + 1000;
  if (from > answeredMs) return from - answeredMs;
  return to < askedMs ? to - askedMs : 0;
}
