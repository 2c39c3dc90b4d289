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
until the steps are shown: by then everything that holds the token has been checked.
With --token-stdin a token is there before anything is checked: run druva-scim preflight before you
generate it. The token is asked for without echo, and checked (new, works, this tenant's) before anything is
written. You can press Ctrl-C at any time: run it again, and it continues where it stopped.

Exit codes: 0 done and every binding tested (or there was nothing to do), 1 it failed and says how
to go on, 2 done, but still waiting for an app that a person sets, 3 the token is due and nobody has
asked for another one (druva-scim request), 64 wrong usage, 130 stopped by Ctrl-C.

Examples:
  druva-scim rotate
  druva-scim rotate --tenant acme --wait 0
  pass show druva/acme | druva-scim rotate --token-stdin --json`,
  options: globalOptions.extend({
    tokenStdin: z.boolean().default(false),
    wait: z.coerce.number("a number of minutes").min(0, "a number of minutes, from 0 on"),
  }),
  run: async ({ json, tokenStdin, wait, ...given }, { terminal, environment, signal }) => {
    const { runRotation } = await import("../rotate/rotate.js");
    const { tokenSource } = await import("../rotate/token-source.js");
    const { openTenant } = await import("../workspace/workspace.js");
    const tenant = openTenant(given, environment);
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
