import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("status")
    .description("Show how each tenant's token stands, and everything that holds it.")
    .option("--offline", "from state alone: ask neither Druva nor Entra nor Okta")
    .option("--html <file>", "write one self-contained page instead of text")
    .addHelpText(
      "after",
      `
Of each token: generation, fingerprint, age, days left, when it is due, the last gap. Of each
binding: how it stands (tested, rejected, waiting, unproven, unknown: could not be looked at),
how and when it was proven, what is wrong and what to do. Changes nothing.

Exit codes: 0 shown; 1 could not be determined; 64 wrong usage.

Examples:
  druva-scim status
  druva-scim status --offline --tenant acme
  druva-scim status --html status.html
  druva-scim status --json | jq '.tenants[].token.daysLeft'`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { runStatus, statusOptions } = await import("../status.js");
      await action(statusOptions, runStatus).call(this);
    });
}
