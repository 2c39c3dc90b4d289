import type { Command } from "commander";
import { z } from "zod";

import { CliError } from "../cli-error";
import { action, globalOptions } from "../command-line";
import { EXIT } from "../exit-codes";

const options = globalOptions.extend({
  reason: z.string().min(1, "say why, for those who review and those who look back"),
  generation: z.coerce.number("a whole number").int("a whole number").min(1).optional(),
  date: z.iso.date("a day as YYYY-MM-DD").optional(),
  begin: z.enum(["adopt", "issue"], "adopt or issue").optional(),
  print: z.boolean().default(false),
  inPlace: z.boolean().default(false),
  push: z.boolean().default(false),
});

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
    .action(
      action(options, async (given, { terminal, environment, signal }) => {
        const { openWorkspace, selectTenant } = await import("../workspace.js");
        const { previewRequest, raiseRequest, writeRequest } = await import("../request.js");
        const ways = [given.print, given.inPlace, given.push].filter(Boolean).length;
        if (ways > 1) {
          throw new CliError("--print, --in-place and --push exclude each other.", {
            exitCode: EXIT.usage,
          });
        }
        const workspace = openWorkspace({ configFile: given.config, environment });
        const tenant = selectTenant(workspace, given.tenant);
        const wish = {
          configFile: workspace.configFile,
          tenant: tenant.name,
          reason: given.reason,
          begin: given.begin,
          generation: given.generation ?? (await nextGeneration()),
          date: given.date ?? (await today()),
        };
        if (given.print || given.inPlace) {
          const { diff } = await (given.print ? previewRequest : writeRequest)(wish);
          if (given.json) terminal.printJson({ ...wish, diff });
          else terminal.print(diff);
          if (given.inPlace) terminal.remark(`Written into ${workspace.configFile}.`);
          return EXIT.fine;
        }
        const { text: _text, ...raised } = await raiseRequest({
          ...wish,
          push: given.push,
          environment,
        });
        if (given.json) terminal.printJson({ ...wish, ...raised });
        else terminal.print(raised.diff);
        terminal.remark(
          raised.wasThere
            ? `The branch ${raised.branch} was there already: nothing was written.`
            : `Committed on the branch ${raised.branch}${given.push ? ", and pushed" : ""}.`,
        );
        terminal.remark(
          given.push
            ? `Next: open the pull request (gh pr create --head ${raised.branch}).`
            : `Next: git push -u origin ${raised.branch}, and open the pull request.`,
        );
        return EXIT.fine;

        async function nextGeneration(): Promise<number> {
          const { openStack } = await import("../terraform.js");
          const stack = await openStack(tenant, { terminal, signal });
          const state = await stack.readState();
          if (state !== null) return state.token.generation + 1;
          throw new CliError(`There is no state of tenant "${tenant.name}" yet.`, {
            todo: `Deploy it first (cdktf deploy ${stack.stack}), or name the generation: --generation NUMBER`,
          });
        }
        async function today(): Promise<string> {
          const { clientsOf } = await import("../tenant-clients.js");
          return clientsOf(tenant).clock.now().toISOString().slice(0, 10);
        }
      }),
    );
}
