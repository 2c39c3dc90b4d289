import { Argument, type Command } from "commander";

const SHELLS = ["bash", "zsh", "fish"] as const;

export function register(program: Command): void {
  program
    .command("completion")
    .description("Print a script that completes this command line in your shell.")
    .addArgument(new Argument("<shell>").choices(SHELLS))
    .addHelpText(
      "after",
      `
Exit codes: 0 printed, 64 wrong usage.

Examples:
  source <(druva-scim completion bash)
  druva-scim completion zsh > "\${fpath[1]}/_druva-scim"
  druva-scim completion fish > ~/.config/fish/completions/druva-scim.fish`,
    )
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { printScript } = await import("../completion.js");
      await printScript(program, shell);
    });

  // The scripts ask by it what may follow.
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const { printCompletions } = await import("../completion.js");
      await printCompletions(program, words);
    });
}
