import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("preflight")
    .description("Try whether everything that holds the token can take a new one.")
    .addHelpText(
      "after",
      `
Run it before a token is generated: from then on the present one does not work any more.
It uses the credentials that the deploy has (ARM_*, OKTA_*), reaches and tests everything that holds
the token, and saves what is saved there once more, with the living token from state. Nothing else
shows that it may be written. Without that token (nothing deployed yet, or only observed) nothing is
written, and nothing is proven.

Exit codes: 0 everything is ready; 6 not proven, and nothing speaks against it; 1 not ready, or it
could not be determined; 64 wrong usage.

Examples:
  druva-scim preflight
  druva-scim preflight --tenant acme --json`,
    )
    .action(async function (this: Command) {
      const { action, globalOptions } = await import("../command-line.js");
      const { preflightCommand } = await import("../preflight.js");
      await action(globalOptions, preflightCommand).call(this);
    });
}
