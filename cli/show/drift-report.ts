/** What `drift` finds, for programs, issues and pull requests. */
import type { Finding, FindingKind, Outlook, Remark } from "../outlook/outlook";
import { untoldNotes, untoldWarnings } from "../outlook/findings";
import { EXIT, type ExitCode } from "../terminal/exit-codes";
import { sentence } from "./gap-and-expiry";
import { findingInWords, type FindingWords, nameAndPlace, unmanagedInWords } from "./finding-words";

export interface DriftFinding extends FindingWords {
  readonly kind: FindingKind;
  /** "token", "plan", "<kind>/<id>" of a binding, or Terraform's address of another resource. */
  readonly subject: string;
}

export interface DriftReport {
  /** Rises when a program that reads it would have to change. */
  readonly version: 1;
  readonly tenant: string;
  /** RFC 3339, by the clock in use (the sandbox moves its own). */
  readonly checkedAt: string;
  /** Null where nothing is wrong. */
  readonly worst: FindingKind | null;
  readonly exitCode: ExitCode;
  readonly token: {
    /** 0: only watched. */
    readonly generation: number;
    readonly fingerprint: string | null;
    /** RFC 3339; null: unknown, like what follows. */
    readonly rotateAt: string | null;
    readonly expiresAt: string | null;
    /** Whole days; negative afterwards. */
    readonly daysLeft: number | null;
    /** The smallest of 60, 30, 14, 7 and 1 days that is not below the days left. */
    readonly urgencyDays: UrgencyDays | null;
  };
  readonly findings: readonly DriftFinding[];
  /** Not wrong, and good to know: applications that are not bound, the provider's warnings. */
  readonly notes: readonly Remark[];
}

/** Each is more urgent than the one before. */
export const URGENCY_DAYS = [60, 30, 14, 7, 1] as const;
type UrgencyDays = (typeof URGENCY_DAYS)[number];

export function driftReport(outlook: Outlook): DriftReport {
  const { tenant, takenAt, worst, findings, bindings, unmanaged } = outlook;
  const { generation, fingerprint, rotateAt, expiresAt, daysLeft } = outlook.token;
  return {
    version: 1,
    tenant,
    checkedAt: takenAt.toISOString(),
    worst,
    exitCode: worst === null ? EXIT.fine : EXIT[worst],
    token: {
      generation,
      fingerprint,
      rotateAt: rotateAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      daysLeft,
      urgencyDays: urgencyOf(daysLeft),
    },
    findings: findings.map((finding) => {
      const { kind, subject } = finding;
      const { what, todo } = findingInWords(finding, outlook);
      const evidence = bindings.find(({ key }) => key === subject)?.evidence ?? null;
      const isShown = evidence !== null && SHOWN_BY_EVIDENCE.includes(finding.problem);
      return { kind, subject, what: isShown ? `${what} ${sentence(evidence)}.` : what, todo };
    }),
    notes: [
      ...(unmanaged ?? []).map(unmanagedInWords),
      ...bindings.flatMap((each) =>
        untoldNotes(each).map((detail) => ({ code: null, summary: nameAndPlace(each), detail })),
      ),
      ...untoldWarnings(outlook),
    ],
  };
}

/** Beside any other problem a binding's evidence would say something else. */
const SHOWN_BY_EVIDENCE: readonly Finding["problem"][] = [
  "binding rejected",
  "waiting",
  "not looked at",
  "not shown to work",
];

export function urgencyOf(daysLeft: number | null): UrgencyDays | null {
  if (daysLeft === null) return null;
  return URGENCY_DAYS.findLast((days) => daysLeft <= days) ?? null;
}
