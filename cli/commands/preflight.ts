import type { Command } from "commander";

import { action, globalOptions } from "../command-line";
import { EXIT } from "../exit-codes";

export function register(program: Command): void {
  program
    .command("preflight")
    .description(
      "Look whether everything that holds the token can take a new one. Changes nothing.",
    )
    .addHelpText(
      "after",
      `
Run it before a token is generated: from then on the present one does not work any more.
It reads only, with the credentials that the deploy has (ARM_*, OKTA_*).

Exit codes: 0 ready, 1 not ready, or it could not be found out, 64 wrong usage.

Examples:
  druva-scim preflight
  druva-scim preflight --tenant acme --json`,
    )
    .action(
      action(globalOptions, async (given, { terminal, environment, signal }) => {
        const { openWorkspace, selectTenant } = await import("../workspace.js");
        const { printPreflight, runPreflight } = await import("../preflight.js");
        const workspace = openWorkspace({ configFile: given.config, environment });
        const tenant = selectTenant(workspace, given.tenant);
        const found = await terminal.during("asking everything that holds the token", () =>
          runPreflight(tenant, signal),
        );
        if (given.json) terminal.printJson(found);
        else printPreflight(found, terminal);
        return found.ready ? EXIT.fine : EXIT.error;
      }),
    );
}
