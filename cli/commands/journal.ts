import type { Command } from "commander";
import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";

export function journalCommand(program: Command): void {
  const command = program
    .command("journal")
    .description(
      "List, explain or remove what interrupted rotations left behind. Never shows a token.",
    );
  for (const add of [journalList, journalRecover, journalPurge]) add(command);
}

export const journalList = subcommand({
  name: "list",
  description: "List the entries.",
  help: `
Exit codes: 0 listed, 1 the folder cannot be read, 64 wrong usage.

Examples:
  druva-scim journal list
  druva-scim journal list --tenant acme --json`,
  options: globalOptions,
  run: async ({ json, ...given }, { terminal, environment }) => {
    const { entryJson, entryText } = await import("../show/journal-text.js");
    const { entriesOf } = await import("../workspace/journal.js");
    const { openTenants } = await import("../workspace/workspace.js");
    const tenants = openTenants(given, environment);
    const entries = (await Promise.all(tenants.map(entriesOf))).flat();
    if (json) terminal.printJson({ entries: entries.map(entryJson) });
    else if (entries.length === 0) terminal.print("The journal is empty.");
    else terminal.print(entries.map(entryText).join("\n"));
    return EXIT.fine;
  },
});

export const journalRecover = subcommand({
  name: "recover",
  description: "Say what each unfinished entry means for the next deploy. Writes nothing.",
  help: `
A deploy resumes what is pending by itself; this command asks Druva about it and says what will
happen.

Exit codes: 0 shown, 1 an entry cannot be read, 64 wrong usage.

Examples:
  druva-scim journal recover
  druva-scim journal recover --json`,
  options: globalOptions,
  run: async ({ json, ...given }, { terminal, environment, signal }) => {
    const { recoveryJson, recoveryText } = await import("../show/journal-text.js");
    const { recover } = await import("../workspace/journal.js");
    const { openTenants } = await import("../workspace/workspace.js");
    const tenants = openTenants(given, environment);
    const found = await terminal.during("asking Druva about what the journal holds", async () =>
      (await Promise.all(tenants.map((each) => recover(each, signal)))).flat(),
    );
    if (json) terminal.printJson({ entries: found.map(recoveryJson) });
    else if (found.length === 0) terminal.print("Nothing was interrupted.");
    else terminal.print(found.map(recoveryText).join("\n"));
    return found.some(({ entry }) => entry.stage === "unreadable") ? EXIT.error : EXIT.fine;
  },
});

export const journalPurge = subcommand({
  name: "purge",
  description:
    "Remove a tenant's entries, except those that may be the only copy of a working token.",
  flags: (command) =>
    command
      .option("--yes", "do not ask")
      .option("--force", "also remove what may hold a working token"),
  help: `
Exit codes: 0 removed, 1 something was kept or could not be removed, 64 wrong usage.

Examples:
  druva-scim journal purge --tenant acme
  druva-scim journal purge --yes`,
  options: globalOptions.extend({
    yes: z.boolean().default(false),
    force: z.boolean().default(false),
  }),
  run: async ({ json, yes, force, ...given }, { terminal, environment, signal }) => {
    const { entryJson, entryText } = await import("../show/journal-text.js");
    const { confirm } = await import("../terminal/confirm.js");
    const { planPurge, purge } = await import("../workspace/journal.js");
    const { openTenant } = await import("../workspace/workspace.js");
    const tenant = openTenant(given, environment);
    const plan = await planPurge(tenant, { force }, signal);
    const { removed, kept } = plan;
    if (removed.length > 0 && !yes) {
      const entries = removed.map(entryText).join("\n");
      await confirm(`Remove ${removed.length} entries?\n${entries}\n`, signal);
    }
    await purge(plan);
    if (json) terminal.printJson({ removed: removed.map(entryJson), kept: kept.map(entryJson) });
    else terminal.print(`Removed ${removed.length} of ${removed.length + kept.length} entries.`);
    if (kept.length === 0) return EXIT.fine;
    throw new CliError(
      `Kept, because it may be the only copy of a working token, or keep a command from ending one:\n${kept.map(entryText).join("\n")}`,
      {
        todo: "druva-scim journal recover says what each is for. --force removes them anyway.",
      },
    );
  },
});
