/** What a deploy would do, for a terminal. */
import type { BindingOutlook } from "../outlook/bindings";
import type { PlanError, PlanOutlook, Remark } from "../outlook/outlook";
import { nameAndPlace, unansweredInWords, unmanagedInWords } from "./finding-words";
import {
  actionInWords,
  expectedGapInWords,
  headlineInWords,
  statusInWords,
  stepsInWords,
  unrelatedInWords,
  whatRefuses,
  whatStops,
} from "./plan-words";
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

export function planText(outlook: PlanOutlook, terminal: Pick<Terminal, "paint">): string {
  const { tenant, headline, token } = outlook;
  const steps = stepsInWords(token.plan);
  const title =
    headline === "fail"
      ? `${tenant}: the plan failed; what a deploy would do is not known.`
      : `${tenant}: a deploy will ${headlineInWords(outlook)}.`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Why", token.plan.why ?? undefined],
    ["Not known", token.unanswered === null ? undefined : unansweredInWords(token.unanswered)],
    ["Refused", whatRefuses(outlook)],
    ["Stops working", whatStops(outlook)],
    ["Expected gap", expectedGapInWords(outlook)],
    ["Does not hold the token", unrelatedInWords(outlook)],
  ];
  return [
    terminal.paint(["bold", STYLES[headline]], title),
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name}: ${value}`])),
    ...section("Errors:", outlook.errors.flatMap(errorLines)),
    ...section(
      "Applications:",
      bindingLines(outlook.bindings.filter(({ action }) => action !== null)),
    ),
    ...section(
      "Other resources:",
      outlook.others.map(({ address, actions }) => `${address}: ${actions.join(", ")}`),
    ),
    ...section(
      "May hold the token too, and is not bound:",
      (outlook.unmanaged ?? []).map(unmanagedInWords).flatMap(remarkLines),
    ),
    ...section("Warnings:", outlook.warnings.flatMap(remarkLines)),
    ...section(
      steps.question ?? "The steps:",
      steps.lines.map(({ mark, text }) => `${mark} ${text}`),
    ),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function bindingLines(bindings: readonly BindingOutlook[]): string[] {
  const width = Math.max(0, ...bindings.map((each) => nameAndPlace(each).length));
  return bindings.flatMap((each) => [
    `${nameAndPlace(each).padEnd(width)}  ${statusInWords(each)}; ${actionInWords(each)}`,
    ...(each.status === "tested" || each.evidence === null ? [] : [`    ${each.evidence}`]),
    ...each.notes.map((note) => `    ${note}`),
    ...(each.untestable === null ? [] : [`    cannot be tested: ${each.untestable}`]),
  ]);
}

export function remarkLines({ summary, detail }: Remark): string[] {
  return [summary, ...detail.split("\n").filter((line) => line !== "")].map((line, index) =>
    index === 0 ? line : `  ${line}`,
  );
}

function errorLines({ todo, ...error }: PlanError): string[] {
  return [...remarkLines(error), ...(todo === null ? [] : [`  ${todo}`])];
}
