#!/usr/bin/env node
/**
 * `druva-scim`: this file, subcommand.ts and commands/ alone know the command line's parser. A
 * subcommand's own code is loaded when it is asked for.
 */
import { Command, CommanderError } from "commander";

import { calendar } from "./commands/calendar";
import { completion } from "./commands/completion";
import { doctor } from "./commands/doctor";
import { drift } from "./commands/drift";
import { forget } from "./commands/forget";
import { init } from "./commands/init";
import { journal } from "./commands/journal";
import { lock } from "./commands/lock";
import { metrics } from "./commands/metrics";
import { plan } from "./commands/plan";
import { preflight } from "./commands/preflight";
import { request } from "./commands/request";
import { rotate } from "./commands/rotate";
import { sandbox } from "./commands/sandbox";
import { status } from "./commands/status";
import { EXIT } from "./terminal/exit-codes";
import { wordsFor } from "./terminal/failure";
import { goOnWithoutOutput } from "./terminal/lost-output";
import { packageFile } from "./workspace/package-folder";

/** In the order in which --help lists them. */
const subcommands = [
  init,
  status,
  plan,
  drift,
  request,
  preflight,
  rotate,
  journal,
  lock,
  doctor,
  forget,
  calendar,
  metrics,
  sandbox,
  completion,
];

/** The whole command line, with nothing run yet. */
export function commandLine(): Command {
  const { version } = JSON.parse(packageFile()) as { version: string };
  const program = new Command("druva-scim")
    .version(version)
    .description("Rotates the Druva SCIM token and shows that everything that holds it works.")
    .option("--config <file>", "the config file (default: $DRUVA_SCIM_CONFIG, or druva-scim.yaml)")
    .option("--tenant <name>", "which Druva tenant, where the config has several")
    .option("--json", "print one JSON document on standard output")
    .showHelpAfterError("(druva-scim --help tells what there is)")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const add of subcommands) add(program);
  return program;
}

/** Sets the exit code, and prints what went wrong. */
export async function main(argv: readonly string[]): Promise<void> {
  goOnWithoutOutput();
  try {
    await commandLine().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // It has printed its message. Help and the version are no errors.
      process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.usage;
      return;
    }
    const { text, exitCode } = wordsFor(error);
    console.error(text);
    process.exitCode = exitCode;
  }
}

if (require.main === module) void main(process.argv);
