/** `druva-scim preflight`: can everything take a new token? Tried, while the old one is alive. */
import { type Consumer, type ConsumerKey, keyOf } from "../../provider/bindings/consumer";
import { stepsByHand } from "../../provider/bindings/okta-person";
import { preflightConsumers, type Preflight as Gate } from "../../provider/bindings/preflight";
import { clientsOf, consumersOf } from "../workspace/tenant-clients";
import type { TenantState, TokenState } from "../terraform/tenant-state";
import type { Tenant } from "../workspace/workspace";

/**
 * "ready": it was reached, tested and written, or a person enters the token there. "not proven":
 * nothing speaks against it, and not all of that could be tried. "not ready": a new token would
 * leave it with a dead one.
 */
export type Readiness = "ready" | "not proven" | "not ready";

export interface TenantPreflight {
  readonly tenant: string;
  /** The worst of what follows. */
  readonly readiness: Readiness;
  /** All that a rotation reaches. */
  readonly consumers: readonly {
    readonly key: ConsumerKey;
    /** What people call it. */
    readonly name: string;
    readonly readiness: Readiness;
    /** What was not proven, and why; null where the findings tell, or all was. */
    readonly why: string | null;
  }[];
  readonly findings: Gate["findings"];
  /** For a person, right after generating: apps that Okta's API refuses. */
  readonly byHand: readonly string[];
}

/** The token in state; with it a preflight saves what is saved already. */
export interface TokenInState extends Pick<TokenState, "secret" | "fingerprint"> {
  /** Who holds it by the state: nobody else is written. */
  readonly holders: ReadonlySet<ConsumerKey>;
}

export function tokenInState({ token, bindings }: TenantState): TokenInState {
  const { secret, fingerprint } = token;
  const holders = [...bindings].flatMap(([key, binding]) =>
    binding.fingerprint === fingerprint ? [key] : [],
  );
  return { secret, fingerprint, holders: new Set(holders) };
}

/** `token` is null where nothing was deployed yet. What vendors refuse is a finding. */
export async function runPreflight(
  tenant: Tenant,
  token: TokenInState | null,
  signal: AbortSignal,
): Promise<TenantPreflight> {
  const consumers = consumersOf(tenant);
  const secret = token?.secret?.reveal();
  const living =
    token === null || secret === undefined
      ? null
      : { token: secret, fingerprint: token.fingerprint ?? "", holders: token.holders };
  const { requireAllBound = false, unrelated = [] } = tenant.settings;
  const options = { requireAllBound, unrelated, living };
  const { checks, findings } = await preflightConsumers(
    consumers,
    clientsOf(tenant),
    options,
    signal,
  );
  const writes = new Map(checks.map(({ consumer, write }) => [consumer, write]));
  const found = consumers.map((consumer) => {
    const key = keyOf(consumer);
    const own = findings.filter((each) => each.consumer === key);
    const isRefused = own.some(({ severity }) => severity === "error");
    const readiness = readinessOf(writes.get(key) ?? "not proven", isRefused);
    return {
      key,
      name: consumer.name ?? consumer.id,
      readiness,
      why: readiness === "not proven" ? whyNotProven(consumer, own.length > 0, token) : null,
    };
  });
  const isRefused = findings.some(({ severity }) => severity === "error");
  const isProven = found.every(({ readiness }) => readiness === "ready");
  return {
    tenant: tenant.name,
    readiness: isRefused ? "not ready" : isProven ? "ready" : "not proven",
    consumers: found,
    findings,
    byHand: stepsByHand(consumers),
  };
}

function readinessOf(write: Gate["checks"][number]["write"], isRefused: boolean): Readiness {
  if (isRefused || write === "failed") return "not ready";
  return write === "not proven" ? "not proven" : "ready";
}

/** Null where a finding of its own tells. */
function whyNotProven(
  consumer: Consumer,
  isTold: boolean,
  token: TokenInState | null,
): string | null {
  if (isTold) return null;
  if (token?.secret != null) {
    if (!token.holders.has(keyOf(consumer))) {
      return "whether it may be written was not tried: by the state it does not hold the token yet";
    }
    return consumer.manageJob === true
      ? "it was not tested or written: its provisioning job does not exist yet, and the deploy creates it"
      : "whether it may be written was not tried";
  }
  const noToken =
    token === null
      ? "nothing was deployed yet, so no token is in state"
      : "the token is only observed";
  return `whether it may be written was not tried: ${noToken}`;
}
