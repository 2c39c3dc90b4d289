import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";

export const requestCommand = subcommand({
  name: "request",
  description: "Ask for a rotation: the next generation in the config, on a branch for review.",
  flags: (command) =>
    command
      .requiredOption("--reason <text>", "why, for those who review and those who look back")
      .option(
        "--generation <number>",
        "the generation to ask for (default: the present one in state + 1)",
      )
      .option("--date <day>", "the day of the request, YYYY-MM-DD (default: today, UTC)")
      .option("--begin <how>", "for a tenant that is only observed: adopt or issue its first token")
      .option("--print", "print the diff, and write nothing")
      .option("--in-place", "write into the file, without git")
      .option("--push", "push the branch to origin"),
  help: `
Comments and the order of the config stay. The branch is made from what is checked out, which
stays as it is. Merging it is the approval; generate the token only after that.

Exit codes: 0 done (or the branch was there already), 1 could not be done, 64 wrong usage.

Examples:
  druva-scim request --reason "The yearly rotation"
  druva-scim request --reason "The yearly rotation" --print
  druva-scim request --tenant acme --reason "A laptop was lost" --generation 4 --push`,
  options: globalOptions.extend({
    reason: z.string().min(1, "say why, for those who review and those who look back"),
    generation: z.coerce.number("a whole number").int("a whole number").min(1).optional(),
    date: z.iso.date("a day as YYYY-MM-DD").optional(),
    begin: z.enum(["adopt", "issue"], "adopt or issue").optional(),
    print: z.boolean().default(false),
    inPlace: z.boolean().default(false),
    push: z.boolean().default(false),
  }),
  run: async (given, { terminal, environment, signal }) => {
    const { print, inPlace, push, json, reason, begin } = given;
    if ([print, inPlace, push].filter(Boolean).length > 1) {
      throw new CliError("--print, --in-place and --push exclude each other.", {
        exitCode: EXIT.usage,
      });
    }
    const { openStack } = await import("../terraform/stack.js");
    const { previewRequest, raiseRequest, writeRequest } = await import("../workspace/request.js");
    const { clientsOf } = await import("../workspace/tenant-clients.js");
    const { openTenant } = await import("../workspace/workspace.js");
    const tenant = openTenant(given, environment);
    const { configFile } = tenant.workspace;
    const wish = {
      configFile,
      tenant: tenant.name,
      reason,
      begin,
      generation: given.generation ?? (await nextGeneration()),
      date: given.date ?? clientsOf(tenant).clock.now().toISOString().slice(0, 10),
    };
    if (print || inPlace) {
      const { diff } = await (print ? previewRequest : writeRequest)(wish);
      if (json) terminal.printJson({ ...wish, diff });
      else terminal.print(diff);
      if (inPlace) terminal.remark(`Written into ${configFile}.`);
      return EXIT.fine;
    }
    const { branch, commit, base, wasThere, message, diff } = await raiseRequest({
      ...wish,
      push,
      environment,
    });
    if (json) terminal.printJson({ ...wish, branch, commit, base, wasThere, message, diff });
    else if (!wasThere) terminal.print(diff);
    terminal.remark(
      wasThere
        ? `The branch ${branch} was there already: nothing was written${push ? ", and it is at the remote now" : ""}.`
        : `Committed on the branch ${branch}${push ? ", and pushed" : ""}.`,
    );
    terminal.remark(
      push
        ? `Next: open the pull request (gh pr create --head ${branch}).`
        : `Next: git push -u origin ${branch}, and open the pull request.`,
    );
    return EXIT.fine;

    async function nextGeneration(): Promise<number> {
      const stack = await openStack(tenant, { terminal, signal });
      const state = await stack.readState();
      if (state !== null) return state.token.generation + 1;
      throw new CliError(`There is no state of tenant "${tenant.name}" yet.`, {
        todo: `Deploy it first (cdktf deploy ${stack.stack}), or name the generation: --generation NUMBER`,
      });
    }
  },
});
