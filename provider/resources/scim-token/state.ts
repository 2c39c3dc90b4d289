/** The stored and written values of `druva_scim_token` in the words of the rotation's rules. */
import { type Consumer, keyOf, labelOf, readConsumers } from "../../bindings/consumer";
import { ProviderError } from "../../framework/diagnostics";
import type { State } from "../../framework/schema";
import { isUnknown } from "../../framework/unknown";
import { handoverVariables } from "../../issuers/handover";
import type { JournalKey } from "../../rotation/journal";
import type { Verdict } from "../../rotation/probe";
import {
  type ClockVerdict,
  clockVerdict,
  DEFAULT_POLICY,
  type Policy,
  type Schedule,
  scheduleOf,
  startOfDay,
} from "../../rotation/schedule";
import type { TriggerFacts } from "../../rotation/triggers";
import type { scimTokenPrivateFields, Token, Written } from "./schema";

/** What Read found out. */
export type Found = State<typeof scimTokenPrivateFields>;

export const NOTHING_FOUND: Found = {
  probe: "none",
  clock: null,
  message: null,
  users: null,
  edited: null,
  handed: null,
};

export function policyOf({ policy }: Token): Policy {
  return {
    lifetimeDays: policy?.lifetime_days ?? DEFAULT_POLICY.lifetimeDays,
    rotateBeforeDays: policy?.rotate_before_days ?? DEFAULT_POLICY.rotateBeforeDays,
    mode: policy?.mode ?? DEFAULT_POLICY.mode,
  };
}

/** A changed policy is no reason to rotate by itself: the clock is read by it in the next plan. */
export function factsOf(prior: Token | null, config: Token, found: Found | null): TriggerFacts {
  const changed = prior !== null && !samePolicy(policyOf(prior), policyOf(config));
  return {
    generation: prior?.generation ?? 0,
    begin: config.begin,
    request: config.rotation_request,
    mode: policyOf(config).mode,
    probe: verdictIn(found),
    message: found?.message ?? null,
    clock: changed ? null : (found?.clock ?? null),
  };
}

export function verdictIn(found: Found | null): Verdict {
  return found?.probe ?? "none";
}

/** What the calendar says of the token, to be kept in private state. */
export function clockAt(token: Token, now: Date): ClockVerdict {
  return clockVerdict(scheduleIn(token), now);
}

export function scheduleIn(token: Token): Schedule | null {
  return scheduleOf(dateOf(token.issued_at), policyOf(token));
}

/** The three attributes that follow from the date of issue and the policy. */
export function datesOf(issuedAt: Date | null, policy: Policy) {
  const schedule = scheduleOf(issuedAt, policy);
  return {
    issued_at: issuedAt?.toISOString() ?? null,
    expires_at: schedule?.expiresAt.toISOString() ?? null,
    rotate_at: schedule?.rotateAt.toISOString() ?? null,
  };
}

/** By the policy and `issued_on` as they are written now; the token stays the same. */
export function datesAfter(prior: Token, config: Token): ReturnType<typeof datesOf> {
  const { issued_at, expires_at, rotate_at } = prior;
  const issuedAt = redated(prior, config);
  if (issuedAt === issued_at && samePolicy(policyOf(prior), policyOf(config))) {
    return { issued_at, expires_at, rotate_at };
  }
  return datesOf(dateOf(issuedAt), policyOf(config));
}

/**
 * A person may say later how old a token is whose age nothing else tells. Of one that was handed over
 * only a bound is known: a later day is nearer to the truth.
 */
function redated(prior: Token, config: Token): string | null {
  if (config.issued_on === null || config.issued_on === prior.issued_on) return prior.issued_at;
  const said = dayStart(config.issued_on);
  if (prior.issued_at === null || prior.issued_at === dayStart(prior.issued_on)) return said;
  const isNearer = issuerOf(prior) === "handover" && said > prior.issued_at;
  return isNearer ? said : prior.issued_at;
}

function dayStart<Day extends string | null>(day: Day): string | (Day & null) {
  return (day === null ? null : startOfDay(day).toISOString()) as string | (Day & null);
}

export function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

export function variablesOf({ tenant, token_variables }: Token): readonly string[] {
  return handoverVariables(tenant, token_variables);
}

export function issuerOf({ issuer }: Token): "handover" | "command" {
  return issuer?.kind ?? "handover";
}

/** Of the rotation away from this token, or to the first one. */
export function nextRotation(
  tenant: string,
  prior: Pick<Token, "fingerprint"> | null,
  scimUrl: string,
): JournalKey {
  return { tenant, scimUrl, priorFingerprint: prior?.fingerprint ?? null };
}

/** Of the rotation that led to this token. */
export function lastRotation({ tenant, past_fingerprints }: Token, scimUrl: string): JournalKey {
  return { tenant, scimUrl, priorFingerprint: past_fingerprints?.at(-1) ?? null };
}

/** Empty while they are unknown. Throws a ProviderError where the text is not what it has to be. */
export function consumersInState({ consumers }: Pick<Written, "consumers">): readonly Consumer[] {
  if (isUnknown(consumers)) return [];
  try {
    return readConsumers(consumers);
  } catch (error) {
    throw new ProviderError({
      summary: "consumers cannot be read",
      detail: `${error instanceof Error ? error.message : String(error)}.`,
      attribute: ["consumers"],
    });
  }
}

/** What people call them, and which they are. */
export function consumersInWords(token: Token): string {
  const names = consumersInState(token).map((each) =>
    each.name === undefined ? keyOf(each) : labelOf({ id: keyOf(each), name: each.name }),
  );
  return names.length === 0 ? "no consumers" : names.join(", ");
}

function samePolicy(one: Policy, other: Policy): boolean {
  return (
    one.lifetimeDays === other.lifetimeDays &&
    one.rotateBeforeDays === other.rotateBeforeDays &&
    one.mode === other.mode
  );
}
