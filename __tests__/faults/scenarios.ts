import { cliKills, endCliKills } from "./cli-kills";
import { drift, endDrift } from "./drift";
import { endFaults, faults } from "./faults";
import { endKills, kills } from "./kills";
import { model } from "./model/scenarios";
import { races } from "./races";
import type { Scenario } from "./scenario";
import { secrets } from "./secrets";
import { soak } from "./soak";
import { state } from "./state";

/** All of them, in the order in which they are played. */
export function scenarios(): readonly Scenario[] {
  return [
    ...kills(),
    ...cliKills(),
    ...faults(),
    ...drift(),
    ...state(),
    ...races(),
    ...secrets(),
    ...model(),
    ...soak(),
  ];
}

/** Stops what they have left running. */
export async function endScenarios(): Promise<void> {
  await endKills();
  await endCliKills();
  await endFaults();
  await endDrift();
}
