import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("request")
    .description("Ask for a rotation: the next generation in the config, on a branch for review.")
    .requiredOption("--reason <text>", "why, for those who review and those who look back")
    .option(
      "--generation <number>",
      "the wished generation (default: the present one in state + 1)",
    )
    .option("--date <day>", "the day of the request, YYYY-MM-DD (default: today, UTC)")
    .option("--begin <how>", "for a tenant that is only watched: adopt or issue its first token")
    .option("--print", "print the diff, and write nothing")
    .option("--in-place", "write into the file, without git")
    .option("--push", "push the branch to origin")
    .addHelpText(
      "after",
      `
Comments and the order of the config stay. The branch is made from what is checked out, which
stays as it is. Merging it is the approval; generate the token only after that.

Exit codes: 0 done (or the branch was there already), 1 could not be done, 64 wrong usage.

Examples:
  druva-scim request --reason "The yearly rotation"
  druva-scim request --reason "The yearly rotation" --print
  druva-scim request --tenant acme --reason "A laptop was lost" --generation 4 --push`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { requestOptions, runRequest } = await import("../request-run.js");
      await action(requestOptions, runRequest).call(this);
    });
}
