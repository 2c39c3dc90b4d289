import type { Command as Completed } from "@bomb.sh/tab";
import { Argument, type Command } from "commander";
import { z } from "zod";

import { subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

const SHELLS = ["bash", "zsh", "fish"] as const;

export function completionCommand(program: Command): void {
  subcommand({
    name: "completion",
    description: "Print a script that completes this command line in your shell.",
    flags: (command) => command.addArgument(new Argument("<shell>").choices(SHELLS)),
    help: `
Exit codes: 0 printed, 64 wrong usage.

Examples:
  source <(druva-scim completion bash)
  druva-scim completion zsh > "\${fpath[1]}/_druva-scim"
  druva-scim completion fish > ~/.config/fish/completions/druva-scim.fish`,
    options: z.object({ arguments: z.tuple([z.enum(SHELLS)]) }),
    run: async ({ arguments: [shell] }) => {
      (await completions(program)).setup(program.name(), program.name(), shell);
      return EXIT.fine;
    },
  })(program);

  // The scripts ask by it what may follow.
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: string[]) => (await completions(program)).parse(words));
}

/** What a shell offers after TAB, from the command line's own tree. */
async function completions(program: Command) {
  const { RootCommand } = await import("@bomb.sh/tab");
  const root = new RootCommand();

  function options(command: Command, into: Completed): void {
    for (const { long, short, description, argChoices, required, optional } of command
      .createHelp()
      .visibleOptions(command)) {
      if (long === undefined || long === null) continue;
      const name = long.replace(/^--/, "");
      const letter = short?.replace(/^-/, "");
      if (!required && !optional) into.option(name, description, letter);
      else into.option(name, description, (offer) => offerAll(argChoices, offer), letter);
    }
    for (const argument of command.registeredArguments) {
      const { argChoices } = argument;
      into.argument(argument.name(), (offer) => offerAll(argChoices, offer), argument.variadic);
    }
  }
  function subcommands(command: Command, path: string): void {
    for (const each of command.createHelp().visibleCommands(command)) {
      const name = `${path}${each.name()}`;
      const known = root.command(name, each.description());
      options(program, known); // global options may stand behind a subcommand
      options(each, known);
      subcommands(each, `${name} `);
    }
  }
  options(program, root);
  subcommands(program, "");
  return root;
}

function offerAll(
  choices: readonly string[] | undefined,
  offer: (value: string, description: string) => void,
): void {
  for (const choice of choices ?? []) offer(choice, "");
}
