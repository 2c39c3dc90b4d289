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
  /**
   * "plan": a plan has just looked at everything. "saved": the state alone, nobody was asked. "failed
   * plan": the state, and Druva's answer about its token.
   */
  readonly source: "plan" | "saved" | "failed plan";
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

/** What was found out beside the state. */
export interface SituationFacts extends Pick<Situation, "source" | "warnings"> {
  /** By the clock in use. */
  readonly now: Date;
  /** The SCIM base URL that is configured now. */
  readonly scimUrl: string;
  /** Of a plan, which knows more than the state: what is not deployed yet. */
  readonly found?: FindingKind | null;
}

/** Pure. */
export function situation(
  { token, bindings: inState }: TenantState,
  { now, scimUrl, source, found = null, warnings }: SituationFacts,
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
    source,
    scimUrl: token.scimUrl ?? scimUrl,
    worst: worstOf([
      found,
      source === "failed plan" ? "blind" : null,
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
    unmanaged: source === "plan" ? (token.unmanaged ?? []).map(unmanagedHolder) : [],
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
