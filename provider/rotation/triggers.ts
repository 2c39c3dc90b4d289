/** What makes a plan change the token. Facts are gathered elsewhere; each rule finds one thing. */
import type { Verdict } from "./probe";
import type { ClockVerdict } from "./schedule";

export interface RotationRequest {
  readonly generation: number;
  readonly reason: string;
  /** YYYY-MM-DD */
  readonly date: string;
}

export interface TriggerFacts {
  /** 0: observed, no token is known. */
  readonly generation: number;
  readonly begin: "observe" | "adopt" | "issue";
  readonly request: RotationRequest | null;
  readonly mode: "reviewed" | "automatic";
  /** Druva's last verdict on the token in state, and its words. */
  readonly probe: Verdict;
  readonly message: string | null;
  /** By the policy in state; null too where this very plan changes the policy. */
  readonly clock: ClockVerdict;
}

/** "rotate": a new token is made for it. "take over": one that exists and works is handed over. */
export const CHANGES = ["rotate", "take over"] as const;
export type Change = (typeof CHANGES)[number];
export const CAUSES = ["requested", "begun", "rejected", "expired", "due"] as const;
export type Cause = (typeof CAUSES)[number];

export interface DueChange {
  readonly change: Change;
  readonly cause: Cause;
  /** That the tenant has after it. */
  readonly generation: number;
  /** For people; the same in the plan and after the apply. */
  readonly message: string;
}

export type Rule = (facts: TriggerFacts) => DueChange | undefined;

/** First finding wins. No verdict of Druva's is no finding: it proves nothing. */
export const rules: readonly Rule[] = [begun, requested, rejected, expired, due];

export function findChange(facts: TriggerFacts): DueChange | undefined {
  for (const rule of rules) {
    const finding = rule(facts);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

/** The first token of a tenant that was only watched, or not known at all. */
export function begun({ generation, begin, request }: TriggerFacts): DueChange | undefined {
  if (generation > 0 || begin === "observe") return undefined;
  const asked = request === null ? "" : ` (${inWords(request)})`;
  return {
    change: begin === "issue" ? "rotate" : "take over",
    cause: "begun",
    generation: Math.max(1, request?.generation ?? 1),
    message:
      begin === "issue"
        ? `begin is "issue": the first token is made${asked}`
        : `begin is "adopt": the token in use is taken over${asked}`,
  };
}

/** Only a wish for a higher generation: a revert or a corrected reason never rotates. */
export function requested({ generation, request }: TriggerFacts): DueChange | undefined {
  if (generation === 0 || request === null || request.generation <= generation) return undefined;
  return {
    change: "rotate",
    cause: "requested",
    generation: request.generation,
    message: inWords(request),
  };
}

/** In reviewed mode nothing is issued for it: somebody's new token is taken over. */
export function rejected({
  generation,
  probe,
  mode,
  message,
}: TriggerFacts): DueChange | undefined {
  if (generation === 0 || probe !== "rejected") return undefined;
  const automatic = mode === "automatic";
  return {
    change: automatic ? "rotate" : "take over",
    cause: "rejected",
    generation: automatic ? generation + 1 : generation,
    message: `Druva rejects the token of generation ${generation} (${message ?? "401"})`,
  };
}

export function expired({ generation, clock, mode }: TriggerFacts): DueChange | undefined {
  if (generation === 0 || clock !== "expired" || mode !== "automatic") return undefined;
  return {
    change: "rotate",
    cause: "expired",
    generation: generation + 1,
    message: `generation ${generation} has expired`,
  };
}

export function due({ generation, clock, mode }: TriggerFacts): DueChange | undefined {
  if (generation === 0 || clock !== "due" || mode !== "automatic") return undefined;
  return {
    change: "rotate",
    cause: "due",
    generation: generation + 1,
    message: `generation ${generation} is due`,
  };
}

/**
 * A request that is not above the present generation and is not what was asked for last: said, and
 * nothing done.
 */
export function unmetRequest(
  { generation, request }: Pick<TriggerFacts, "generation" | "request">,
  before: RotationRequest | null,
): string | undefined {
  if (request === null || request.generation > generation) return undefined;
  const same =
    before?.generation === request.generation &&
    before.reason === request.reason &&
    before.date === request.date;
  if (same && request.generation === generation) return undefined;
  return `asks for generation ${request.generation}, present is ${generation}`;
}

function inWords({ generation, reason, date }: RotationRequest): string {
  return `rotation request of ${date} for generation ${generation}: ${reason}`;
}
