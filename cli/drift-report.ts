/** What a nightly look finds, sorted by what has to be done about it. Pure. */
import { EXIT, type ExitCode } from "./exit-codes";
import type { PlannedBinding, Remark, Summary } from "./plan-summary";
import { headlineInWords, VENDOR } from "./plan-words";
import { REMARKS } from "./plan-remarks";
import type { TokenState } from "./tenant-state";

/**
 * "due": the token has to be rotated soon. "drifted": what is there is not what the config says, or
 * a deploy is outstanding. "broken": the token or a binding is dead, so users are not provisioned.
 * "waiting": a person has still to enter the token, as the config says that one does. "blind": it
 * could not be looked at.
 */
export const DRIFT_KINDS = ["broken", "drifted", "waiting", "blind", "due"] as const; // the worst first
export type DriftKind = (typeof DRIFT_KINDS)[number];

export interface DriftFinding {
  readonly kind: DriftKind;
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
  readonly worst: DriftKind | null;
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

const DAY_MS = 24 * 60 * 60 * 1000;
/** Each is more urgent than the one before. */
export const URGENCY_DAYS = [60, 30, 14, 7, 1] as const;
export type UrgencyDays = (typeof URGENCY_DAYS)[number];

const EXIT_CODES: Readonly<Record<DriftKind, ExitCode>> = {
  due: EXIT.due,
  drifted: EXIT.drifted,
  waiting: EXIT.waiting,
  broken: EXIT.broken,
  blind: EXIT.blind,
};

export function driftReport({ summary, token, now }: DriftFacts): DriftReport {
  const findings = [
    ...dead(summary),
    ...outstanding(summary),
    ...unseen(summary),
    ...soonDue(token, now),
  ];
  const worst = DRIFT_KINDS.find((kind) => findings.some((each) => each.kind === kind)) ?? null;
  const daysLeft =
    token.expiresAt === null
      ? null
      : Math.floor((token.expiresAt.getTime() - now.getTime()) / DAY_MS);
  return {
    version: 1,
    tenant: summary.tenant,
    checkedAt: now.toISOString(),
    worst,
    exitCode: worst === null ? EXIT.fine : EXIT_CODES[worst],
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
      ...summary.unmanaged,
      // By the clock: a finding says it, and when exactly.
      ...summary.warnings.filter((each) => !each.summary.startsWith(REMARKS.byTheClock)),
    ],
  };
}

export function urgencyOf(daysLeft: number | null): UrgencyDays | null {
  if (daysLeft === null) return null;
  return URGENCY_DAYS.findLast((days) => daysLeft <= days) ?? null;
}

function dead(summary: Summary): DriftFinding[] {
  const { token, bindings } = summary;
  const variable = token.variable ?? "DRUVA_SCIM_TOKEN";
  const rejected: DriftFinding[] =
    token.status === "rejected"
      ? [
          {
            kind: "broken",
            subject: "token",
            what: `Druva rejects the token of generation ${token.generationBefore ?? 0}. Probably somebody generated another one.`,
            todo: `Hand over the token that was generated last (${variable}) and deploy: it is taken over, and none is issued.`,
          },
        ]
      : [];
  return [
    ...rejected,
    ...bindings
      .filter(({ found, what }) => found === "rejected" && what !== "release")
      .map((each): DriftFinding => ({
        kind: "broken",
        subject: each.key,
        what: `${labelOf(each)} holds a token that does not work. ${each.why ?? ""}`.trim(),
        todo: healing(each, token.status === "rejected"),
      })),
  ];
}

function healing({ byPerson }: PlannedBinding, isTokenDead: boolean): string {
  if (byPerson) return "A person has to enter the living token there by hand.";
  return isTokenDead
    ? "The same deploy puts the token that is taken over in, and tests it."
    : "Deploy: the living token is put in again and tested. None is issued.";
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
      if (each.found === "rejected") return [];
      const label = labelOf(each);
      switch (each.what) {
        case "heal":
          return [
            drifted(
              each.key,
              `${label} is not as it was left: its settings were changed by somebody else.`,
              "Deploy: it is set again and tested. No token is issued.",
            ),
          ];
        case "wait":
          return [
            {
              kind: "waiting",
              subject: each.key,
              what: `${label} waits for a person. ${each.why ?? ""}`.trim(),
              todo: "Enter the token there, then run a provisioning, or confirm it in the config.",
            },
          ];
        case "confirm":
        case "bind":
        case "watch":
        case "test again":
        case "release":
          return [drifted(each.key, `${label}: a change of the config is not deployed yet.`)];
        case "remove":
          return [drifted(each.key, `${label}: a deploy would take its credentials away.`, deploy)];
        case "new token":
        case "stay":
          return [];
      }
    }),
    ...others.map(({ address, actions }) =>
      drifted(address, `${address} is not as the config says: ${actions.join(", ")}.`),
    ),
  ];
}

function unseen({ errors, untested, bindings }: Summary): DriftFinding[] {
  return [
    ...errors.map(({ summary, detail, todo }): DriftFinding => ({
      kind: "blind",
      subject: "plan",
      what: `The plan failed, so nothing could be compared: ${[summary, detail].filter((part) => part !== "").join(". ")}`,
      todo: todo ?? "Mend what it says.",
    })),
    ...untested.map(({ summary, detail, binding }): DriftFinding => {
      const found = bindings.find(({ key }) => key === binding);
      return {
        kind: "blind",
        subject: binding ?? "token",
        what: `${found === undefined ? summary : `${labelOf(found)} could not be tested`}. ${detail}`.trim(),
        todo:
          found === undefined
            ? "Look again when Druva answers."
            : "Let these credentials test it, or look again when the vendor answers.",
      };
    }),
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
