import { endFaults, faults } from "./faults";
import type { Scenario } from "./scenario";

/** All of them, in the order in which they are played. */
export function scenarios(): readonly Scenario[] {
  return [...faults()];
}

/** Stops what they have left running. */
export async function endScenarios(): Promise<void> {
  await endFaults();
}
