/** What a preflight found, for a terminal. */
import type { TenantPreflight, Readiness } from "../outlook/preflight";
import type { Terminal } from "../terminal/terminal";

export function preflightText(
  { consumers, findings, readiness, byHand }: TenantPreflight,
  { paint }: Pick<Terminal, "paint">,
): string {
  return [
    ...consumers.flatMap(({ key, name, readiness: each, why }) => [
      `${paint(COLORS[each], MARKS[each])}  ${name} (${key})`,
      ...(why === null ? [] : [`  ${why}.`]),
    ]),
    ...findings.map(({ severity, message, todo }) => {
      const word = severity === "error" ? paint("red", "Error") : paint("yellow", "Warning");
      return `\n${word}: ${message}.\n  ${todo}.`;
    }),
    ...(byHand.length === 0 ? [] : ["\nBy hand, right after the token is generated:"]),
    ...byHand.map((step) => `  ${step}`),
    `\n${OUTCOMES[readiness]}`,
  ].join("\n");
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
    "Everything is ready for a new token. What was saved was saved once more, with the current token.",
  "not proven":
    "Nothing speaks against a new token, but it was not proven that everything above can take one: a rotation could leave it with a dead token.",
  "not ready": "Do not generate a token yet: the present one would stop working.",
};
