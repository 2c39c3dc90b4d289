/** `druva-scim plan`: what a deploy of the config, as it is here, would do. Changes nothing. */
import { type PlanFacts, summarize, type Summary } from "./plan-summary";
import { type Redact, redactor } from "../terraform/redacted";
import type { Terminal } from "../terminal/terminal";
import type { TenantState } from "../terraform/tenant-state";
import { openStack, type Stack } from "../terraform/stack";
import type { Tenant } from "../workspace/workspace";

export interface PlanSurroundings {
  readonly terminal: Terminal;
  readonly signal?: AbortSignal | undefined;
}

/** Synthesizes, plans, and puts the plan into words. Throws a CliError where not even that works. */
export async function planTenant(tenant: Tenant, surroundings: PlanSurroundings): Promise<Summary> {
  const { summary } = await planStack(await openStack(tenant, surroundings));
  return summary;
}

/** `prior` is the state as the plan refreshed it; null where there is none, or the plan failed. */
export async function planStack(stack: Stack): Promise<{
  readonly summary: Summary;
  readonly prior: TenantState | null;
}> {
  const { tenant } = stack;
  const run = await stack.plan();
  // What a failed plan says may quote the token as well.
  const state = run.prior ?? (await stack.readState().catch(() => null));
  const redact = redactor(tenant.workspace.environment, state);
  const diagnostics = redacted(run.diagnostics, redact);
  return { summary: summarize(tenant.name, { ...run, diagnostics }), prior: run.prior };
}

function redacted(diagnostics: PlanFacts["diagnostics"], redact: Redact) {
  return diagnostics.map((each) => ({
    ...each,
    summary: redact(each.summary),
    detail: redact(each.detail),
  }));
}
