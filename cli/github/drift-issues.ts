/** A drift report as issues of the code host: one a kind and tenant, kept by itself. */
import type { CodeHost } from "./code-host";
import { type IssueWish, type KeptIssue, keepIssues } from "./issues";
import { type DriftFinding, type DriftReport, URGENCY_DAYS } from "../show/drift-report";
import { FINDING_KINDS, type FindingKind } from "../outlook/outlook";
import { tokenInWords } from "../show/drift-text";
import { FINDING_WORDS } from "../show/vocabulary";
import { escaped } from "../show/markdown";
import { counted } from "../terminal/time";

export async function keepDriftIssues(host: CodeHost, report: DriftReport): Promise<KeptIssue[]> {
  return keepIssues(host, { keys: judged(report).map(keyIn(report)), wishes: issueWishes(report) });
}

/**
 * One for each kind that has findings, and the one of kind "due" from 60 days before the token
 * expires, so that nobody is surprised.
 */
export function issueWishes(report: DriftReport): IssueWish[] {
  return FINDING_KINDS.flatMap((kind): IssueWish[] => {
    const findings = report.findings.filter((each) => each.kind === kind);
    const isAnnounced = kind === "due" && report.token.urgencyDays !== null;
    if (findings.length === 0 && !isAnnounced) return [];
    const { urgencyDays } = report.token;
    const isTimed = kind === "due" && urgencyDays !== null;
    return [
      {
        key: keyIn(report)(kind),
        title: titleOf(kind, report, findings),
        body: bodyOf(kind, report, findings),
        labels: [
          `druva-scim: ${kind}`,
          ...(isTimed ? [`druva-scim: ${counted(urgencyDays, "day")} left`] : []),
        ],
        urgency: isTimed ? URGENCY_DAYS.indexOf(urgencyDays) + 1 : 0,
      },
    ];
  });
}

/** While something could not be looked at, it is not known whether what was wrong there is over. */
function judged({ findings }: DriftReport): FindingKind[] {
  const has = (kind: FindingKind) => findings.some((each) => each.kind === kind);
  return FINDING_KINDS.filter(
    (kind) => !has("blind") || has(kind) || kind === "blind" || kind === "due",
  );
}

function keyIn({ tenant }: DriftReport) {
  return (kind: FindingKind) => `${tenant}/${kind}`;
}

function titleOf(
  kind: FindingKind,
  { tenant, token }: DriftReport,
  findings: readonly DriftFinding[],
): string {
  const of = `Druva SCIM of ${tenant}`;
  const places = findings.length === 1 ? "1 place" : `${findings.length} places`;
  switch (kind) {
    case "broken":
      return findings.some(({ subject }) => subject === "token")
        ? `${of} is broken: Druva rejects the token`
        : `${of} is broken in ${places}`;
    case "stopped":
      return `${of} works and does not run in ${places}`;
    case "drifted":
      return `${of} has drifted in ${places}`;
    case "waiting":
      return `${of} waits for a person in ${places}`;
    case "blind":
      return `${of} cannot be looked at in ${places}`;
    case "unproven":
      return `${of} is not proven to work in ${places}`;
    case "undated":
      return `${of}: nobody knows when the token expires`;
    case "due": {
      const { daysLeft, generation } = token;
      const which = generation === 0 ? "its token" : `the token of generation ${generation}`;
      if (daysLeft === null) return `${of}: ${which} is due`;
      return daysLeft < 0
        ? `${of}: ${which} has expired`
        : `${of}: ${counted(daysLeft, "day")} left for ${which}`;
    }
  }
}

function bodyOf(kind: FindingKind, report: DriftReport, findings: readonly DriftFinding[]): string {
  const announced =
    findings.length > 0
      ? []
      : [
          `Nothing has to be done yet: it is due from ${report.token.rotateAt?.slice(0, 10) ?? "an unknown day"} on.`,
        ];
  return [
    `**${kind}**: ${FINDING_WORDS[kind].meaning}.`,
    escaped(tokenInWords(report)),
    ...announced,
    told(findings)
      .map(({ what, todo }) => `- ${escaped(what)}\n  **To do:** ${escaped(todo)}`)
      .join("\n"),
    "<sub>`druva-scim drift` opened this; it keeps it up to date, and closes it when it is over.</sub>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Once Druva rejects the token, every binding is broken: they are a count, and the token leads. */
function told(findings: readonly DriftFinding[]): Pick<DriftFinding, "what" | "todo">[] {
  const ofToken = findings.filter(({ subject }) => subject === "token");
  const others = findings.filter(({ subject }) => subject !== "token");
  if (ofToken.length === 0 || !others.every(({ kind }) => kind === "broken")) return [...findings];
  const todos = [...new Set(others.map(({ todo }) => todo))];
  return [
    ...ofToken,
    ...todos.map((todo) => {
      const count = others.filter((each) => each.todo === todo).length;
      return { what: `${counted(count, "application")} cannot provision anybody.`, todo };
    }),
  ];
}
