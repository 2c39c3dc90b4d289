import type { Command } from "commander";

export function register(program: Command): void {
  const journal = program
    .command("journal")
    .description("What interrupted rotations have left behind. A token in it is never shown.");

  journal
    .command("list")
    .description("List the entries.")
    .addHelpText(
      "after",
      `
Exit codes: 0 listed, 1 the folder cannot be read, 64 wrong usage.

Examples:
  druva-scim journal list
  druva-scim journal list --tenant acme --json`,
    )
    .action(async function (this: Command) {
      const { action, globalOptions } = await import("../command-line.js");
      const { listJournal } = await import("../journal-run.js");
      await action(globalOptions, listJournal).call(this);
    });

  journal
    .command("recover")
    .description("Tell what each unfinished entry means for the next deploy. Writes nothing.")
    .addHelpText(
      "after",
      `
A deploy picks up what is pending by itself; this asks Druva about it and says what will happen.

Exit codes: 0 told, 1 an entry cannot be read, 64 wrong usage.

Examples:
  druva-scim journal recover
  druva-scim journal recover --json`,
    )
    .action(async function (this: Command) {
      const { action, globalOptions } = await import("../command-line.js");
      const { recoverJournal } = await import("../journal-run.js");
      await action(globalOptions, recoverJournal).call(this);
    });

  journal
    .command("purge")
    .description("Remove a tenant's entries, but none that may be the only copy of a living token.")
    .option("--yes", "do not ask")
    .option("--force", "also what may hold a living token")
    .addHelpText(
      "after",
      `
Exit codes: 0 removed, 1 something was kept or could not be removed, 64 wrong usage.

Examples:
  druva-scim journal purge --tenant acme
  druva-scim journal purge --yes`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { purgeJournal, purgeOptions } = await import("../journal-run.js");
      await action(purgeOptions, purgeJournal).call(this);
    });
}
