/** What a preflight found, for a terminal. */
import type { TenantPreflight, Readiness } from "../outlook/preflight";
import type { Terminal } from "../terminal/terminal";

export function printPreflight(
  { consumers, findings, readiness, byHand }: TenantPreflight,
  { print, paint }: Pick<Terminal, "print" | "paint">,
): void {
  for (const { key, name, readiness: each, why } of consumers) {
    print(`${paint(COLORS[each], MARKS[each])}  ${name} (${key})`);
    if (why !== null) print(`  ${why}.`);
  }
  for (const { severity, message, todo } of findings) {
    const word = severity === "error" ? paint("red", "Error") : paint("yellow", "Warning");
    print(`\n${word}: ${message}.\n  ${todo}.`);
  }
  if (byHand.length > 0) {
    print("\nBy hand, right after the token is generated:");
    for (const step of byHand) print(`  ${step}`);
  }
  print(`\n${OUTCOMES[readiness]}`);
}

const MARKS: Readonly<Record<Readiness, string>> = {
  ready: "ready",
  "not proven": "not proven",
  "not ready": "NOT READY",
};
const COLORS: Readonly<Record<Readiness, "green" | "yellow" | "red">> = {
  ready: "green",
  "not proven": "yellow",
  "not ready": "red",
};
const OUTCOMES: Readonly<Record<Readiness, string>> = {
  ready:
    "Everything is ready for a new token. What was saved was saved once more, with the living token.",
  "not proven":
    "Nothing speaks against a new token, but it was not proven that everything above can take one: a rotation could leave it with a dead token.",
  "not ready": "Do not generate a token yet: the present one would stop working.",
};
