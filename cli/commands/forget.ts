import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const forgetCommand = subcommand({
  name: "forget",
  description: "Delete the handed-over token from the code host's environment secrets.",
  flags: (command) =>
    command.requiredOption("--environment <name>", "the deployment environment that holds it"),
  help: `
Run it after a deploy that succeeded: from then on the state holds the token. After a failed deploy
the secret may be the only copy of a token that works.

Deletes DRUVA_SCIM_TOKEN_<TENANT>, and DRUVA_SCIM_TOKEN where the config has one tenant. Takes
GITHUB_TOKEN (of a GitHub App or a fine-grained token with environments: write; a workflow's own
cannot have it), GITHUB_REPOSITORY and GITHUB_API_URL from the environment.

Exit codes: 0 deleted, or there was none; 1 it may still be there; 64 wrong usage.

Examples:
  druva-scim forget --environment druva-rotation
  druva-scim forget --environment druva-rotation --tenant acme --json`,
  options: globalOptions.extend({
    environment: z.string().min(1, "the deployment environment's name is expected"),
  }),
  run: async ({ json, environment: place, ...given }, { terminal, environment }) => {
    const { defaultVariables } = await import("../../provider/issuers/handover.js");
    const { openCodeHost } = await import("../github/code-host.js");
    const { deleteEnvironmentSecrets } = await import("../github/environment-secrets.js");
    const { openTenant } = await import("../workspace/workspace.js");
    const tenant = openTenant(given, environment);
    const isOnlyTenant = tenant.workspace.tenants.length === 1;
    const secrets = defaultVariables(tenant.name, { isOnlyTenant });
    const host = await openCodeHost({ environment });
    const deleted = await deleteEnvironmentSecrets(host, place, secrets);
    if (json) terminal.printJson({ tenant: tenant.name, environment: place, deleted });
    else if (deleted.length > 0)
      terminal.print(`Deleted from environment ${place}: ${deleted.join(", ")}.`);
    else terminal.print(`Environment ${place} has no secret ${secrets.join(" or ")}.`);
    return EXIT.fine;
  },
});
