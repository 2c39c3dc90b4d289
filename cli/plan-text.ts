/** A plan's summary for a terminal. */
import type { Failure, PlannedBinding, Remark, Summary } from "./plan-summary";
import {
  actionInWords,
  foundInWords,
  gapInWords,
  headlineInWords,
  VENDOR,
  whatStops,
} from "./plan-words";
import type { Terminal } from "./terminal";

const STYLES = {
  fail: "red",
  remove: "red",
  rotate: "yellow",
  "take over": "yellow",
  heal: "yellow",
  bind: "cyan",
  release: "yellow",
  wait: "cyan",
  change: "cyan",
  nothing: "green",
} as const;

export function planText(summary: Summary, terminal: Pick<Terminal, "paint">): string {
  const { tenant, headline, token } = summary;
  const title =
    headline === "fail"
      ? `${tenant}: the plan failed; what a deploy would do is not known.`
      : `${tenant}: a deploy will ${headlineInWords(summary)}.`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Why", token.endsOrTakesOver ? (token.reason ?? undefined) : undefined],
    ["Stops working", whatStops(summary)],
    ["Expected gap", gapInWords(summary)],
  ];
  return [
    terminal.paint(["bold", STYLES[headline]], title),
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name}: ${value}`])),
    ...section("Errors", summary.errors.flatMap(errorLines)),
    ...section("Applications", bindingLines(summary.bindings)),
    ...section(
      "Other resources",
      summary.others.map(({ address, actions }) => `${address}: ${actions.join(", ")}`),
    ),
    ...section("Not tested in this plan", summary.untested.flatMap(remarkLines)),
    ...section("May hold the token too, and is not bound", summary.unmanaged.flatMap(remarkLines)),
    ...section("Warnings", summary.warnings.flatMap(remarkLines)),
    ...section("The steps", announcementLines(summary)),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function bindingLines(bindings: readonly PlannedBinding[]): string[] {
  const width = Math.max(0, ...bindings.map((each) => labelOf(each).length));
  return bindings.flatMap((each) => [
    `${labelOf(each).padEnd(width)}  ${foundInWords(each)}; ${actionInWords(each)}`,
    ...(each.why === null || each.found === "not looked at" ? [] : [`    ${each.why}`]),
    ...(each.untestable === null ? [] : [`    never tested: ${each.untestable}`]),
  ]);
}

function labelOf({ kind, name }: PlannedBinding): string {
  return `${name} (${VENDOR[kind]})`;
}

function remarkLines({ summary, detail }: Remark): string[] {
  return [summary, ...detail.split("\n").filter((line) => line !== "")].map((line, index) =>
    index === 0 ? line : `  ${line}`,
  );
}

function errorLines({ todo, ...error }: Failure): string[] {
  return [...remarkLines(error), ...(todo === null ? [] : [`  ${todo}`])];
}

/** The part that a person has to do; the rest is said above. */
function announcementLines({ announcement }: Summary): string[] {
  const lines = announcement?.detail.split("\n") ?? [];
  const from = lines.findIndex((line) =>
    /^(To hand a new token over|Set \w+ to the token)/.test(line),
  );
  return from === -1 ? [] : lines.slice(from);
}
