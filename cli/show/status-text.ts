/** `status` as text: a block for each tenant. */
import type { BindingOutlook } from "../outlook/bindings";
import { untoldNotes, untoldWarnings } from "../outlook/findings";
import { type Finding, type Outlook } from "../outlook/outlook";
import type { TokenOutlook } from "../outlook/token";
import { BINDING_WORDS, COLORS, FINDING_WORDS, SOURCES, TOKEN_WORDS } from "./vocabulary";
import type { Terminal } from "../terminal/terminal";
import { findingInWords, unmanagedInWords, whatDriftExitsWith } from "./finding-words";
import { expiryInWords, gapInWords, lastPassedInWords, sentence } from "./gap-and-expiry";
import { remarkLines } from "./plan-text";
import { counted, dayOf, minuteOf } from "../terminal/time";

type Painter = Pick<Terminal, "paint" | "isTTY" | "columns">;

export function statusText(outlooks: readonly Outlook[], terminal: Painter): string {
  return outlooks.map((each) => tenantText(each, terminal)).join("\n\n");
}

function tenantText(outlook: Outlook, terminal: Painter): string {
  const { tenant, worst, token, bindings, findings } = outlook;
  const { paint } = terminal;
  const identity =
    token.generation === 0
      ? "observed: the token itself is not known"
      : `generation ${token.generation} · ${token.fingerprint ?? "no fingerprint"}`;
  const wordsOf = (finding: Finding, who?: string) => {
    const { what, todo } = findingInWords(finding, outlook, who);
    return { what, todos: todo === "" ? [] : [`${paint("bold", "To do:")} ${todo}`] };
  };
  const told = toldBy(bindings);
  const ofKeys = new Set<string>(bindings.map(({ key }) => key));
  const others = findings.filter(({ subject }) => !ofKeys.has(subject));
  return [
    `${paint(COLORS[worst === null ? "good" : FINDING_WORDS[worst].tone], `${tenant}: ${worst ?? "fine"}`)} · ${identity}`,
    ...(worst === null ? [] : [`  ${sentence(FINDING_WORDS[worst].meaning)}.`]),
    `  ${paint(COLORS[TOKEN_WORDS[token.status].tone], token.status)}: ${token.reason}`,
    ...bar(token, terminal),
    ...datesOf(token),
    `  Last gap: ${gapInWords(outlook.lastGap, outlook.stillOpen)}`,
    ...section(
      "What is wrong",
      others.map((each) => {
        const { what, todos } = wordsOf(each);
        return [...what.split("\n"), ...todos];
      }),
      terminal,
    ),
    "",
    `  ${counted(bindings.length, "binding")}:`,
    ...bindings.flatMap((binding) => {
      const other = told.get(binding.key);
      const evidence = other === undefined ? binding.evidence : `for the same reason as ${other}`;
      return [
        ...bindingLines({ ...binding, evidence }, terminal),
        ...findings
          .filter(({ subject }) => subject === binding.key)
          .flatMap((each) => {
            const { what, todos } = wordsOf(each, "it");
            return [paint("bold", sentence(what)), ...(other === undefined ? todos : [])];
          })
          .map((line) => `             ${line}`),
      ];
    }),
    ...section(
      "Not bound, and may hold the token",
      (outlook.unmanaged ?? []).map(unmanagedInWords).map(remarkLines),
      terminal,
    ),
    ...section("To know", untoldWarnings(outlook).map(remarkLines), terminal),
    "",
    `  ${SOURCES[outlook.source]} ${minuteOf(outlook.takenAt)}`,
    ...(worst === null ? [] : [`  ${sentence(whatDriftExitsWith(worst, outlook))}`]),
  ].join("\n");
}

function datesOf({ issuedAt, rotateAt, expiresAt, ageDays, daysLeft }: TokenOutlook): string[] {
  if (expiresAt === null) return [`  ${sentence(expiryInWords(null))}`];
  return [
    `  Issued ${dayOf(issuedAt)} (${counted(ageDays ?? 0, "day")} ago), due ${dayOf(rotateAt)}, ${expiryInWords(daysLeft)} (${dayOf(expiresAt)})`,
  ];
}

/** The part of its life that the token has behind it; for a person at a terminal. */
function bar({ ageDays, daysLeft, status }: TokenOutlook, terminal: Painter): string[] {
  if (!terminal.isTTY || ageDays === null || daysLeft === null) return [];
  const width = Math.max(10, Math.min(50, terminal.columns - 30));
  const lifetime = Math.max(1, ageDays + daysLeft);
  const behind = Math.max(0, Math.min(width, Math.round((ageDays / lifetime) * width)));
  const drawn = "█".repeat(behind) + "░".repeat(width - behind);
  return [
    `  ${terminal.paint(COLORS[TOKEN_WORDS[status].tone], drawn)} ${counted(daysLeft, "day")} left`,
  ];
}

/**
 * Where hundreds could not be looked at for one reason, the reason and its to-do are told once: by
 * each other one's key the name of the binding that tells them.
 */
function toldBy(bindings: readonly BindingOutlook[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const others = new Map<string, string>();
  for (const { status, evidence, name, key } of bindings) {
    if (status !== "unknown" || evidence === null) continue;
    const told = first.get(evidence);
    if (told === undefined) first.set(evidence, name);
    else others.set(key, told);
  }
  return others;
}

function bindingLines(binding: BindingOutlook, { paint }: Painter): string[] {
  const { kind, id, name, status, evidence } = binding;
  const { tone, mark } = BINDING_WORDS[status];
  const called = name === id ? id : `${name} (${id})`;
  const passed = lastPassedInWords(binding);
  return [
    `  ${paint(COLORS[tone], `${mark} ${status.padEnd(8)}`)} ${kind} ${called}`,
    ...[
      ...(evidence === null ? [] : [evidence]),
      ...untoldNotes(binding),
      ...(passed === undefined ? [] : [passed]),
    ].map((line) => `             ${line}`),
  ];
}

/** Items of one line or more. */
function section(
  title: string,
  items: readonly (readonly string[])[],
  { paint }: Painter,
): string[] {
  if (items.length === 0) return [];
  return [
    "",
    `  ${title}:`,
    ...items.flatMap(([first = "", ...rest]) => [
      `  ${paint("yellow", "!")} ${first}`,
      ...rest.map((line) => `    ${line}`),
    ]),
  ];
}
