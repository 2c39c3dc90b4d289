import { Argument, type Command } from "commander";
import { z } from "zod";

import { action, globalOptions } from "../command-line";
import { EXIT } from "../exit-codes";

const SHELLS = ["bash", "zsh", "fish"] as const;

const script = globalOptions.extend({ arguments: z.tuple([z.enum(SHELLS)]) });
const words = globalOptions.extend({ arguments: z.tuple([z.array(z.string())]) });

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
    .action(
      action(script, async ({ arguments: [shell] }) => {
        const { printScript } = await import("../completion.js");
        await printScript(program, shell);
        return EXIT.fine;
      }),
    );

  // The scripts ask by it what may follow.
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .action(
      action(words, async ({ arguments: [asked] }) => {
        const { printCompletions } = await import("../completion.js");
        await printCompletions(program, asked);
        return EXIT.fine;
      }),
    );
}
