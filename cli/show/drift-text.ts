/** A drift report for a terminal. */
import type { DriftReport } from "./drift-report";
import { FINDING_KINDS } from "../outlook/outlook";
import { remarkLines } from "./plan-text";
import { COLORS, FINDING_WORDS } from "./vocabulary";
import type { Terminal } from "../terminal/terminal";
import { counted } from "../terminal/time";

export function driftText(report: DriftReport, { paint }: Pick<Terminal, "paint">): string {
  const { tenant, worst, findings, notes } = report;
  const title =
    worst === null
      ? paint("green", `${tenant}: fine`)
      : paint(COLORS[FINDING_WORDS[worst].tone], `${tenant}: ${worst}`);
  return [
    `${title}. ${tokenInWords(report)}`,
    ...FINDING_KINDS.flatMap((kind) => {
      const found = findings.filter((each) => each.kind === kind);
      if (found.length === 0) return [];
      return [
        "",
        `${paint(COLORS[FINDING_WORDS[kind].tone], kind)} (${FINDING_WORDS[kind].meaning}):`,
        ...found.flatMap(({ what, todo }) => [`  ${what}`, `    ${todo}`]),
      ];
    }),
    ...(notes.length === 0 ? [] : ["", "Beside it:"]),
    ...notes.flatMap(remarkLines).map((line) => `  ${line}`),
  ].join("\n");
}

export function tokenInWords({ token }: DriftReport): string {
  const { generation, daysLeft, expiresAt } = token;
  const which = generation === 0 ? "The token that is watched" : `Generation ${generation}`;
  if (daysLeft === null || expiresAt === null) return `${which}; how old it is, is not known.`;
  const day = expiresAt.slice(0, 10);
  return daysLeft < 0
    ? `${which} expired on ${day} by the calendar.`
    : `${which}, ${counted(daysLeft, "day")} left (until ${day}).`;
}
