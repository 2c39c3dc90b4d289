import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const rotateCommand = subcommand({
  name: "rotate",
  description: "Rotate with Druva's console open: look first, take the new token, deploy, test.",
  flags: (command) =>
    command
      .option("--token-stdin", "read the new token from standard input, where nobody can be asked")
      .option(
        "--wait <minutes>",
        "how long to wait for evidence of an app that a person sets; 0: not at all",
        "15",
      ),
  help: `
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
  options: globalOptions.extend({
    tokenStdin: z.boolean().default(false),
    wait: z.coerce.number("a number of minutes").min(0, "a number of minutes, from 0 on"),
  }),
  run: async (
    { config, tenant: name, json, tokenStdin, wait },
    { terminal, environment, signal },
  ) => {
    const { runRotation } = await import("../rotate/rotate.js");
    const { tokenSource } = await import("../rotate/token-source.js");
    const { openWorkspace, selectTenant } = await import("../workspace/workspace.js");
    const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
    const asked = { source: tokenSource(tokenStdin), waitMinutes: wait };
    const outcome = await runRotation(tenant, asked, { terminal, signal });
    if (json) terminal.printJson({ tenant: tenant.name, changed: outcome !== null, ...outcome });
    else if (outcome !== null) {
      const { outcomeText } = await import("../rotate/instructions.js");
      terminal.print(outcomeText(outcome, terminal));
    }
    return outcome === null || outcome.complete ? EXIT.fine : EXIT.changes;
  },
});
