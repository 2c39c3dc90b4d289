/** `druva-scim completion`: what a shell offers after TAB, from the command line's own tree. */
import type { Command as Completed } from "@bomb.sh/tab";
import type { Command } from "commander";

/** Loaded by those who press TAB only. */
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

/** Prints the script that a shell loads. */
export async function printScript(program: Command, shell: "bash" | "zsh" | "fish"): Promise<void> {
  (await completions(program)).setup(program.name(), program.name(), shell);
}

/** Prints what may follow those words; the script of the shell calls it. */
export async function printCompletions(program: Command, words: string[]): Promise<void> {
  (await completions(program)).parse(words);
}
