import { drift, endDrift } from "./drift";
import { model } from "./model/scenarios";
import { races } from "./races";
import type { Scenario } from "./scenario";
import { secrets } from "./secrets";
import { state } from "./state";
import { soak } from "./soak";

/** All of them, in the order in which they are played. */
export function scenarios(): readonly Scenario[] {
  return [...drift(), ...state(), ...races(), ...secrets(), ...model(), ...soak()];
}

/** Stops what they have left running. */
export async function endScenarios(): Promise<void> {
  await endDrift();
}
