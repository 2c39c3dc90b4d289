/** A plan's summary for a terminal. */
import type { PlanFailure, PlannedBinding, Remark, Summary } from "../outlook/plan-summary";
import { actionInWords, expectedGapInWords, statusInWords, whatStops } from "./plan-words";
import { headlineInWords, unansweredInWords, unmanagedInWords, VENDOR } from "../outlook/words";
import type { Terminal } from "../terminal/terminal";

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
    ["Not known", token.unanswered === null ? undefined : unansweredInWords(token.unanswered)],
    ["Stops working", whatStops(summary)],
    ["Expected gap", expectedGapInWords(summary)],
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
    ...section(
      "May hold the token too, and is not bound",
      (summary.unmanaged ?? []).map(unmanagedInWords).flatMap(remarkLines),
    ),
    ...section("Warnings", summary.warnings.flatMap(remarkLines)),
    ...section(
      "The steps",
      token.steps.map((step, index) => `${index + 1}. ${step}`),
    ),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function bindingLines(bindings: readonly PlannedBinding[]): string[] {
  const width = Math.max(0, ...bindings.map((each) => labelOf(each).length));
  return bindings.flatMap((each) => [
    `${labelOf(each).padEnd(width)}  ${statusInWords(each)}; ${actionInWords(each)}`,
    ...(each.status === "tested" || each.evidence === null ? [] : [`    ${each.evidence}`]),
    ...each.notes.map((note) => `    ${note}`),
    ...(each.untestable === null ? [] : [`    cannot be tested: ${each.untestable}`]),
  ]);
}

function labelOf({ kind, name }: PlannedBinding): string {
  return `${name} (${VENDOR[kind]})`;
}

function remarkLines({ summary, detail }: Omit<Remark, "code">): string[] {
  return [summary, ...detail.split("\n").filter((line) => line !== "")].map((line, index) =>
    index === 0 ? line : `  ${line}`,
  );
}

function errorLines({ todo, ...error }: PlanFailure): string[] {
  return [...remarkLines(error), ...(todo === null ? [] : [`  ${todo}`])];
}
