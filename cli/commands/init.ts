import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("init")
    .description("Write a config and workflows, into a CDKTF app or a new one.")
    .option("--directory <folder>", "where (default: here)")
    .option("--scim-url <url>", "Druva's SCIM base URL")
    .option("--begin <how>", "observe what exists, or adopt the living token")
    .option("--issued-on <day>", "with --begin adopt: when the living token was generated")
    .option("--entra <id=name...>", "Entra applications, by object id")
    .option("--okta <id=name...>", "Okta apps whose token Okta's API takes")
    .option("--okta-by-person <id=name...>", 'Okta apps that a person sets ("Druva 2.0")')
    .option("--workflows <kind>", "github, gitlab or none")
    .option("--yes", "ask nothing: what no flag says is left at its default")
    .option("--force", "write over what is there")
    .addHelpText(
      "after",
      `
On a terminal it asks for what no flag says, and lists the applications that the credentials in the
environment (ARM_*, OKTA_*) show. Defaults without a terminal: --begin observe, --workflows none.

Exit codes: 0 written, 1 could not be written, or a file is in the way, 64 wrong usage.

Examples:
  druva-scim init
  druva-scim init --yes --tenant acme --begin adopt --workflows github \\
    --entra "00000000-0000-0000-0000-0000000000aa=Druva Engineering" \\
    --okta-by-person "0oaDruvaPerson=Druva 2.0"`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { initOptions, runInit } = await import("../init.js");
      await action(initOptions, runInit).call(this);
    });
}
