import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("sandbox")
    .description(
      "Run stand-ins of Druva, Entra ID, Okta and another identity provider on this machine.",
    )
    .option("--directory <folder>", "working folder, new or empty; removed at the end")
    .option("--provider-mirror <folder>", "Terraform filesystem mirror with azuread, okta and null")
    .option("--stand-ins", "use the stand-in provider packages, without asking the registry")
    .option("--wait-scale <factor>", "factor on the stand-in packages' fixed waits", "1")
    .option(
      "--entra-put <world>",
      "what Entra's PUT of secrets does with keys it does not name: merges, replaces or drops",
      "merges",
    )
    .option("--unkind", "now and then answer 429, show an outdated value or lose an answer")
    .addHelpText(
      "after",
      `
Prints the environment to export and the addresses of its pages, and runs until Ctrl-C.
With --json: one JSON document instead of lines to export.

Exit codes: 0 stopped as asked, 1 could not start, 64 wrong usage.

Examples:
  druva-scim sandbox
  druva-scim sandbox --provider-mirror ./mirror
  druva-scim sandbox --entra-put drops --unkind
  druva-scim sandbox --json | jq .environment`,
    )
    .action(async (_options: unknown, command: Command) => {
      const { runSandbox } = await import("../sandbox.js");
      await runSandbox(command.optsWithGlobals());
    });
}
