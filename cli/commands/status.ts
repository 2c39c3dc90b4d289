import { z } from "zod";

import { fileName, globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const statusCommand = subcommand({
  name: "status",
  description: "Show how each tenant's token stands, and everything that holds it.",
  flags: (command) =>
    command
      .option("--offline", "from the saved state alone: run no plan, and ask nobody")
      .option("--html <file>", "write one self-contained page instead of text"),
  help: `
Of each token: generation, fingerprint, age, days left, when it is due, the last gap. Of each
binding: how it stands (tested, rejected, waiting, unproven, unknown: could not be looked at),
how and when it was proven, what is wrong and what to do. Changes nothing: it looks by a plan that
nobody applies, with the credentials that a deploy has. Where the plan fails, Druva alone is asked.

Exit codes: 0 shown; 1 could not be determined, or the plan failed; 64 wrong usage.

Examples:
  druva-scim status
  druva-scim status --offline --tenant acme
  druva-scim status --html status.html
  druva-scim status --json | jq '.tenants[].token.daysLeft'`,
  options: globalOptions.extend({
    offline: z.boolean().default(false),
    html: fileName.optional(),
  }),
  run: async ({ config, tenant, json, offline, html }, { terminal, environment, signal }) => {
    const { outlooksOf } = await import("../outlook/tenant-outlooks.js");
    const { openWorkspace } = await import("../workspace/workspace.js");
    const workspace = openWorkspace({ configFile: config, environment });
    const outlooks = await outlooksOf(workspace, { tenant, isOffline: offline, terminal, signal });
    if (html !== undefined) {
      const { statusPage } = await import("../show/page/page.js");
      const { printTo } = await import("../terminal/write-file.js");
      await printTo(html, statusPage(outlooks), terminal);
    }
    if (json) {
      const { statusJson } = await import("../show/outlook-json.js");
      terminal.printJson({ version: 1, tenants: outlooks.map(statusJson) });
    } else if (html === undefined) {
      const { statusText } = await import("../show/status-text.js");
      const { wrapped } = await import("../terminal/wrapped.js");
      terminal.print(wrapped(statusText(outlooks, terminal), terminal));
    }
    return outlooks.some(({ source }) => source === "failed plan") ? EXIT.error : EXIT.fine;
  },
});
