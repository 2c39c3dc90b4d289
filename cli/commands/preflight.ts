import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const preflightCommand = subcommand({
  name: "preflight",
  description: "Test whether everything that holds the token can take a new one.",
  help: `
Run it before a token is generated: from then on the present one does not work any more.
It uses the credentials that the deploy has (ARM_*, OKTA_*), reaches and tests everything that holds
the token, and saves what is saved there once more, with the token from state. Nothing else shows
that it may be written. Without that token (nothing deployed yet, or only observed) nothing is
written, and nothing is proven.

Exit codes: 0 everything is ready; 6 not proven, but no problem was found; 1 not ready, or it could
not be determined; 64 wrong usage.

Examples:
  druva-scim preflight
  druva-scim preflight --tenant acme --json`,
  options: globalOptions,
  run: async ({ json, ...given }, { terminal, environment, signal }) => {
    const { tokenInState, runPreflight } = await import("../outlook/preflight.js");
    const { openStack } = await import("../terraform/stack.js");
    const { openTenant } = await import("../workspace/workspace.js");
    const tenant = openTenant(given, environment);
    const stack = await openStack(tenant, { terminal, signal });
    const state = await stack.readState();
    const found = await terminal.during("trying everything that holds the token", () =>
      runPreflight(tenant, state && tokenInState(state), signal),
    );
    if (json) terminal.printJson(found);
    else {
      const { preflightText } = await import("../show/preflight-text.js");
      terminal.print(preflightText(found, terminal));
    }
    const codes = { ready: EXIT.fine, "not proven": EXIT.blind, "not ready": EXIT.error } as const;
    return codes[found.readiness];
  },
});
