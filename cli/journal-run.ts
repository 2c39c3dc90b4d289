/** `druva-scim journal list|recover|purge` from the command line. */
import { z } from "zod";

import { CliError } from "./cli-error";
import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { entriesOf, type JournalEntry, planPurge, purge, recover } from "./journal";
import { minuteOf } from "./words";
import { openWorkspace, selectTenant, selectTenants, type Tenant } from "./workspace";

type Options = z.output<typeof globalOptions>;

export const purgeOptions = globalOptions.extend({
  yes: z.boolean().default(false),
  force: z.boolean().default(false),
});

export async function listJournal(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { terminal } = surroundings;
  const entries = (await Promise.all(tenantsOf(options, surroundings).map(entriesOf))).flat();
  if (options.json) terminal.printJson({ entries: entries.map(shown) });
  else
    terminal.print(entries.length === 0 ? "The journal is empty." : entries.map(line).join("\n"));
  return EXIT.fine;
}

export async function recoverJournal(
  options: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal, signal } = surroundings;
  const tenants = tenantsOf(options, surroundings);
  const found = await terminal.during("asking Druva about what the journal holds", async () =>
    (await Promise.all(tenants.map((tenant) => recover(tenant, signal)))).flat(),
  );
  if (options.json) {
    terminal.printJson({
      entries: found.map(({ entry, probe, finding, todo }) => ({
        ...shown(entry),
        verdict: probe?.verdict ?? null,
        finding,
        todo,
      })),
    });
  } else if (found.length === 0) {
    terminal.print("Nothing was interrupted.");
  } else {
    const blocks = found.map(({ entry, finding, todo }) =>
      [line(entry), `  ${finding}`, `  ${todo}`].join("\n"),
    );
    terminal.print(blocks.join("\n"));
  }
  return found.some(({ entry }) => entry.stage === "unreadable") ? EXIT.error : EXIT.fine;
}

export async function purgeJournal(
  options: z.output<typeof purgeOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const { config, force, yes, json } = options;
  const tenant = selectTenant(openWorkspace({ configFile: config, environment }), options.tenant);
  const plan = await planPurge(tenant, { force }, signal);
  const { removed, kept } = plan;
  if (removed.length > 0 && !yes) await confirm(removed, signal);
  await purge(plan);
  if (json) terminal.printJson({ removed: removed.map(shown), kept: kept.map(shown) });
  else terminal.print(`Removed ${removed.length} of ${removed.length + kept.length} entries.`);
  if (kept.length === 0) return EXIT.fine;
  throw new CliError(
    `Kept, since it may be the only copy of a living token:\n${kept.map(line).join("\n")}`,
    {
      todo: "druva-scim journal recover tells what each is good for. --force removes them all the same.",
    },
  );
}

async function confirm(removed: readonly JournalEntry[], signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliError("There is no terminal to ask whether the entries may be removed.", {
      exitCode: EXIT.usage,
      todo: "Say so with --yes.",
    });
  }
  const { confirm: ask } = await import("@inquirer/prompts");
  const message = `Remove ${removed.length} entries?\n${removed.map(line).join("\n")}\n`;
  if (await ask({ message, default: false }, { output: process.stderr, signal })) return;
  throw new CliError("Nothing was removed.");
}

function tenantsOf({ config, tenant }: Options, { environment }: Surroundings): Tenant[] {
  return selectTenants(openWorkspace({ configFile: config, environment }), tenant);
}

function line({ tenant, stage, fingerprint, at, file, problem }: JournalEntry): string {
  const which = fingerprint === null ? "" : ` ${fingerprint}`;
  const when = at === null ? (problem ?? "") : minuteOf(at);
  return `${tenant}: ${stage}${which}, ${when} (${file})`;
}

/** Without the token. */
function shown({ token, ...entry }: JournalEntry) {
  return { ...entry, holdsToken: token !== null };
}
