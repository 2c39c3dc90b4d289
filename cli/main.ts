#!/usr/bin/env node
/**
 * `druva-scim`: this file, subcommand.ts and commands/ alone know the command line's parser. A
 * subcommand's own code is loaded when it is asked for.
 */
import { Command, CommanderError } from "commander";

import { calendarCommand } from "./commands/calendar";
import { completionCommand } from "./commands/completion";
import { doctorCommand } from "./commands/doctor";
import { driftCommand } from "./commands/drift";
import { forgetCommand } from "./commands/forget";
import { initCommand } from "./commands/init";
import { journalCommand } from "./commands/journal";
import { lockCommand } from "./commands/lock";
import { metricsCommand } from "./commands/metrics";
import { planCommand } from "./commands/plan";
import { preflightCommand } from "./commands/preflight";
import { providerMirrorCommand } from "./commands/provider-mirror";
import { requestCommand } from "./commands/request";
import { rotateCommand } from "./commands/rotate";
import { sandboxCommand } from "./commands/sandbox";
import { statusCommand } from "./commands/status";
import { EXIT } from "./terminal/exit-codes";
import { wordsFor } from "./terminal/failure";
import { goOnWithoutOutput } from "./terminal/lost-output";
import { ownTerminal } from "./terminal/terminal";
import { packageFile } from "./workspace/package-folder";

/** In the order in which --help lists them. */
const subcommands = {
  "Every day:": [statusCommand, planCommand, driftCommand, calendarCommand, metricsCommand],
  "On the day of a rotation:": [requestCommand, preflightCommand, rotateCommand, journalCommand],
  "In CI:": [lockCommand, forgetCommand],
  "Set up:": [initCommand, doctorCommand, providerMirrorCommand, sandboxCommand, completionCommand],
};

/** The whole command line, with nothing run yet. */
export function commandLine(): Command {
  const { version } = JSON.parse(packageFile()) as { version: string };
  const program = new Command("druva-scim")
    .version(version)
    .description("Rotates the Druva SCIM token and shows that everything that holds it works.")
    .option("--config <file>", "the config file (default: $DRUVA_SCIM_CONFIG, or druva-scim.yaml)")
    .option("--tenant <name>", "which Druva tenant, where the config has several")
    .option("--json", "print one JSON document on standard output")
    .showHelpAfterError("(druva-scim --help lists the commands)")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  for (const [heading, group] of Object.entries(subcommands)) {
    program.commandsGroup(heading);
    for (const add of group) add(program);
  }
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
    ownTerminal().remark(text);
    process.exitCode = exitCode;
  }
}

if (require.main === module) void main(process.argv);
