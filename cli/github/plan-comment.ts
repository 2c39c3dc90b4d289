/** A plan, or that there is none, as the one comment of its tenant on a pull request. */
import { ConfigError } from "../../config/config-error";
import type { PlanOutlook } from "../outlook/outlook";
import { commentMarker, noPlanMarkdown, planMarkdown } from "../show/plan-markdown";
import { CliError } from "../terminal/cli-error";
import type { Tenant } from "../workspace/workspace";
import { openCodeHost } from "./code-host";
import { pullRequestNumber } from "./pull-request-number";
import { type PutComment, putStickyComment } from "./sticky-comment";

interface Commenter {
  /** The plan's words become the one comment of this tenant on the pull request. */
  tell(outlook: PlanOutlook): Promise<PutComment>;
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
  const host = await openCodeHost({ environment });
  const number = await pullRequestNumber(pullRequest, environment);
  const put = (body: string) =>
    putStickyComment(host, { pullRequest: number, marker: commentMarker(name), body });
  return {
    tell: (outlook) => put(planMarkdown(outlook)),
    async tellFailure(error) {
      if (error instanceof CliError) await put(noPlanMarkdown(name, error.publicMessage));
      if (error instanceof ConfigError) await put(noPlanMarkdown(name, error.message));
    },
  };
}
