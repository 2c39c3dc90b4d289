import type { Scenario } from "./scenario";

/** All of them, in the order in which they are played. */
export function scenarios(): readonly Scenario[] {
  return [];
}
