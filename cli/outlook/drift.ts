/** `druva-scim drift`: a nightly look at everything, by a plan that nobody applies. */
import { clientsOf } from "../workspace/tenant-clients";
import { CliError } from "../terminal/cli-error";
import { type DriftReport, driftReport } from "./drift-report";
import { planStack, type PlanSurroundings } from "./plan";
import { openStack } from "../terraform/stack";
import type { Tenant } from "../workspace/workspace";

/** Throws a CliError where nothing was deployed yet. A plan that fails is a finding, no error. */
export async function lookForDrift(
  tenant: Tenant,
  surroundings: PlanSurroundings,
): Promise<DriftReport> {
  const stack = await openStack(tenant, surroundings);
  const { summary, prior } = await planStack(stack);
  const state = summary.exitCode === 1 ? await stack.readState() : prior;
  if (state === null) {
    throw new CliError(`There is no state of tenant "${tenant.name}" yet.`, {
      todo: `Deploy it first: cdktf deploy ${stack.stack}`,
    });
  }
  return driftReport({ summary, token: state.token, now: clientsOf(tenant).clock.now() });
}
