/** What a plan does to the token itself. */
import { z } from "zod";

import type { TenantState } from "./tenant-state";
import type { ResourceChange } from "./terraform";

/**
 * "rotate": a new one, above the present generation. "issue": the first one is made. "adopt": the
 * first one is taken over. "take over": a living one that somebody made replaces a rejected one.
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

export interface PlannedConsumer {
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  readonly name: string | null;
  readonly enteredBy: string | null;
}

export interface TokenPlan {
  readonly change: TokenChange;
  /** Terraform's; null where the plan has no such resource. */
  readonly address: string | null;
  /** Null: there is none yet. 0: only watched. */
  readonly generationBefore: number | null;
  readonly generationAfter: number | null;
  /** Of the present token. */
  readonly fingerprint: string | null;
  /** As this plan found it. */
  readonly status: string | null;
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
  readonly consumers: readonly PlannedConsumer[];
}

const text = z.string().nullable().catch(null);
const argumentsOf = z.object({
  tenant: text,
  begin: text,
  generation: z.number().nullable().catch(null),
  reason: text,
  issuer: z.object({ kind: text }).nullish().catch(null),
  token_variables: z.array(z.string()).nullish().catch(null),
  rotation_request: z.object({ generation: z.number() }).nullish().catch(null),
  consumers: z
    .array(
      z.object({
        kind: z.enum(["entra", "okta", "command"]),
        id: z.string(),
        name: text,
        entered_by: text,
      }),
    )
    .nullish()
    .catch(null),
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
  const change = found === undefined ? "none" : changeOf(found.each, before, after, prior);
  const issuer = after?.issuer?.kind === "command" ? "command" : "handover";
  // Observed so far, and a request: nobody knows the present token, so a new one is generated.
  const isFirstOfAnObserved =
    change === "adopt" && before !== null && (after?.rotation_request ?? null) !== null;
  const ends = change === "rotate" || change === "issue" || isFirstOfAnObserved;
  return {
    change,
    address: found?.each.address ?? null,
    generationBefore: before?.generation ?? null,
    generationAfter: after?.generation ?? null,
    fingerprint: prior?.token.fingerprint ?? null,
    status: prior?.token.status ?? null,
    reason: after?.reason ?? prior?.token.reason ?? null,
    expiresAt: prior?.token.expiresAt ?? null,
    rotateAt: prior?.token.rotateAt ?? null,
    issuer,
    variable: after?.token_variables?.[0] ?? null,
    ends,
    endsOrTakesOver: ends || change === "adopt" || change === "take over",
    consumers: (after?.consumers ?? []).map(({ entered_by, ...each }) => ({
      ...each,
      enteredBy: entered_by,
    })),
  };
}

function changeOf(
  { change: { actions, after_unknown } }: ResourceChange,
  before: Arguments | null,
  after: Arguments | null,
  prior: TenantState | null,
): TokenChange {
  if (actions.includes("forget")) return "release";
  if (actions.includes("delete")) return "destroy";
  if (actions.every((each) => each === "no-op" || each === "read")) return "none";
  if (after === null) return "none";
  if (after_unknown["token"] !== true) return before === null ? "watch" : "settings";
  const generation = before?.generation ?? 0;
  if (generation === 0) return after.begin === "issue" ? "issue" : "adopt";
  if ((after.generation ?? 0) > generation) return "rotate";
  return prior?.token.status === "rejected" ? "take over" : "rotate";
}
