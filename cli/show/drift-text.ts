/** A drift report for a terminal. */
import { DRIFT_KINDS, type DriftKind, type DriftReport } from "../outlook/drift-report";
import type { Terminal } from "../terminal/terminal";

const STYLES: Readonly<Record<DriftKind, "red" | "yellow" | "magenta" | "cyan">> = {
  broken: "red",
  stopped: "red",
  drifted: "yellow",
  waiting: "cyan",
  blind: "magenta",
  unproven: "magenta",
  due: "cyan",
};

/** One sentence a kind, for those who see the word for the first time. */
export const KIND_IN_WORDS: Readonly<Record<DriftKind, string>> = {
  broken: "dead: users are not provisioned from there until it is fixed",
  stopped: "the token works, and users are not provisioned: the job does not run",
  drifted: "not as the config says: a deploy puts it right",
  waiting: "a person has still to enter the token, or to show that it works there",
  blind: "could not be looked at: how it stands is not known",
  unproven: "nothing shows that it works, and nobody can test it",
  due: "the token has to be rotated before it expires",
};

export function driftText(report: DriftReport, { paint }: Pick<Terminal, "paint">): string {
  const { tenant, worst, findings, notes } = report;
  const title =
    worst === null
      ? paint("green", `${tenant}: fine`)
      : paint(STYLES[worst], `${tenant}: ${worst}`);
  return [
    `${title}. ${tokenInWords(report)}`,
    ...DRIFT_KINDS.flatMap((kind) => {
      const found = findings.filter((each) => each.kind === kind);
      if (found.length === 0) return [];
      return [
        "",
        `${paint(STYLES[kind], kind)} (${KIND_IN_WORDS[kind]}):`,
        ...found.flatMap(({ what, todo }) => [`  ${what}`, `    ${todo}`]),
      ];
    }),
    ...(notes.length === 0 ? [] : ["", "Beside it:"]),
    ...notes.flatMap(({ summary, detail }) => [`  ${summary}`, ...indented(detail)]),
  ].join("\n");
}

export function tokenInWords({ token }: DriftReport): string {
  const { generation, daysLeft, expiresAt } = token;
  if (generation === 0) return "Only watched: the token is not known.";
  if (daysLeft === null || expiresAt === null) {
    return `Generation ${generation}; how old it is, is not known.`;
  }
  const day = expiresAt.slice(0, 10);
  return daysLeft < 0
    ? `Generation ${generation} expired on ${day} by the calendar.`
    : `Generation ${generation}, ${days(daysLeft)} left (until ${day}).`;
}

export function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

function indented(text: string): string[] {
  return text === "" ? [] : text.split("\n").map((line) => `    ${line}`);
}
