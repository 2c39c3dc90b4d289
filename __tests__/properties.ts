/**
 * How fast-check runs every property. `npm test` runs the same cases each time, so that it fails
 * only after a change; `npm run test:properties` looks for new ones.
 *
 * FC_SEED: an integer, or "random" for a new seed in each property. FC_RUNS: the runs of every
 * property, 100 by default. A failure prints its seed.
 */
import fc from "fast-check";

/** Has no meaning; it only has to stay. */
const PINNED_SEED = 775095150;

const { FC_SEED = String(PINNED_SEED), FC_RUNS } = process.env;
const askedRuns = FC_RUNS === undefined ? {} : { numRuns: integer("FC_RUNS", FC_RUNS) };

fc.configureGlobal({
  ...askedRuns,
  ...(FC_SEED === "random" ? {} : { seed: integer("FC_SEED", FC_SEED) }),
});
if (askedRuns.numRuns !== undefined) jest.setTimeout(30_000 + askedRuns.numRuns * 1000);

/** For a property whose runs are slow: so many of them, unless FC_RUNS is set. */
export function slowRuns(count: number): { numRuns: number } {
  return { numRuns: count, ...askedRuns };
}

function integer(name: string, text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Error(`${name} is "${text}", expected an integer`);
  return Number(text);
}
