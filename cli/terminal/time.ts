/** Days and counts as people read them, the same in every subcommand. */

/** 2027-01-31, in UTC. */
export function dayOf(date: Date | null): string {
  return date === null ? "unknown" : date.toISOString().slice(0, 10);
}

/** 2027-01-31 08:05 UTC. */
export function minuteOf(date: Date | null): string {
  return date === null ? "unknown" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
