import type { Command } from "commander";
import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";

export function journalCommand(program: Command): void {
  const command = program
    .command("journal")
    .description("What interrupted rotations have left behind. A token in it is never shown.");
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
  run: async ({ config, tenant, json }, { terminal, environment }) => {
    const { entryJson, entryText } = await import("../show/journal-text.js");
    const { entriesOf } = await import("../workspace/journal.js");
    const { openWorkspace, selectTenants } = await import("../workspace/workspace.js");
    const tenants = selectTenants(openWorkspace({ configFile: config, environment }), tenant);
    const entries = (await Promise.all(tenants.map(entriesOf))).flat();
    if (json) terminal.printJson({ entries: entries.map(entryJson) });
    else if (entries.length === 0) terminal.print("The journal is empty.");
    else terminal.print(entries.map(entryText).join("\n"));
    return EXIT.fine;
  },
});

export const journalRecover = subcommand({
  name: "recover",
  description: "Tell what each unfinished entry means for the next deploy. Writes nothing.",
  help: `
A deploy picks up what is pending by itself; this asks Druva about it and says what will happen.

Exit codes: 0 told, 1 an entry cannot be read, 64 wrong usage.

Examples:
  druva-scim journal recover
  druva-scim journal recover --json`,
  options: globalOptions,
  run: async ({ config, tenant, json }, { terminal, environment, signal }) => {
    const { recoveryJson, recoveryText } = await import("../show/journal-text.js");
    const { recover } = await import("../workspace/journal.js");
    const { openWorkspace, selectTenants } = await import("../workspace/workspace.js");
    const tenants = selectTenants(openWorkspace({ configFile: config, environment }), tenant);
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
    "Remove a tenant's entries, but none that may lead to the only copy of a token that works.",
  flags: (command) =>
    command
      .option("--yes", "do not ask")
      .option("--force", "also what may lead to a token that works"),
  help: `
Exit codes: 0 removed, 1 something was kept or could not be removed, 64 wrong usage.

Examples:
  druva-scim journal purge --tenant acme
  druva-scim journal purge --yes`,
  options: globalOptions.extend({
    yes: z.boolean().default(false),
    force: z.boolean().default(false),
  }),
  run: async ({ config, tenant: name, json, yes, force }, { terminal, environment, signal }) => {
    const { entryJson, entryText } = await import("../show/journal-text.js");
    const { confirm } = await import("../terminal/confirm.js");
    const { planPurge, purge } = await import("../workspace/journal.js");
    const { openWorkspace, selectTenant } = await import("../workspace/workspace.js");
    const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
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
      `Kept, since it may be, or lead to, the only copy of a token that works:\n${kept.map(entryText).join("\n")}`,
      {
        todo: "druva-scim journal recover tells what each is good for. --force removes them all the same.",
      },
    );
  },
});
