/** A day in milliseconds. */
export const DAY_MS = 24 * 60 * 60 * 1000;

/** `day` is YYYY-MM-DD. A day's grace: somewhere it is tomorrow already. */
export function isInTheFuture(day: string, now: Date): boolean {
  return Date.parse(day) > now.getTime() + DAY_MS;
}
