/** When a token is due and when it expires. Pure: the present is a parameter. */
import { DAY_MS } from "../../constructs/rules/day";

export { DAY_MS };

export const MODES = ["reviewed", "automatic"] as const;

export interface Policy {
  readonly lifetimeDays: number;
  readonly rotateBeforeDays: number;
  readonly mode: (typeof MODES)[number];
}

/** Druva's tokens live 365 days, by its own help article. */
export const DEFAULT_POLICY: Policy = {
  lifetimeDays: 365,
  rotateBeforeDays: 30,
  mode: "reviewed",
};

export interface Schedule {
  readonly expiresAt: Date;
  /** From then on the token is due. */
  readonly rotateAt: Date;
}

/** Unknown age (null): no schedule; nothing is guessed. */
export function scheduleOf(issuedAt: Date | null, policy: Policy): Schedule | null {
  if (issuedAt === null) return null;
  const expiresAt = addDays(issuedAt, policy.lifetimeDays);
  return { expiresAt, rotateAt: addDays(expiresAt, -policy.rotateBeforeDays) };
}

export const CLOCK_VERDICTS = ["due", "expired"] as const;
/** Null while there is nothing to say, or nothing known. */
export type ClockVerdict = (typeof CLOCK_VERDICTS)[number] | null;

export function clockVerdict(schedule: Schedule | null, now: Date): ClockVerdict {
  if (schedule === null) return null;
  if (now >= schedule.expiresAt) return "expired";
  if (now >= schedule.rotateAt) return "due";
  return null;
}

/**
 * From when a token that was handed over for a request can be counted: "approve first, generate
 * last", so not before the request's day, and not while the old token was still seen to work. A
 * lower bound, so that a token is called due too early rather than too late.
 */
export function earliestIssue(
  requestDate: string,
  oldTokenLastValidAt: Date | null,
  now: Date,
): Date {
  const bounds = [startOfDay(requestDate), ...(oldTokenLastValidAt ? [oldTokenLastValidAt] : [])];
  const latest = Math.max(...bounds.map((each) => each.getTime()));
  return new Date(Math.min(latest, now.getTime())); // a request dated tomorrow must not gain a day
}

/** Of a day as YYYY-MM-DD, in UTC. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Whether it is a day of the calendar as YYYY-MM-DD: 2027-02-29 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = startOfDay(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}
