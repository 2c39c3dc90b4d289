import { CliError } from "./cli-error";
import { EXIT } from "./exit-codes";

/** Throws a CliError where a person says no, or there is none to say yes to the removal. */
export async function confirm(message: string, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CliError("There is no terminal to ask whether the entries may be removed.", {
      exitCode: EXIT.usage,
      todo: "Confirm with --yes.",
    });
  }
  const { confirm: ask } = await import("@inquirer/prompts");
  if (await ask({ message, default: false }, { output: process.stderr, signal })) return;
  throw new CliError("Nothing was removed.");
}
