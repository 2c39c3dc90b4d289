import { model } from "./model/scenarios";
import type { Scenario } from "./scenario";
import { soak } from "./soak";

/** All of them, in the order in which they are played. */
export function scenarios(): readonly Scenario[] {
  return [...model(), ...soak()];
}
