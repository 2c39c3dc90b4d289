import { fileName, globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const calendarCommand = subcommand({
  name: "calendar",
  description: "Write the days on which tokens are due and expire, with alarms, as a calendar.",
  flags: (command) =>
    command.option("--output <file>", "write this .ics file (default: standard output)"),
  help: `
Reads state alone. An all-day event for each: due (alarms 14 days and 1 day before) and expiry
(alarms 60, 30, 14, 7 and 1 days before). Importing a later file moves the events.

Exit codes: 0 written; 1 could not be determined, or no token's age is known; 64 wrong usage.

Examples:
  druva-scim calendar --output druva-scim.ics
  druva-scim calendar --tenant acme > acme.ics
  druva-scim calendar --json | jq '.events[] | select(.kind == "expires").day'`,
  options: globalOptions.extend({
    output: fileName.optional(),
  }),
  run: async ({ config, tenant, json, output }, { terminal, environment, signal }) => {
    const { calendar, daysOf, withoutDays } = await import("../show/calendar.js");
    const { outlooksOf } = await import("../outlook/tenant-outlooks.js");
    const { printTo } = await import("../terminal/write-file.js");
    const { openWorkspace } = await import("../workspace/workspace.js");
    const workspace = openWorkspace({ configFile: config, environment });
    // Only from state: a token's days do not depend on what anybody answers now.
    const outlooks = await outlooksOf(workspace, { tenant, isOffline: true, terminal, signal });
    for (const line of withoutDays(outlooks)) terminal.remark(line);
    const days = outlooks.flatMap(daysOf);
    const now = outlooks[0]?.takenAt ?? new Date();
    if (json) terminal.printJson({ events: days });
    else await printTo(output, calendar(days, now), terminal);
    return EXIT.fine;
  },
});
