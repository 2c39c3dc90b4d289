import type { Terminal } from "../terminal/terminal";
import { counted } from "../terminal/time";

/** One thing that `doctor` looks at. */
export interface Check {
  /** What was looked at: "terraform", "reaching Druva". */
  readonly name: string;
  /** "problem": it will not work. "warning": it may not, or could not be told. "note": it works, with less. */
  readonly verdict: "fine" | "note" | "warning" | "problem";
  /** Never a secret. */
  readonly found: string;
  readonly todo: string | null;
}

export function fine(name: string, found: string): Check {
  return { name, verdict: "fine", found, todo: null };
}
export function note(name: string, found: string, todo: string): Check {
  return { name, verdict: "note", found, todo };
}
export function warning(name: string, found: string, todo: string): Check {
  return { name, verdict: "warning", found, todo };
}
export function problem(name: string, found: string, todo: string): Check {
  return { name, verdict: "problem", found, todo };
}

const STYLES = { fine: "green", note: "cyan", warning: "yellow", problem: "red" } as const;

export function checkText(
  { name, verdict, found, todo }: Check,
  { paint }: Pick<Terminal, "paint">,
): string {
  const indented = (text: string) => text.replaceAll("\n", "\n           ");
  const lines = [`${paint(STYLES[verdict], verdict.padEnd(8))} ${name}: ${indented(found)}`];
  if (todo !== null) lines.push(`           ${indented(todo)}`);
  return lines.join("\n");
}

/** What all checks come to, in one line. */
export function summaryText(checks: readonly Check[]): string {
  const count = (wanted: Check["verdict"]) =>
    checks.filter(({ verdict }) => verdict === wanted).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  const found = [
    ...(problems === 0 ? [] : [counted(problems, "problem")]),
    ...(warnings === 0 ? [] : [counted(warnings, "warning")]),
  ].join(" and ");
  if (problems > 0) return `${found}: a deploy will fail until the problems are fixed.`;
  return found === "" ? "No problem found." : `No problem, ${found}.`;
}
