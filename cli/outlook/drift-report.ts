/** What a nightly look finds, sorted by what has to be done about it. Pure. */
import { EXIT, type ExitCode } from "../terminal/exit-codes";
import { type FindingKind, kindOfBinding, stopsOf, worstOf } from "./finding-kinds";
import type { PlannedBinding, Remark, Summary } from "./plan-summary";
import { daysLeftOf } from "./token-situation";
import { START_JOB, headlineInWords, unansweredInWords, unmanagedInWords, VENDOR } from "./words";
import type { TokenState } from "../terraform/tenant-state";

export interface DriftFinding {
  readonly kind: FindingKind;
  /** "token", "plan", "<kind>/<id>" of a binding, or Terraform's address of another resource. */
  readonly subject: string;
  /** In words. */
  readonly what: string;
  readonly todo: string;
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

export interface DriftFacts {
  readonly summary: Summary;
  /** As the plan refreshed it; as it was last saved where the plan failed. */
  readonly token: TokenState;
  readonly now: Date;
}

/** Each is more urgent than the one before. */
export const URGENCY_DAYS = [60, 30, 14, 7, 1] as const;
export type UrgencyDays = (typeof URGENCY_DAYS)[number];

export function driftReport({ summary, token, now }: DriftFacts): DriftReport {
  const findings = [
    ...planErrors(summary),
    ...tokenFindings(summary),
    ...summary.bindings.flatMap((each) => standing(each, summary)),
    ...outstanding(summary),
    ...soonDue(token, now),
  ];
  const worst = worstOf(findings.map(({ kind }) => kind));
  const daysLeft = daysLeftOf(token, now);
  return {
    version: 1,
    tenant: summary.tenant,
    checkedAt: now.toISOString(),
    worst,
    exitCode: worst === null ? EXIT.fine : EXIT[worst],
    token: {
      generation: token.generation,
      fingerprint: token.fingerprint,
      rotateAt: token.rotateAt?.toISOString() ?? null,
      expiresAt: token.expiresAt?.toISOString() ?? null,
      daysLeft,
      urgencyDays: urgencyOf(daysLeft),
    },
    findings,
    notes: [
      ...(summary.unmanaged ?? []).map((each) => ({ code: null, ...unmanagedInWords(each) })),
      ...summary.bindings.flatMap(notesOn),
      ...warningsIn(summary),
    ],
  };
}

/** Those that no finding tells. */
export function warningsIn({ warnings }: Summary): Remark[] {
  return warnings.filter(({ code }) => code === null || !BY_THE_CLOCK.includes(code));
}

/** A finding says it, and when exactly. */
const BY_THE_CLOCK: readonly string[] = ["token-due", "token-expired"];

export function urgencyOf(daysLeft: number | null): UrgencyDays | null {
  if (daysLeft === null) return null;
  return URGENCY_DAYS.findLast((days) => daysLeft <= days) ?? null;
}

function planErrors({ errors }: Summary): DriftFinding[] {
  return errors.map(({ summary, detail, todo }) => ({
    kind: "blind",
    subject: "plan",
    what: `The plan failed, so nothing could be compared: ${[summary, detail].filter((part) => part !== "").join(". ")}`,
    todo: todo ?? "Fix the error above.",
  }));
}

function tokenFindings({ token }: Summary): DriftFinding[] {
  const { status, unanswered, generationBefore, variable } = token;
  if (status === "rejected") {
    return [
      {
        kind: "broken",
        subject: "token",
        what: `Druva rejects the token of generation ${generationBefore ?? 0}. Probably somebody generated another one.`,
        todo: `Hand over the token that was generated last (${variable ?? "DRUVA_SCIM_TOKEN"}) and deploy: it is taken over, and none is issued.`,
      },
    ];
  }
  if (unanswered === null) return [];
  return [
    {
      kind: "blind",
      subject: "token",
      what: `It is not known ${unansweredInWords(unanswered)}`,
      todo: "Look again when Druva answers.",
    },
  ];
}

/** How a binding stands, whatever a deploy would do to it. */
function standing(binding: PlannedBinding, { token }: Summary): DriftFinding[] {
  const { key, what: planned, status, evidence, notes, untestable } = binding;
  if (planned === "release") return [];
  const label = labelOf(binding);
  const kind = status && kindOfBinding(status, binding);
  if (kind === null) return [];
  const finding = (what: string, todo: string): DriftFinding[] => [
    { kind, subject: key, what, todo },
  ];
  const told = evidence === null ? "" : ` ${evidence}.`;
  switch (status) {
    case "rejected":
      return finding(
        `${label} holds a token that does not work.${told}`,
        healing(binding, token.status === "rejected"),
      );
    case "waiting":
      // What confirms it is outstanding.
      if (planned === "confirm") return [];
      return finding(`${label} waits for a person.${told}`, notes.join(" "));
    case "unknown":
      return finding(
        `${label} could not be looked at.${told}`,
        "Let these credentials test it, or look again when the vendor answers.",
      );
    case "unproven":
      return finding(
        untestable === null
          ? `Nothing shows that ${label} works.${told}`
          : `Nothing shows that ${label} works, and it cannot be tested: ${untestable}.${told}`,
        "See in the vendor's own console whether it provisions.",
      );
    case "tested":
      return stopsOf(binding).flatMap((stop) =>
        finding(`${label} holds a token that works, and provisions nobody: ${stop}.`, START_JOB),
      );
    case null:
      return [];
  }
}

/** That of one that waits are its steps. */
function notesOn(binding: PlannedBinding): Remark[] {
  if (binding.status === "waiting" || stopsOf(binding).length > 0) return [];
  return binding.notes.map((note) => ({ code: null, summary: labelOf(binding), detail: note }));
}

function healing({ byPerson }: PlannedBinding, isTokenDead: boolean): string {
  if (byPerson) return "A person has to enter the living token there by hand.";
  return isTokenDead
    ? "The same deploy writes the token that is taken over, and tests it."
    : "Deploy: the living token is written again and tested. None is issued.";
}

function outstanding(summary: Summary): DriftFinding[] {
  const { token, bindings, others } = summary;
  const deploy = "Deploy what is merged, or set the config back.";
  const drifted = (subject: string, what: string, todo = deploy): DriftFinding => ({
    kind: "drifted",
    subject,
    what,
    todo,
  });
  const isTokenOutstanding = token.change !== "none" && token.status !== "rejected";
  return [
    ...(isTokenOutstanding
      ? [drifted("token", `Not deployed yet: a deploy would ${headlineInWords(summary)}.`)]
      : []),
    // What comes with another token is said with it.
    ...(token.endsOrTakesOver ? [] : bindings).flatMap((each): DriftFinding[] => {
      const label = labelOf(each);
      switch (each.what) {
        case "heal":
          if (each.status === "rejected") return []; // broken
          return [
            drifted(
              each.key,
              `${label} is not as it was left: its settings were changed by somebody else.`,
              "Deploy: it is set again and tested. No token is issued.",
            ),
          ];
        case "confirm":
        case "bind":
        case "watch":
        case "another writer":
        case "test again":
        case "release":
          return [drifted(each.key, `${label}: a change of the config is not deployed yet.`)];
        case "remove":
          return [drifted(each.key, `${label}: a deploy would take its credentials away.`)];
        case "new token":
        case "wait": // said by how it stands
        case "stay":
          return [];
      }
    }),
    ...others.map(({ address, actions }) =>
      drifted(address, `${address} is not as the config says: ${actions.join(", ")}.`),
    ),
  ];
}

function soonDue({ rotateAt, expiresAt, generation }: TokenState, now: Date): DriftFinding[] {
  if (rotateAt === null || expiresAt === null || now < rotateAt) return [];
  const expiry = expiresAt.toISOString().slice(0, 10);
  return [
    {
      kind: "due",
      subject: "token",
      what:
        now < expiresAt
          ? `The token of generation ${generation} is due since ${rotateAt.toISOString().slice(0, 10)}; it expires on ${expiry}.`
          : `By the calendar the token of generation ${generation} expired on ${expiry}.`,
      todo: `Ask for generation ${generation + 1} (druva-scim request) and have it reviewed; generate the token only after that.`,
    },
  ];
}

function labelOf({ name, kind }: PlannedBinding): string {
  return `${name} (${VENDOR[kind]})`;
}
