/** `druva-scim calendar`: the days on which tokens are due and expire, with alarms, as an .ics file. */
import { createEvents, type EventAttributes } from "ics";
import { z } from "zod";

import { DAY_MS, startOfDay } from "../provider/rotation/schedule";
import { CliError } from "./cli-error";
import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { look } from "./look";
import type { Situation } from "./situation";
import { dayOf } from "./words";
import { openWorkspace } from "./workspace";
import { writeWhole } from "./write-file";

export const calendarOptions = globalOptions.extend({
  output: z.string().min(1, "a file's name is expected").optional(),
});

/** Only from state: a token's days do not depend on what anybody answers now. */
export async function runCalendar(
  { config, tenant, json, output }: z.output<typeof calendarOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const workspace = openWorkspace({ configFile: config, environment });
  const situations = await look(workspace, { tenant, isOffline: true, terminal, signal });
  for (const { tenant: name, token } of situations) {
    if (token.expiresAt === null) {
      terminal.remark(
        `The age of ${name}'s token is unknown, so it has no days in the calendar. Set issuedOn in the config to the day on which it was generated, or ask for a rotation.`,
      );
    }
  }
  const days = situations.flatMap(daysOf);
  if (json) {
    terminal.printJson({ events: days });
    return EXIT.fine;
  }
  if (days.length === 0) {
    throw new CliError("There is no day to put into a calendar: no token's age is known.");
  }
  const text = calendar(days, situations[0]?.takenAt ?? new Date());
  if (output === undefined) terminal.print(text);
  else {
    await writeWhole(output, text);
    terminal.remark(`Wrote ${output}`);
  }
  return EXIT.fine;
}

/** A day to be reminded of. */
export interface TokenDay {
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
export function daysOf({ tenant, token }: Situation): TokenDay[] {
  const { rotateAt, expiresAt, generation, fingerprint } = token;
  if (rotateAt === null || expiresAt === null) return [];
  const common = { tenant, generation, fingerprint };
  return [
    { ...common, kind: "due", day: dayOf(rotateAt), alarmDays: [14, 1] },
    { ...common, kind: "expires", day: dayOf(expiresAt), alarmDays: [60, 30, 14, 7, 1] },
  ];
}

/** RFC 5545. A later file moves the events of an earlier one: their ids do not change. */
export function calendar(days: readonly TokenDay[], now: Date): string {
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
