import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";

export const planCommand = subcommand({
  name: "plan",
  description: "Say in words what a deploy would do, and what stops working. Changes nothing.",
  flags: (command) =>
    command
      .option("--markdown", "print markdown, for a job's summary")
      .option("--comment", "also keep it as the one comment on the pull request")
      .option("--pull-request <number>", "with --comment (default: that of $GITHUB_EVENT_PATH)"),
  help: `
Runs the CDKTF app and terraform plan; the plan's file is deleted, and no secret is printed.
--comment takes GITHUB_TOKEN (permissions: pull-requests: write), GITHUB_REPOSITORY and
GITHUB_API_URL from the environment.

Exit codes: 0 nothing to do, 2 a deploy would change something, 1 the plan or the comment failed,
64 wrong usage.

Examples:
  druva-scim plan
  druva-scim plan --tenant acme --json | jq .headline
  druva-scim plan --markdown >> "$GITHUB_STEP_SUMMARY"
  druva-scim plan --comment --pull-request 7`,
  options: globalOptions.extend({
    markdown: z.boolean().default(false),
    comment: z.boolean().default(false),
    pullRequest: z.coerce
      .number("the pull request's number is expected")
      .int("the pull request's number is expected")
      .positive("the pull request's number is expected")
      .optional(),
  }),
  run: async (given, { terminal, environment, signal }) => {
    const { openTenant } = await import("../workspace/workspace.js");
    const { outlookOfTenant } = await import("../outlook/tenant-outlooks.js");
    const tenant = openTenant(given, environment);
    const commenter = given.comment
      ? await (await import("../github/plan-comment.js")).openCommenter(tenant, given.pullRequest)
      : undefined;

    const outlook = await outlookOfTenant(tenant, { terminal, signal }).catch(
      async (error: unknown) => {
        await commenter?.tellFailure(error);
        throw error;
      },
    );
    // A comment that is refused takes nothing away from what is printed.
    const [said] = await Promise.allSettled([
      commenter && terminal.during("keeping the comment", () => commenter.tell(outlook)),
    ]);
    const comment = said.status === "fulfilled" ? said.value : undefined;
    if (given.json) {
      const { planJson } = await import("../show/outlook-json.js");
      terminal.printJson({ ...planJson(outlook), comment: comment ?? null });
    } else if (given.markdown) {
      const { planMarkdown } = await import("../show/plan-markdown.js");
      terminal.print(planMarkdown(outlook));
    } else {
      const { planText } = await import("../show/plan-text.js");
      const { wrapped } = await import("../terminal/wrapped.js");
      terminal.print(wrapped(planText(outlook, terminal), terminal));
    }
    if (said.status === "rejected") throw said.reason;
    if (comment !== undefined) terminal.remark(`Comment ${comment.did}: ${comment.url}`);
    return outlook.exitCode;
  },
});
