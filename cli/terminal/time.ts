/** Days and counts as people read them, the same in every subcommand. */
import { DAY_MS } from "../../provider/rotation/schedule";

/** 2027-01-31, in UTC. */
export function dayOf(date: Date | null): string {
  return date === null ? "unknown" : date.toISOString().slice(0, 10);
}

/** 2027-01-31 08:05 UTC. */
export function minuteOf(date: Date | null): string {
  return date === null ? "unknown" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Days of the calendar, in UTC, whatever the hour: as a person counts from a date to another one. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor(to.getTime() / DAY_MS) - Math.floor(from.getTime() / DAY_MS);
}

export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
