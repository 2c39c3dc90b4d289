import { cliKills, endCliKills } from "./cli-kills";
import { endFaults, faults } from "./faults";
import { endKills, kills } from "./kills";
import type { Scenario } from "./scenario";

/** All of them, in the order in which they are played. */
export function scenarios(): readonly Scenario[] {
  return [...kills(), ...cliKills(), ...faults()];
}

/** Stops what they have left running. */
export async function endScenarios(): Promise<void> {
  await endKills();
  await endCliKills();
  await endFaults();
}
