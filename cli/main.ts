#!/usr/bin/env node
/**
 * `druva-scim`: this file and commands/ alone know the command line's parser. A subcommand's own
 * code is loaded when it is asked for.
 */
import { Command, CommanderError } from "commander";

import { register as calendar } from "./commands/calendar";
import { register as completion } from "./commands/completion";
import { register as doctor } from "./commands/doctor";
import { register as drift } from "./commands/drift";
import { register as forget } from "./commands/forget";
import { register as init } from "./commands/init";
import { register as journal } from "./commands/journal";
import { register as lock } from "./commands/lock";
import { register as metrics } from "./commands/metrics";
import { register as plan } from "./commands/plan";
import { register as preflight } from "./commands/preflight";
import { register as request } from "./commands/request";
import { register as rotate } from "./commands/rotate";
import { register as sandbox } from "./commands/sandbox";
import { register as status } from "./commands/status";
import { EXIT } from "./exit-codes";
import { wordsFor } from "./failure";
import { goOnWithoutOutput } from "./lost-output";
import { packageFile } from "./package-folder";

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
  for (const register of subcommands) register(program);
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
