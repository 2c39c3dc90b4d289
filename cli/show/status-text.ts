/** `status` as text: a block for each tenant. */
import type { Situation } from "../outlook/situation";
import type { BindingSituation } from "../outlook/binding-situation";
import type { TokenSituation } from "../outlook/token-situation";
import { BINDING_WORDS, COLORS, FINDING_WORDS, SOURCES, TOKEN_WORDS } from "./vocabulary";
import type { Terminal } from "../terminal/terminal";
import { expiryInWords, gapInWords, sentence } from "./gap-and-expiry";
import { counted, dayOf, minuteOf } from "../terminal/time";

type Painter = Pick<Terminal, "paint" | "isTTY" | "columns">;

export function statusText(situations: readonly Situation[], terminal: Painter): string {
  return situations.map((each) => tenantText(each, terminal)).join("\n\n");
}

function tenantText(situation: Situation, terminal: Painter): string {
  const { tenant, worst, token, bindings, unmanaged, warnings, lastGap, stillOpen } = situation;
  const { paint } = terminal;
  const identity =
    token.generation === 0
      ? "observed: the token itself is not known"
      : `generation ${token.generation} · ${token.fingerprint ?? "no fingerprint"}`;
  const lines = [
    `${paint(COLORS[worst === null ? "good" : FINDING_WORDS[worst].tone], `${tenant}: ${worst ?? "fine"}`)} · ${identity}`,
    ...(worst === null ? [] : [`  ${sentence(FINDING_WORDS[worst].meaning)}.`]),
    `  ${paint(COLORS[TOKEN_WORDS[token.status].tone], token.status)}: ${token.reason}`,
    ...bar(token, terminal),
    ...datesOf(token),
    `  Last gap: ${gapInWords(lastGap, stillOpen)}`,
    "",
    `  ${counted(bindings.length, "binding")}:`,
    ...withoutRepeats(bindings).flatMap((binding) => bindingLines(binding, terminal)),
    ...section("Not bound, and may hold the token", unmanaged, terminal),
    ...section("To know", warnings, terminal),
    "",
    `  ${SOURCES[situation.source]} ${minuteOf(situation.takenAt)}`,
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
  return [
    `  ${terminal.paint(COLORS[TOKEN_WORDS[status].tone], drawn)} ${counted(daysLeft, "day")} left`,
  ];
}

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
  const { tone, mark } = BINDING_WORDS[status];
  const called = name === id ? id : `${name} (${id})`;
  const since = verifiedAt === null ? "not yet" : minuteOf(verifiedAt);
  return [
    `  ${paint(COLORS[tone], `${mark} ${status.padEnd(8)}`)} ${kind} ${called}`,
    ...(evidence === null ? [] : [`             ${evidence}`]),
    `             Last proven by an apply: ${since}`,
    ...(problem === null ? [] : [`             ${paint("bold", sentence(problem))}`]),
    ...(todo === null ? [] : [`             ${paint("bold", "To do:")} ${todo}`]),
  ];
}

function section(
  title: string,
  items: readonly { readonly message: string; readonly todo: string | null }[],
  { paint }: Painter,
): string[] {
  if (items.length === 0) return [];
  return [
    "",
    `  ${title}:`,
    ...items.flatMap(({ message, todo }) => [
      `  ${paint("yellow", "!")} ${message}`,
      ...(todo === null ? [] : [`    ${paint("bold", "To do:")} ${todo}`]),
    ]),
  ];
}
