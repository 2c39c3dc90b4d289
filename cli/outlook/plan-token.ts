/** What a plan does to the token itself. */
import { z } from "zod";

import { type Consumer, readConsumers } from "../../provider/bindings/consumer";
import { type Cause, CAUSES, CHANGES } from "../../provider/rotation/triggers";
import type { TenantState, TokenState } from "../terraform/tenant-state";
import type { ResourceChange } from "../terraform/stack";

/**
 * "rotate": a new token, one generation up. "issue": the first token is generated. "adopt": the
 * token in use becomes the first. "take over": a valid token that somebody generated replaces a rejected one.
 * "watch": none is known, only its holders are watched. "settings": the same token, other
 * arguments. "release": no longer managed. "destroy": the same, by a destroy.
 */
export type TokenChange =
  | "none"
  | "rotate"
  | "issue"
  | "adopt"
  | "take over"
  | "watch"
  | "settings"
  | "release"
  | "destroy";

export interface TokenPlan {
  readonly change: TokenChange;
  /** What led to another token; null where the token stays. */
  readonly cause: Cause | null;
  /** What people have to do for it, in order; empty where nobody has to act. */
  readonly steps: readonly string[];
  /** Terraform's; null where the plan has no such resource. */
  readonly address: string | null;
  /** Null: there is none yet. 0: only watched. */
  readonly generationBefore: number | null;
  readonly generationAfter: number | null;
  /** Of the present token. */
  readonly fingerprint: string | null;
  /** As this plan found it. */
  readonly status: TokenState["status"];
  /** Why it is not known whether Druva accepts the present token; null where it is, or there is none. */
  readonly unanswered: string | null;
  /** Why, in the provider's words. */
  readonly reason: string | null;
  readonly expiresAt: Date | null;
  readonly rotateAt: Date | null;
  readonly issuer: "handover" | "command";
  /** The variable that a person hands the token over in. */
  readonly variable: string | null;
  /** The present token stops working with it. */
  readonly ends: boolean;
  /** Another token takes the present one's place, or the first one comes. */
  readonly endsOrTakesOver: boolean;
  /** As configured: after the apply. */
  readonly consumers: readonly Consumer[];
}

const text = z.string().nullable().catch(null);
const texts = z.array(z.string()).nullable().catch(null);
const argumentsOf = z.object({
  tenant: text,
  generation: z.number().nullable().catch(null),
  reason: text,
  issuer: z.object({ kind: text }).nullish().catch(null),
  token_variables: texts,
  rotation_request: z.object({ generation: z.number() }).nullish().catch(null),
  consumers: text,
  change: z.enum(CHANGES).nullable().catch(null),
  cause: z.enum(CAUSES).nullable().catch(null),
  steps: texts,
});
type Arguments = z.infer<typeof argumentsOf>;

export function planToken(
  tenant: string,
  changes: readonly ResourceChange[],
  prior: TenantState | null,
): TokenPlan {
  const found = changes
    .filter(({ type }) => type === "druva_scim_token")
    .map((each) => ({
      each,
      before: argumentsOf.nullable().parse(each.change.before),
      after: argumentsOf.nullable().parse(each.change.after),
    }))
    .find(({ before, after }) => (after ?? before)?.tenant === tenant);
  const [before, after] = [found?.before ?? null, found?.after ?? null];
  const change = found === undefined ? "none" : changeOf(found.each, before, after);
  // Observed so far, and a request: nobody knows the present token, so a new one is generated.
  const isFirstOfAnObserved =
    change === "adopt" && before !== null && (after?.rotation_request ?? null) !== null;
  const ends = change === "rotate" || change === "issue" || isFirstOfAnObserved;
  return {
    change,
    cause: after?.cause ?? null,
    steps: after?.steps ?? [],
    address: found?.each.address ?? null,
    generationBefore: before?.generation ?? null,
    generationAfter: after?.generation ?? null,
    fingerprint: prior?.token.fingerprint ?? null,
    status: prior?.token.status ?? null,
    unanswered: prior === null ? null : whyUnanswered(prior.token),
    reason: after?.reason ?? prior?.token.reason ?? null,
    expiresAt: prior?.token.expiresAt ?? null,
    rotateAt: prior?.token.rotateAt ?? null,
    issuer: after?.issuer?.kind === "command" ? "command" : "handover",
    variable: after?.token_variables?.[0] ?? null,
    ends,
    endsOrTakesOver: ends || change === "adopt" || change === "take over",
    consumers: readConsumers(after?.consumers ?? null),
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
