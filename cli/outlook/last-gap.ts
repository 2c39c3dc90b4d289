/** How long the last rotation left bindings without a working token. Pure. */
import type { Gap } from "../../provider/bindings/gap";
import type { BindingOutlook } from "./bindings";

/** Over all bindings that are through: a rotation's gap is that of its slowest one. */
export interface LastGap extends Gap {
  /** Name of the binding that took longest, as far as is known. */
  readonly slowest: string;
  /** The bounds over the bindings whose upper bound is known; null if there is no such binding. */
  readonly atLeastWhereSeen: number | null;
  readonly atMostWhereSeen: number | null;
  /** Names of those whose upper bound is not known: no deploy saw when the old token last worked. */
  readonly unbounded: readonly string[];
}

/** Null where there was no rotation to measure. */
export function lastGapOf(bindings: readonly BindingOutlook[]): LastGap | null {
  const measured = bindings.flatMap(({ gap, name, status }) =>
    gap === null || status === "waiting" ? [] : [{ ...gap, name }],
  );
  const bounded = measured.filter(({ atMost }) => atMost !== null);
  const [slowest] = (bounded.length > 0 ? bounded : measured).toSorted(
    (one, other) => (other.atLeast ?? 0) - (one.atLeast ?? 0),
  );
  if (slowest === undefined) return null;
  const atMostWhereSeen = largest(bounded.map(({ atMost }) => atMost));
  return {
    atLeast: largest(measured.map(({ atLeast }) => atLeast)),
    atMost: bounded.length === measured.length ? atMostWhereSeen : null,
    slowest: slowest.name,
    atLeastWhereSeen: largest(bounded.map(({ atLeast }) => atLeast)),
    atMostWhereSeen,
    unbounded: measured.flatMap(({ atMost, name }) => (atMost === null ? [name] : [])),
  };
}

/** Names of the bindings that are not through yet: a person is waited for. */
export function stillOpenIn(bindings: readonly BindingOutlook[]): string[] {
  return bindings.flatMap(({ gap, status, name }) =>
    status === "waiting" && gap !== null ? [name] : [],
  );
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((each) => each !== null);
  return known.length === 0 ? null : Math.max(...known);
}
