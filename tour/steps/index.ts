/** The tour, and what each sabotage is run over. */
import type { Sabotage } from "../sabotage";
import type { Step } from "../step";
import { adoptStep } from "./adopt";
import { driftStep } from "./drift";
import { interruptedStep } from "./interrupted";
import { planStep } from "./plan";
import { rotateStep } from "./rotate";
import { silentFailureStep } from "./silent-failure";
import { wrongUrlStep } from "./wrong-url";

export const TOUR: readonly Step[] = [
  adoptStep,
  planStep,
  rotateStep,
  wrongUrlStep,
  driftStep,
  silentFailureStep,
];

/** Runs alone: its tenant has the command issuer. */
export const INTERRUPTED: readonly Step[] = [interruptedStep];

/** What each sabotage is run over. */
export const SABOTAGES: Readonly<Record<Sabotage, readonly Step[]>> = {
  probe: [adoptStep, driftStep],
  test: [adoptStep, silentFailureStep],
  heal: [adoptStep, silentFailureStep],
  write: [adoptStep, wrongUrlStep],
  journal: [interruptedStep],
};
