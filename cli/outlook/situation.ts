/** How a tenant stands: its token, and everything that holds it. From state, and from live answers. */
import { keyOf, labelOf } from "../../provider/bindings/consumer";
import { inParallel } from "../../provider/bindings/in-parallel";
import { unmanagedHolders } from "../../provider/bindings/unmanaged";
import type { Clients } from "../../provider/clients/clients";
import { type BindingSituation, bindingSituation, type Gap } from "./binding-situation";
import { lookLive } from "./live-binding";
import { clientsOf } from "../workspace/tenant-clients";
import type { TenantState, TokenState } from "../terraform/tenant-state";
import { tokenSituation, type TokenSituation } from "./token-situation";
import type { Tenant } from "../workspace/workspace";

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
  readonly warnings: readonly { readonly message: string; readonly todo: string }[];
}

export interface SituationOptions {
  /** Ask nobody: state alone. */
  readonly isOffline: boolean;
  readonly signal: AbortSignal;
}

/** Vendors' refusals and outages are part of the answer. Throws a ProviderError for a configuration that cannot be. */
export async function situation(
  tenant: Tenant,
  { token, bindings: inState }: TenantState,
  { isOffline, signal }: SituationOptions,
): Promise<Situation> {
  const clients = clientsOf(tenant);
  const secret = isOffline ? undefined : token.secret?.reveal();
  const [probe, beside, looks] = await Promise.all([
    secret === undefined ? null : clients.scim.probe(secret, signal),
    isOffline ? NOBODY_ASKED : holdersBeside(token, clients, signal),
    inParallel(isOffline ? [] : [...inState.values()], async (binding) => {
      return [keyOf(binding), await lookLive(binding, token, clients, signal)] as const;
    }),
  ]);

  const now = clients.clock.now();
  const lookAt = new Map(looks);
  const standing = tokenSituation(token, probe, now);
  const scimUrl = clients.scim.url;
  const bindings = token.consumers.map((consumer) => {
    const key = keyOf(consumer);
    return bindingSituation({
      consumer,
      binding: inState.get(key),
      token: { ...token, status: standing.status },
      scimUrl,
      look: lookAt.get(key) ?? null,
      now,
    });
  });
  return {
    tenant: tenant.name,
    takenAt: now,
    isLive: !isOffline,
    scimUrl: token.scimUrl ?? scimUrl,
    token: standing,
    lastGap: widest(
      bindings.flatMap(({ gap, status }) => (status === "waiting" ? [] : (gap ?? []))),
    ),
    stillOpen: bindings.flatMap(({ gap, status, name }) =>
      status === "waiting" && gap !== null ? [name] : [],
    ),
    bindings,
    ...beside,
  };
}

const NOBODY_ASKED = { unmanaged: [], warnings: [] };

async function holdersBeside(
  { consumers }: TokenState,
  clients: Clients,
  signal: AbortSignal,
): Promise<Pick<Situation, "unmanaged" | "warnings">> {
  const { holders, unchecked } = await unmanagedHolders(consumers, clients, "first", signal);
  return {
    unmanaged: holders.map(({ kind, id, name }) => ({
      key: keyOf({ kind, id }),
      message: `${kind === "entra" ? "Entra principal" : "Okta app"} ${labelOf({ id, name })} is another application of the same kind: if it holds the token, a rotation leaves it with a dead one`,
      todo: "Add a binding for it, or make sure that it does not use Druva's token",
    })),
    warnings: unchecked.map((why) => ({
      message: `Whether other applications hold the token was not checked: ${why}`,
      todo: "Let these credentials list applications, or look by hand",
    })),
  };
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
