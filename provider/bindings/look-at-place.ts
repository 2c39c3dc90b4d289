/** The rule of all bindings: what counts is what the vendor says of the credentials that it has saved. */
import type { Look, Place } from "./place";

export async function lookAt(place: Place, signal: AbortSignal): Promise<Look> {
  return place.look(signal);
}
