/** The `timeouts` block: how long an operation may take, where it is not the resource's default. */
import { ProviderError } from "../../../provider/framework/diagnostics";

export interface Timeouts {
  readonly create: string | null;
  readonly delete: string | null;
  readonly read: string | null;
  readonly update: string | null;
}

const SECONDS = { h: 3600, m: 60, s: 1 };

/** Reads Go's notation: "5m", "1h30m", "90s". Throws a `ProviderError` for anything else. */
export function deadlineSeconds(
  timeouts: Partial<Timeouts> | null,
  operation: keyof Timeouts,
  defaultSeconds: number,
): number {
  const text = timeouts?.[operation] ?? null;
  if (text === null) return defaultSeconds;
  if (!/^(\d+(\.\d+)?[hms])+$/.test(text))
    throw new ProviderError({
      summary: "Invalid duration",
      detail: `Found ${JSON.stringify(text)}; expected hours, minutes and seconds such as "1h30m" or "90s".`,
      attribute: ["timeouts", operation],
    });
  let seconds = 0;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)([hms])/g))
    seconds += Number(number) * (unit === "h" ? SECONDS.h : unit === "m" ? SECONDS.m : SECONDS.s);
  return seconds;
}
