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
