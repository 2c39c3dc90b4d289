import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("preflight")
    .description(
      "Look whether everything that holds the token can take a new one. Changes nothing.",
    )
    .addHelpText(
      "after",
      `
Run it before a token is generated: from then on the present one does not work any more.
It reads only, with the credentials that the deploy has (ARM_*, OKTA_*).

Exit codes: 0 ready, 1 not ready, or it could not be found out, 64 wrong usage.

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
