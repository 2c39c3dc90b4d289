/** From a plan to the state that it led to. */
import type { Fields, Planned, State } from "./schema";
import { unknownPlaces } from "./unknown";

/**
 * The planned values, with what apply decided in place of those that were unknown:
 * `settled(planned, { id, issued_at })`. Throws where something is unknown still, which is a defect
 * of the resource: it has to decide all that it planned as unknown.
 */
export function settled<F extends Fields>(
  planned: Planned<F>,
  decided: Partial<State<F>>,
): State<F> {
  const state: unknown = { ...planned, ...decided };
  if (isSettled<F>(state)) return state;
  throw new Error(`apply left ${unknownPlaces(state).join(", ")} undecided`);
}

function isSettled<F extends Fields>(state: unknown): state is State<F> {
  return unknownPlaces(state).length === 0;
}
