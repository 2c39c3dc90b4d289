import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("doctor")
    .description("Look for what usually is wrong where this runs: tools, network, credentials.")
    .addHelpText(
      "after",
      `
Looks at: node, terraform or tofu, cdktf and git; Terraform's CLI configuration; trust and proxies;
whether Druva, Entra and Okta answer, and the clocks agree; where the state lies and where Terraform
runs; which credentials are there (never shown) and what they may read. Changes nothing.

Exit codes: 0 no problem (there may be warnings), 1 a problem, 64 wrong usage.

Examples:
  druva-scim doctor
  druva-scim doctor --tenant acme --json`,
    )
    .action(async function (this: Command) {
      const { action, globalOptions } = await import("../command-line.js");
      const { runDoctor } = await import("../doctor.js");
      await action(globalOptions, runDoctor).call(this);
    });
}
