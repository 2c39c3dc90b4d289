/** The tour, and what each sabotage is run over. */
import type { Step } from "../step";
import { adopt } from "./adopt";
import { drift } from "./drift";
import { interrupted } from "./interrupted";
import { plan } from "./plan";
import { rotate } from "./rotate";
import { silentFailure } from "./silent-failure";
import { wrongUrl } from "./wrong-url";

export const TOUR: readonly Step[] = [adopt, plan, rotate, wrongUrl, drift, silentFailure];

/** Runs alone: its tenant has the command issuer. */
export const INTERRUPTED: readonly Step[] = [interrupted];

export const SABOTAGES = {
  probe: [adopt, drift],
  test: [adopt, silentFailure],
  heal: [adopt, silentFailure],
  write: [adopt, wrongUrl],
  journal: [interrupted],
} as const satisfies Record<string, readonly Step[]>;

export type Sabotage = keyof typeof SABOTAGES;
