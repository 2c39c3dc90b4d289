import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const forgetCommand = subcommand({
  name: "forget",
  description: "Delete the handed-over token from the code host's environment secrets.",
  flags: (command) =>
    command.requiredOption("--environment <name>", "the deployment environment that holds it"),
  help: `
The last step of a deploy, whatever came of it. The secret's name is that of the variable:
DRUVA_SCIM_TOKEN_<TENANT>. Takes GITHUB_TOKEN (of a GitHub App or a fine-grained token with
environments: write; a workflow's own cannot have it), GITHUB_REPOSITORY and GITHUB_API_URL from
the environment.

Exit codes: 0 it is gone, or there was none; 1 that is not certain; 64 wrong usage.

Examples:
  druva-scim forget --environment druva-rotation
  druva-scim forget --environment druva-rotation --tenant acme --json`,
  options: globalOptions.extend({
    environment: z.string().min(1, "the deployment environment's name is expected"),
  }),
  run: async ({ config, tenant: name, json, environment: place }, { terminal, environment }) => {
    const { handoverVariables } = await import("../../provider/issuers/handover.js");
    const { openCodeHost } = await import("../github/code-host.js");
    const { deleteEnvironmentSecret } = await import("../github/environment-secrets.js");
    const { openWorkspace, selectTenant } = await import("../workspace/workspace.js");
    const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
    const [secret = ""] = handoverVariables(tenant.name, null);
    const host = await openCodeHost({ environment });
    // Throws a CliError where it is not certain that the secret is gone.
    const deleted = await deleteEnvironmentSecret(host, place, secret);
    if (json) terminal.printJson({ tenant: tenant.name, environment: place, secret, deleted });
    else
      terminal.print(
        deleted
          ? `Deleted the secret ${secret} of environment ${place}.`
          : `There is no secret ${secret} in environment ${place}.`,
      );
    return EXIT.fine;
  },
});
