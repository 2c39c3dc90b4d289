/** `druva-scim request` from the command line: what is not named comes from state and the clock. */
import { z } from "zod";

import { CliError } from "./cli-error";
import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { previewRequest, raiseRequest, type RotationWish, writeRequest } from "./request";
import { clientsOf } from "./tenant-clients";
import { openStack } from "./terraform";
import { openWorkspace, selectTenant, type Tenant } from "./workspace";

export const requestOptions = globalOptions.extend({
  reason: z.string().min(1, "say why, for those who review and those who look back"),
  generation: z.coerce.number("a whole number").int("a whole number").min(1).optional(),
  date: z.iso.date("a day as YYYY-MM-DD").optional(),
  begin: z.enum(["adopt", "issue"], "adopt or issue").optional(),
  print: z.boolean().default(false),
  inPlace: z.boolean().default(false),
  push: z.boolean().default(false),
});
type Options = z.output<typeof requestOptions>;

export async function runRequest(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { terminal, environment } = surroundings;
  const { print, inPlace, push, json, reason, begin } = options;
  if ([print, inPlace, push].filter(Boolean).length > 1) {
    throw new CliError("--print, --in-place and --push exclude each other.", {
      exitCode: EXIT.usage,
    });
  }
  const workspace = openWorkspace({ configFile: options.config, environment });
  const tenant = selectTenant(workspace, options.tenant);
  const wish: RotationWish = {
    configFile: workspace.configFile,
    tenant: tenant.name,
    reason,
    begin,
    generation: options.generation ?? (await nextGeneration(tenant, surroundings)),
    date: options.date ?? clientsOf(tenant).clock.now().toISOString().slice(0, 10),
  };
  if (print || inPlace) {
    const { diff } = await (print ? previewRequest : writeRequest)(wish);
    if (json) terminal.printJson({ ...wish, diff });
    else terminal.print(diff);
    if (inPlace) terminal.remark(`Written into ${workspace.configFile}.`);
    return EXIT.fine;
  }
  const { branch, commit, base, wasThere, message, diff } = await raiseRequest({
    ...wish,
    push,
    environment,
  });
  if (json) terminal.printJson({ ...wish, branch, commit, base, wasThere, message, diff });
  else terminal.print(diff);
  terminal.remark(
    wasThere
      ? `The branch ${branch} was there already: nothing was written.`
      : `Committed on the branch ${branch}${push ? ", and pushed" : ""}.`,
  );
  terminal.remark(
    push
      ? `Next: open the pull request (gh pr create --head ${branch}).`
      : `Next: git push -u origin ${branch}, and open the pull request.`,
  );
  return EXIT.fine;
}

async function nextGeneration(
  tenant: Tenant,
  { terminal, signal }: Pick<Surroundings, "terminal" | "signal">,
): Promise<number> {
  const stack = await openStack(tenant, { terminal, signal });
  const state = await stack.readState();
  if (state !== null) return state.token.generation + 1;
  throw new CliError(`There is no state of tenant "${tenant.name}" yet.`, {
    todo: `Deploy it first (cdktf deploy ${stack.stack}), or name the generation: --generation NUMBER`,
  });
}
