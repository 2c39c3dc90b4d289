/** How a tenant stands: its token, and everything that holds it. From state, and from live answers. */
import { type Finding, preflight } from "../provider/clients/preflight";
import { atATime } from "./at-a-time";
import { bindingSituation } from "./binding-situation";
import { askAbout } from "./live-binding";
import { clientsOf } from "./tenant-clients";
import { type BindingKey, keyOf, type TenantState, type TokenState } from "./tenant-state";
import { tokenSituation } from "./token-situation";
import type { Tenant } from "./workspace";

export type TokenStatus = "valid" | "due" | "expired" | "rejected" | "unproven" | "observed";

/**
 * "tested": it was shown that it holds the living token. "rejected": it holds one that does not
 * work. "unproven": no evidence either way. "waiting": for a person. "blind": it could not be
 * looked at now (no permission, vendor down); what state says is in `lastState`.
 */
export type BindingState = "tested" | "rejected" | "unproven" | "waiting" | "blind";

export interface TokenSituation {
  /** 0 when observed. */
  readonly generation: number;
  /** Null when observed. */
  readonly fingerprint: string | null;
  readonly status: TokenStatus;
  /** Why: for people. */
  readonly reason: string;
  /** Null: unknown, like all that follows from it. */
  readonly issuedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly rotateAt: Date | null;
  /** Whole days since it was issued. */
  readonly ageDays: number | null;
  /** Whole days until it expires; negative afterwards. */
  readonly daysLeft: number | null;
  /** Oldest first. */
  readonly pastFingerprints: readonly string[];
  /** When Druva first accepted it. */
  readonly provenAt: Date | null;
}

/** Seconds; null: unknown. */
export interface Gap {
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

export interface BindingSituation {
  readonly key: BindingKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  /** What people call it; the id where nothing is known. */
  readonly name: string;
  readonly state: BindingState;
  /** Of the last apply; null where its test was never applied. */
  readonly lastState: "tested" | "rejected" | "unproven" | "waiting" | null;
  /** How it was proven, or what speaks against it: the vendor's own word. */
  readonly evidence: string | null;
  /** When an apply last saw its test pass. */
  readonly verifiedAt: Date | null;
  /** From the death of the token before to this binding's test; null where there was none. */
  readonly gap: Gap | null;
  /** What is wrong; null where nothing is. */
  readonly problem: string | null;
  /** What to do about it. */
  readonly todo: string | null;
}

export interface Situation {
  readonly tenant: string;
  /** By the clock in use (the sandbox moves its own). */
  readonly takenAt: Date;
  /** False: from state alone, nobody was asked. */
  readonly isLive: boolean;
  /** SCIM base URL. */
  readonly scimUrl: string;
  readonly token: TokenSituation;
  /** Of the last rotation, over all bindings that are through; null where there was none. */
  readonly lastGap: Gap | null;
  /** Names of the bindings that are not through yet: a person is waited for. */
  readonly stillOpen: readonly string[];
  readonly bindings: readonly BindingSituation[];
  /** Applications of the same kind that are not bound: they may hold the token. Empty when not live. */
  readonly unmanaged: readonly {
    readonly key: string;
    readonly message: string;
    readonly todo: string;
  }[];
  /** What else a person should know. */
  readonly warnings: readonly Pick<Finding, "message" | "todo">[];
}

export interface SituationOptions {
  /** Ask nobody: state alone. */
  readonly isOffline: boolean;
  readonly signal: AbortSignal;
}

/** Vendors' refusals and outages are part of the answer. Throws a ProviderError for a configuration that cannot be. */
export async function situation(
  tenant: Tenant,
  { token, tests }: TenantState,
  { isOffline, signal }: SituationOptions,
): Promise<Situation> {
  const clients = clientsOf(tenant);
  const asked = isOffline ? null : clients;
  const secret = token.secret?.reveal();
  const [probe, findings, answers] = await Promise.all([
    asked && secret !== undefined ? asked.scim.probe(secret, signal) : null,
    asked ? lookOver(token, asked, signal) : [],
    atATime(AT_A_TIME, asked ? [...tests.values()] : [], async (test) => {
      const answer = await askAbout(test, token, clients, signal);
      return [keyOf(test), answer] as const;
    }),
  ]);

  const now = clients.clock.now();
  const answerOf = new Map(answers);
  const standing = tokenSituation(token, probe, now);
  const bindings = token.consumers.map((consumer) => {
    const key = keyOf(consumer);
    const binding = bindingSituation({
      key,
      consumer,
      test: tests.get(key),
      token,
      isTokenRejected: standing.status === "rejected",
      answer: answerOf.get(key) ?? null,
      now,
    });
    return withFinding(
      binding,
      findings.find((finding) => finding.consumer === key),
    );
  });
  const bound = new Set(bindings.map(({ key }): string => key));
  return {
    tenant: tenant.name,
    takenAt: now,
    isLive: !isOffline,
    scimUrl: token.scimUrl ?? clients.scim.url,
    token: standing,
    lastGap: widest(bindings.flatMap(({ gap, state }) => (state === "waiting" ? [] : (gap ?? [])))),
    stillOpen: bindings.flatMap(({ gap, state, name }) =>
      state === "waiting" && gap !== null ? [name] : [],
    ),
    bindings,
    unmanaged: findings.flatMap(({ consumer, message, todo }) =>
      consumer === undefined || bound.has(consumer) ? [] : [{ key: consumer, message, todo }],
    ),
    warnings: findings.filter(({ consumer }) => consumer === undefined),
  };
}

const AT_A_TIME = 8;

async function lookOver(
  { consumers }: TokenState,
  clients: ReturnType<typeof clientsOf>,
  signal: AbortSignal,
): Promise<Finding[]> {
  try {
    return await preflight(consumers, clients, { requireAllBound: false }, signal);
  } catch (error) {
    signal.throwIfAborted();
    // No credentials at all: each binding says so by itself.
    const message = error instanceof Error ? error.message : String(error);
    return [
      {
        severity: "warning",
        message: `Other holders of the token were not looked for: ${message}`,
        todo: "Give credentials that may list applications",
      },
    ];
  }
}

/** What would stop a rotation is worth knowing of a binding that is well otherwise. */
function withFinding(binding: BindingSituation, finding: Finding | undefined): BindingSituation {
  if (finding === undefined || binding.problem !== null) return binding;
  return { ...binding, problem: finding.message, todo: finding.todo };
}

/** The rotation's gap is its slowest binding's; the upper bound is unknown where one of them is. */
function widest(gaps: readonly Gap[]): Gap | null {
  if (gaps.length === 0) return null;
  const largest = (values: readonly (number | null)[]) =>
    values.reduce<number | null>(
      (most, value) => (value === null ? most : Math.max(most ?? 0, value)),
      null,
    );
  return {
    atLeast: largest(gaps.map(({ atLeast }) => atLeast)),
    atMost: gaps.some(({ atMost }) => atMost === null)
      ? null
      : largest(gaps.map(({ atMost }) => atMost)),
  };
}
