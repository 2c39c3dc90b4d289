#!/usr/bin/env node
/** `druva-scim`: the one file that knows the command line's parser. A subcommand is loaded when it is asked for. */
import { Command } from "commander";

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("druva-scim")
    .description("Rotates the Druva SCIM token and shows that everything that holds it works.")
    .showHelpAfterError("(druva-scim --help tells what there is)");

  program
    .command("sandbox")
    .description(
      "Run stand-ins of Druva, Entra ID, Okta and another identity provider on this machine.",
    )
    .option("--directory <folder>", "working folder, new or empty; removed at the end")
    .option("--provider-mirror <folder>", "Terraform filesystem mirror with azuread, okta and null")
    .option("--stand-ins", "use the stand-in provider packages, without asking the registry")
    .option("--wait-scale <factor>", "factor on the stand-in packages' fixed waits", "1")
    .option("--json", "print one JSON document instead of lines to export")
    .addHelpText(
      "after",
      `
Prints the environment to export and the addresses of its pages, and runs until Ctrl-C.
Exit codes: 0 stopped as asked, 1 could not start.

Examples:
  druva-scim sandbox
  druva-scim sandbox --provider-mirror ./mirror
  druva-scim sandbox --json | jq .environment`,
    )
    .action(async (options: unknown) => {
      const { runSandbox } = await import("./sandbox.js");
      await runSandbox(options);
    });

  await program.parseAsync(argv);
}

main(process.argv).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
