/** What interrupted rotations have left behind, for a terminal and for programs. */
import type { JournalEntry, Recovery } from "../workspace/journal";
import { minuteOf } from "../terminal/time";

export function entryText({ tenant, stage, fingerprint, at, file, problem }: JournalEntry): string {
  const which = fingerprint === null ? "" : ` ${fingerprint}`;
  const when = at === null ? (problem ?? "") : minuteOf(at);
  return `${tenant}: ${stage}${which}, ${when} (${file})`;
}

/** Without the token. */
export function entryJson({ token, ...entry }: JournalEntry) {
  return { ...entry, holdsToken: token !== null };
}

export function recoveryText({ entry, finding, todo }: Recovery): string {
  return [entryText(entry), `  ${finding}`, `  ${todo}`].join("\n");
}

export function recoveryJson({ entry, probe, finding, todo }: Recovery) {
  return { ...entryJson(entry), verdict: probe?.verdict ?? null, finding, todo };
}
