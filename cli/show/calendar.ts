/** `druva-scim calendar`: the days on which tokens are due and expire, with alarms, as an .ics file. */
import { createEvents, type EventAttributes } from "ics";

import { DAY_MS, startOfDay } from "../../provider/rotation/schedule";
import { CliError } from "../terminal/cli-error";
import type { Outlook } from "../outlook/outlook";
import { dayOf } from "../terminal/time";

/** Of each tenant that is left out, why. */
export function withoutDays(outlooks: readonly Outlook[]): string[] {
  return outlooks
    .filter(({ token }) => token.expiresAt === null)
    .map(
      ({ tenant }) =>
        `The age of ${tenant}'s token is unknown, so it has no days in the calendar. Set issuedOn in the config to the day on which it was generated, or ask for a rotation.`,
    );
}

/** A day to be reminded of. */
interface TokenDay {
  readonly tenant: string;
  readonly kind: "due" | "expires";
  /** YYYY-MM-DD, in UTC. */
  readonly day: string;
  readonly generation: number;
  readonly fingerprint: string | null;
  /** Days before at which a calendar reminds. */
  readonly alarmDays: readonly number[];
}

/** None where the age is unknown. */
export function daysOf({ tenant, token }: Outlook): TokenDay[] {
  const { rotateAt, expiresAt, generation, fingerprint } = token;
  if (rotateAt === null || expiresAt === null) return [];
  const common = { tenant, generation, fingerprint };
  return [
    { ...common, kind: "due", day: dayOf(rotateAt), alarmDays: [14, 1] },
    { ...common, kind: "expires", day: dayOf(expiresAt), alarmDays: [60, 30, 14, 7, 1] },
  ];
}

/**
 * RFC 5545. A later file moves the events of an earlier one: their ids do not change. Throws a
 * CliError where there is no day.
 */
export function calendar(days: readonly TokenDay[], now: Date): string {
  if (days.length === 0) {
    throw new CliError("There is no day to put into a calendar: no token's age is known.");
  }
  const { error, value } = createEvents(
    days.map((day) => eventOf(day, now)),
    {
      productId: "cdktf-druva-scim",
      calName: "Druva SCIM tokens",
    },
  );
  if (error) throw error;
  return value ?? "";
}

function eventOf(
  { tenant, kind, day, generation, fingerprint, alarmDays }: TokenDay,
  now: Date,
): EventAttributes {
  const start = startOfDay(day);
  const title =
    kind === "due"
      ? `Druva SCIM token of ${tenant} is due for rotation`
      : `Druva SCIM token of ${tenant} expires`;
  const description =
    kind === "due"
      ? `Generation ${generation} (${fingerprint ?? "unknown"}). Ask for the next one: druva-scim request --tenant ${tenant}`
      : `Generation ${generation} (${fingerprint ?? "unknown"}). From then on nothing that holds it provisions users. Rotate before: druva-scim request --tenant ${tenant}`;
  return {
    uid: `${kind}.${tenant}@cdktf-druva-scim`,
    sequence: generation,
    lastModified: now.getTime(),
    title,
    description,
    start: dateArray(start),
    end: dateArray(new Date(start.getTime() + DAY_MS)),
    transp: "TRANSPARENT",
    busyStatus: "FREE",
    alarms: alarmDays.map((days) => ({
      action: "display",
      description: `${title} in ${days === 1 ? "a day" : `${days} days`}`,
      trigger: { days: days - 1, hours: 15, before: true }, // at nine in the morning
    })),
  };
}

function dateArray(date: Date): [number, number, number] {
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}
