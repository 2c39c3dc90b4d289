import { z } from "zod";

import { fileName, globalOptions, subcommand } from "../subcommand";

export const driftCommand = subcommand({
  name: "drift",
  description:
    "Report what is broken, stopped, drifted, waiting, not seen, not proven, undated, or due.",
  flags: (command) =>
    command
      .option("--report <file>", "also write the JSON report there")
      .option("--issues", "open, update and close one issue for each kind on the code host")
      .option("--open-request", "when the token is due, open the rotation's pull request"),
  help: `
Looks by a plan that nobody applies. --issues and --open-request take GITHUB_TOKEN (permissions:
issues: write; for --open-request also contents: write and pull-requests: write),
GITHUB_REPOSITORY and GITHUB_API_URL from the environment.

Exit codes, the worst of what was found:
  0 fine
  5 broken   the token or a binding is dead, so users are not provisioned
  9 stopped  a binding works, and the job that would provision users does not run
  4 drifted  what is there is not what the config says; a deploy puts it right
  7 waiting  a person has still to enter the token in an application; no deploy does it
  6 blind    it could not be looked at: no permission, or a vendor does not answer
  8 unproven nothing shows that a binding works, and nobody can test it
  10 undated nobody knows when the token expires, so nothing warns before it does
  3 due      the token has to be rotated soon
  1 it could not be done (no state, an invalid config, the code host refuses), 64 wrong usage

Examples:
  druva-scim drift
  druva-scim drift --tenant acme --json | jq -r .worst
  druva-scim drift --report drift.json --issues --open-request`,
  options: globalOptions.extend({
    report: fileName.optional(),
    issues: z.boolean().default(false),
    openRequest: z.boolean().default(false),
  }),
  run: async (given, { terminal, environment, signal }) => {
    const { openTenant } = await import("../workspace/workspace.js");
    const { outlookOfDeployed } = await import("../outlook/tenant-outlooks.js");
    const { driftReport } = await import("../show/drift-report.js");
    const tenant = openTenant(given, environment);
    const host =
      given.issues || given.openRequest
        ? await (await import("../github/code-host.js")).openCodeHost({ environment })
        : undefined;

    const report = driftReport(await outlookOfDeployed(tenant, { terminal, signal }));
    if (given.report !== undefined) {
      const { writeWhole } = await import("../terminal/write-file.js");
      await writeWhole(given.report, `${JSON.stringify(report, undefined, 2)}\n`);
    }
    if (given.json) {
      terminal.printJson(report);
    } else {
      const { driftText } = await import("../show/drift-text.js");
      const { wrapped } = await import("../terminal/wrapped.js");
      terminal.print(wrapped(driftText(report, terminal), terminal));
    }
    if (host !== undefined && given.issues) {
      const { keepDriftIssues } = await import("../github/drift-issues.js");
      const kept = await terminal.during("keeping the issues", () => keepDriftIssues(host, report));
      for (const { did, url } of kept) {
        terminal.remark(`Issue ${did}: ${url}`);
      }
    }
    if (host !== undefined && given.openRequest) {
      const { openRotationRequest } = await import("../github/drift-request.js");
      const outcome = await terminal.during("asking for the rotation", () =>
        openRotationRequest(host, tenant, report),
      );
      if (outcome?.did === "is merged") {
        terminal.remark("The rotation is merged already, and not deployed yet.");
      } else if (outcome !== undefined) {
        terminal.remark(`Pull request ${outcome.did}: ${outcome.pullRequest?.url ?? ""}`);
      }
    }
    return report.exitCode;
  },
});
