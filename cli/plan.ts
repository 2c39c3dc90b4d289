/** `druva-scim plan`: what a deploy of the config, as it is here, would do. Changes nothing. */
import { ConfigError } from "../config/config-error";
import { CliError } from "./cli-error";
import type { PutComment } from "./code-host/sticky-comment";
import { commentMarker, noPlanMarkdown, planMarkdown } from "./plan-markdown";
import { type PlanFacts, summarize, type Summary } from "./plan-summary";
import { type Redact, redactor } from "./redacted";
import type { Terminal } from "./terminal";
import type { TenantState } from "./tenant-state";
import { openStack, type Stack } from "./terraform";
import type { Tenant } from "./workspace";

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
  const redact = redactor(tenant.workspace.environment, run.prior);
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

export interface Commenter {
  /** The plan's words become the one comment of this tenant on the pull request. */
  tell(summary: Summary): Promise<PutComment>;
  /**
   * That there is no plan is told there too: the comment of the commit before would stand as if it
   * were of this one.
   */
  tellFailure(error: unknown): Promise<void>;
}

/** Throws a CliError where the environment lacks something: before the minutes of a plan. */
export async function openCommenter(
  { name, workspace: { environment } }: Tenant,
  pullRequest: number | undefined,
): Promise<Commenter> {
  const { openCodeHost } = await import("./code-host/code-host.js");
  const { pullRequestNumber } = await import("./code-host/pull-request-number.js");
  const { putStickyComment } = await import("./code-host/sticky-comment.js");
  const host = await openCodeHost({ environment });
  const number = await pullRequestNumber(pullRequest, environment);
  const put = (body: string) =>
    putStickyComment(host, { pullRequest: number, marker: commentMarker(name), body });
  return {
    tell: (summary) => put(planMarkdown(summary)),
    async tellFailure(error) {
      if (!(error instanceof CliError || error instanceof ConfigError)) return;
      await put(noPlanMarkdown(name, redactor(environment, null)(error.message)));
    },
  };
}
