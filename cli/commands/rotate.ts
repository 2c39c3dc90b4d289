import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("rotate")
    .description("Rotate with Druva's console open: look first, take the new token, deploy, test.")
    .option("--token-stdin", "read the new token from standard input, where nobody can be asked")
    .option(
      "--wait <minutes>",
      "how long to wait for evidence of an app that a person sets; 0: not at all",
      "15",
    )
    .addHelpText(
      "after",
      `
The rotation must be asked for and reviewed before: druva-scim request. Do not generate the token
until the steps are shown: by then everything that holds the token was looked at.
The token is asked for without echo, and checked (new, works, this tenant's) before anything is
written. Ctrl-C at any moment: run it again, it goes on where it was.

Exit codes: 0 done and every binding tested (or nothing was to be done), 1 it failed and says how
to go on, 2 done, but an app that a person sets is still waited for, 64 wrong usage.

Examples:
  druva-scim rotate
  druva-scim rotate --tenant acme --wait 0
  pass show druva/acme | druva-scim rotate --token-stdin --json`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { rotateOptions, runRotate } = await import("../rotate-run.js");
      await action(rotateOptions, runRotate).call(this);
    });
}
