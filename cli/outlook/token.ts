/** How the token is doing, and what a deploy would do with it. Pure. */
import { z } from "zod";

import { type Cause, CAUSES, CHANGES } from "../../provider/rotation/triggers";
import {
  OBSERVED,
  tokenStatus,
  type ReasonedStatus,
  type TokenStatus,
} from "../../provider/rotation/token-status";
import { daysBetween } from "../terminal/time";
import type { ResourceChange } from "../terraform/stack";
import type { TokenState } from "../terraform/tenant-state";

/**
 * "rotate": a new token, one generation up. "issue": the first token is generated. "adopt": the
 * token in use becomes the first. "take over": a valid token that somebody generated replaces a rejected one.
 * "watch": none is known, only its holders are watched. "settings": the same token, other
 * arguments. "release": no longer managed. "destroy": the same, by a destroy.
 */
type TokenChange =
  | "none"
  | "rotate"
  | "issue"
  | "adopt"
  | "take over"
  | "watch"
  | "settings"
  | "release"
  | "destroy";

export interface TokenOutlook {
  /** 0: none is known; it is only watched, or nothing was deployed yet. */
  readonly generation: number;
  /** Null: none is known. */
  readonly fingerprint: string | null;
  readonly status: TokenStatus;
  /** Why it has that status, for people. */
  readonly reason: string;
  /** Why it is not known whether Druva accepts the token; null where it is, or there is none. */
  readonly unanswered: string | null;
  /** Null: unknown, like all that follows from it. */
  readonly issuedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly rotateAt: Date | null;
  /** Days of the calendar since the one on which it was issued. */
  readonly ageDays: number | null;
  /** Days of the calendar until the one on which it expires; negative afterwards. */
  readonly daysLeft: number | null;
  /** Oldest first. */
  readonly pastFingerprints: readonly string[];
  /** When Druva first accepted it. */
  readonly provenAt: Date | null;
  readonly plan: TokenPlan;
}

/** What a deploy would do with the token; "none", and nothing else, where no plan was made. */
interface TokenPlan {
  readonly change: TokenChange;
  /** What led to another token; null where the token stays. */
  readonly cause: Cause | null;
  /** The same in words. */
  readonly why: string | null;
  /** What people have to do for it, in order; empty where nobody has to act. */
  readonly steps: readonly string[];
  /** Terraform's; null where the plan has no such resource. */
  readonly address: string | null;
  /** Afterwards; null where that is not known. */
  readonly generation: number | null;
  readonly issuer: "handover" | "command";
  /** The variable that a person hands the token over in. */
  readonly variable: string | null;
  /** The present token stops working with it. */
  readonly ends: boolean;
  /** Another token takes the present one's place, or the first one comes. */
  readonly endsOrTakesOver: boolean;
  /** An application of the same kind that is not bound stops a rotation. */
  readonly requiresAllBound: boolean;
  /** Keys of applications of the same kind that do not hold the token, and which of them are new or gone. */
  readonly unrelated: {
    readonly all: readonly string[];
    readonly added: readonly string[];
    readonly removed: readonly string[];
  };
}

/** `inState` is null where nothing was deployed yet. */
export function tokenOutlook(
  inState: TokenState | "unreadable" | null,
  plan: TokenPlan,
  now: Date,
): TokenOutlook {
  const token = inState === "unreadable" ? null : inState;
  const { issuedAt = null, expiresAt = null } = token ?? {};
  return {
    generation: token?.generation ?? 0,
    fingerprint: token?.fingerprint ?? null,
    ...(token === null
      ? NOT_KNOWN[inState === null ? "not deployed" : "unreadable"]
      : statusOf(token, now)),
    unanswered: token === null ? null : whyUnanswered(token),
    issuedAt,
    expiresAt,
    rotateAt: token?.rotateAt ?? null,
    ageDays: issuedAt && daysBetween(issuedAt, now),
    daysLeft: expiresAt && daysLeftUntil(expiresAt, now),
    pastFingerprints: token?.pastFingerprints ?? [],
    provenAt: token?.provenAt ?? null,
    plan,
  };
}

/** Below 0 from the moment on which it expires. */
function daysLeftUntil(expiresAt: Date, now: Date): number {
  const days = daysBetween(now, expiresAt);
  return now < expiresAt ? days : Math.min(-1, days);
}

const NOT_KNOWN = {
  "not deployed": { status: "unproven", reason: "nothing is deployed yet" },
  unreadable: { status: "unproven", reason: "the state could not be read" },
} as const satisfies Record<string, ReasonedStatus>;

/** The status found last, unless the token became due or expired since. */
function statusOf(token: TokenState, now: Date): ReasonedStatus {
  if (token.secret === null) return OBSERVED;
  const { status, reason, expiresAt, rotateAt } = token;
  const schedule = expiresAt && rotateAt && { expiresAt, rotateAt };
  const verdict = status === "rejected" ? "rejected" : "none";
  const found = tokenStatus({ verdict, message: "it was not asked now" }, schedule, now);
  const isNewer = found.status === "due" || found.status === "expired";
  return status === null || (isNewer && found.status !== status)
    ? found
    : { status, reason: reason ?? found.reason };
}

/** A rejection outlives answers that are no verdict. */
function whyUnanswered({ secret, status, answer, reason }: TokenState): string | null {
  if (secret === null || status === "rejected") return null;
  switch (answer) {
    case "accepted":
    case "rejected":
      return null;
    case "refused":
    case "unreachable":
      return reason ?? "Druva gave no verdict";
    case null:
      return "Druva was not asked";
  }
}

const text = z.string().nullable().catch(null);
const texts = z.array(z.string()).nullable().catch(null);
const argumentsOf = z.object({
  tenant: text,
  generation: z.number().nullable().catch(null),
  reason: text,
  issuer: z.object({ kind: text }).nullish().catch(null),
  token_variables: texts,
  require_all_bound: z.boolean().nullable().catch(null),
  unrelated: texts,
  rotation_request: z.object({ generation: z.number() }).nullish().catch(null),
  change: z.enum(CHANGES).nullable().catch(null),
  cause: z.enum(CAUSES).nullable().catch(null),
  steps: texts,
});
type Arguments = z.infer<typeof argumentsOf>;

/** `changes` is empty where no plan was made. */
export function tokenPlan(tenant: string, changes: readonly ResourceChange[]): TokenPlan {
  const found = changes
    .filter(({ type }) => type === "druva_scim_token")
    .map((each) => ({
      each,
      before: argumentsOf.nullable().parse(each.change.before),
      after: argumentsOf.nullable().parse(each.change.after),
    }))
    .find(({ before, after }) => (after ?? before)?.tenant === tenant);
  const { before = null, after = null } = found ?? {};
  const change = found === undefined ? "none" : changeOf(found.each, before, after);
  // Observed so far, and a request: nobody knows the present token, so a new one is generated.
  const isFirstOfAnObserved =
    change === "adopt" && before !== null && (after?.rotation_request ?? null) !== null;
  const ends = change === "rotate" || change === "issue" || isFirstOfAnObserved;
  const [earlier, all] = [before?.unrelated ?? [], after?.unrelated ?? []];
  const endsOrTakesOver = ends || change === "adopt" || change === "take over";
  return {
    change,
    cause: after?.cause ?? null,
    why: endsOrTakesOver ? (after?.reason ?? null) : null,
    steps: after?.steps ?? [],
    address: found?.each.address ?? null,
    generation: after?.generation ?? null,
    issuer: after?.issuer?.kind === "command" ? "command" : "handover",
    variable: after?.token_variables?.[0] ?? null,
    ends,
    endsOrTakesOver,
    requiresAllBound: after?.require_all_bound ?? false,
    unrelated: {
      all,
      added: all.filter((each) => !earlier.includes(each)),
      removed: after === null ? [] : earlier.filter((each) => !all.includes(each)),
    },
  };
}

function changeOf(
  { change: { actions } }: ResourceChange,
  before: Arguments | null,
  after: Arguments | null,
): TokenChange {
  if (actions.includes("forget")) return "release";
  if (actions.includes("delete")) return "destroy";
  if (actions.every((each) => each === "no-op" || each === "read")) return "none";
  if (after === null) return "none";
  const isFirst = after.cause === "begun";
  switch (after.change) {
    case "rotate":
      return isFirst ? "issue" : "rotate";
    case "take over":
      return isFirst ? "adopt" : "take over";
    case null:
      return before === null ? "watch" : "settings";
  }
}
