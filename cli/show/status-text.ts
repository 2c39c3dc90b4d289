/** `status` as text: a block for each tenant. */
import type { BindingStatus } from "../../provider/bindings/proof";
import type { Situation } from "../outlook/situation";
import type { BindingSituation } from "../outlook/binding-situation";
import type { TokenSituation } from "../outlook/token-situation";
import type { Terminal } from "../terminal/terminal";
import { expiryInWords, gapInWords, sentence } from "./words";
import { counted, dayOf, minuteOf } from "../terminal/time";

type Painter = Pick<Terminal, "paint" | "isTTY" | "columns">;

export function statusText(situations: readonly Situation[], terminal: Painter): string {
  return situations.map((each) => tenantText(each, terminal)).join("\n\n");
}

function tenantText(situation: Situation, terminal: Painter): string {
  const { tenant, token, bindings, unmanaged, warnings, lastGap, stillOpen } = situation;
  const { paint } = terminal;
  const identity =
    token.generation === 0
      ? "observed: the token itself is not known"
      : `generation ${token.generation} · ${token.fingerprint ?? "no fingerprint"}`;
  const lines = [
    `${paint("bold", tenant)} · ${identity}`,
    `  ${paint(colorOf(token.status), token.status)}: ${token.reason}`,
    ...bar(token, terminal),
    ...datesOf(token),
    `  Last gap: ${gapInWords(lastGap, stillOpen)}`,
    "",
    `  ${counted(bindings.length, "binding")}:`,
    ...withoutRepeats(bindings).flatMap((binding) => bindingLines(binding, terminal)),
    ...section("Not bound, and may hold the token", unmanaged, terminal),
    ...section("To know", warnings, terminal),
    "",
    `  ${situation.isLive ? "State and live answers" : "State alone; nobody was asked"}, ${minuteOf(situation.takenAt)}`,
  ];
  return lines.join("\n");
}

function datesOf({ issuedAt, rotateAt, expiresAt, ageDays, daysLeft }: TokenSituation): string[] {
  if (expiresAt === null) return [`  ${sentence(expiryInWords(null))}`];
  return [
    `  Issued ${dayOf(issuedAt)} (${counted(ageDays ?? 0, "day")} ago), due ${dayOf(rotateAt)}, ${expiryInWords(daysLeft)} (${dayOf(expiresAt)})`,
  ];
}

/** The part of its life that the token has behind it; for a person at a terminal. */
function bar({ ageDays, daysLeft, status }: TokenSituation, terminal: Painter): string[] {
  if (!terminal.isTTY || ageDays === null || daysLeft === null) return [];
  const width = Math.max(10, Math.min(50, terminal.columns - 30));
  const lifetime = Math.max(1, ageDays + daysLeft);
  const behind = Math.max(0, Math.min(width, Math.round((ageDays / lifetime) * width)));
  const drawn = "█".repeat(behind) + "░".repeat(width - behind);
  return [`  ${terminal.paint(colorOf(status), drawn)} ${counted(daysLeft, "day")} left`];
}

const MARKS: Readonly<Record<BindingStatus, string>> = {
  tested: "✔",
  rejected: "✖",
  unproven: "?",
  waiting: "…",
  unknown: "–",
};

/** Where hundreds could not be looked at for one reason, it is told once. */
function withoutRepeats(bindings: readonly BindingSituation[]): BindingSituation[] {
  const first = new Map<string, BindingSituation>();
  return bindings.map((binding) => {
    const { status, problem } = binding;
    if (status !== "unknown" || problem === null) return binding;
    const told = first.get(problem);
    if (told === undefined) first.set(problem, binding);
    return told === undefined
      ? { ...binding, evidence: null }
      : { ...binding, evidence: null, problem: `for the same reason as ${told.name}`, todo: null };
  });
}

function bindingLines(binding: BindingSituation, { paint }: Painter): string[] {
  const { kind, id, name, status, evidence, verifiedAt, problem, todo } = binding;
  const called = name === id ? id : `${name} (${id})`;
  const since = verifiedAt === null ? "not yet" : minuteOf(verifiedAt);
  return [
    `  ${paint(colorOf(status), `${MARKS[status]} ${status.padEnd(8)}`)} ${kind} ${called}`,
    ...(evidence === null ? [] : [`             ${evidence}`]),
    `             Last proven by an apply: ${since}`,
    ...(problem === null ? [] : [`             ${paint("bold", sentence(problem))}`]),
    ...(todo === null ? [] : [`             ${paint("bold", "To do:")} ${todo}`]),
  ];
}

function section(
  title: string,
  items: readonly { readonly message: string; readonly todo: string }[],
  { paint }: Painter,
): string[] {
  if (items.length === 0) return [];
  return [
    "",
    `  ${title}:`,
    ...items.flatMap(({ message, todo }) => [
      `  ${paint("yellow", "!")} ${message}`,
      `    ${paint("bold", "To do:")} ${todo}`,
    ]),
  ];
}

function colorOf(status: TokenSituation["status"] | BindingStatus): "green" | "yellow" | "red" {
  switch (status) {
    case "valid":
    case "tested":
      return "green";
    case "expired":
    case "rejected":
      return "red";
    case "due":
    case "unproven":
    case "observed":
    case "waiting":
    case "unknown":
      return "yellow";
  }
}
