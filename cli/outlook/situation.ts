/** How a tenant stands: its token, and everything that holds it, as state or a plan has it. */
import { keyOf, labelOf } from "../../provider/bindings/consumer";
import type { Holder } from "../../provider/bindings/unmanaged";
import type { TenantState } from "../terraform/tenant-state";
import { type BindingSituation, bindingSituation, type Gap } from "./binding-situation";
import { type FindingKind, kindOfToken, worstOf } from "./finding-kinds";
import { tokenSituation, type TokenSituation } from "./token-situation";

export interface Situation {
  readonly tenant: string;
  /** By the clock in use (the sandbox moves its own). */
  readonly takenAt: Date;
  /** False: as it was saved last, nobody was asked. */
  readonly isLive: boolean;
  /** SCIM base URL. */
  readonly scimUrl: string;
  /** Of the token and its bindings; null where nothing is wrong. */
  readonly worst: FindingKind | null;
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
  readonly warnings: readonly { readonly message: string; readonly todo: string | null }[];
}

/** What was found out, and by whom. */
export interface SituationFacts {
  /** By the clock in use. */
  readonly now: Date;
  /** The SCIM base URL that is configured now. */
  readonly scimUrl: string;
  /** True: a plan has just looked at everything. False: this is the state as it was saved last. */
  readonly isLive: boolean;
  /** A plan was to look, and failed. */
  readonly isBlind: boolean;
  /** What the plan said that concerns no binding, or why there is none. */
  readonly warnings: Situation["warnings"];
}

/** Pure. */
export function situation(
  { token, bindings: inState }: TenantState,
  { now, scimUrl, isLive, isBlind, warnings }: SituationFacts,
): Situation {
  const standing = tokenSituation(token, now);
  const bindings = token.consumers.map((consumer) =>
    bindingSituation({
      consumer,
      binding: inState.get(keyOf(consumer)),
      token: { ...token, status: standing.status },
      now,
    }),
  );
  return {
    tenant: token.tenant,
    takenAt: now,
    isLive,
    scimUrl: token.scimUrl ?? scimUrl,
    worst: worstOf([
      isBlind ? "blind" : null,
      kindOfToken(standing.status),
      ...bindings.map(({ finding }) => finding),
    ]),
    token: standing,
    lastGap: widest(
      bindings.flatMap(({ gap, status }) => (status === "waiting" ? [] : (gap ?? []))),
    ),
    stillOpen: bindings.flatMap(({ gap, status, name }) =>
      status === "waiting" && gap !== null ? [name] : [],
    ),
    bindings,
    unmanaged: isLive ? (token.unmanaged ?? []).map(unmanagedHolder) : [],
    warnings,
  };
}

function unmanagedHolder({ kind, id, name }: Holder): Situation["unmanaged"][number] {
  return {
    key: keyOf({ kind, id }),
    message: `${kind === "entra" ? "Entra principal" : "Okta app"} ${labelOf({ id, name })} is another application of the same kind: if it holds the token, a rotation leaves it with a dead one`,
    todo: "Add a binding for it, or make sure that it does not use Druva's token",
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
