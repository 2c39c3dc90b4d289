import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("forget")
    .description("Delete the handed-over token from the code host's environment secrets.")
    .requiredOption("--environment <name>", "the deployment environment that holds it")
    .addHelpText(
      "after",
      `
The last step of a deploy, whatever came of it. The secret's name is that of the variable:
DRUVA_SCIM_TOKEN_<TENANT>. Takes GITHUB_TOKEN (of a GitHub App or a fine-grained token with
environments: write; a workflow's own cannot have it), GITHUB_REPOSITORY and GITHUB_API_URL from
the environment.

Exit codes: 0 it is gone, or there was none; 1 that is not certain; 64 wrong usage.

Examples:
  druva-scim forget --environment druva-rotation
  druva-scim forget --environment druva-rotation --tenant acme --json`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { forgetOptions, runForget } = await import("../forget.js");
      await action(forgetOptions, runForget).call(this);
    });
}
