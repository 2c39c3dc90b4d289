import type { Command } from "commander";

export function register(program: Command): void {
  program
    .command("calendar")
    .description("Write the days on which tokens are due and expire, with alarms, as a calendar.")
    .option("--output <file>", "write this .ics file (default: standard output)")
    .addHelpText(
      "after",
      `
Reads state alone. An all-day event for each: due (alarms 14 days and 1 day before) and expiry
(alarms 60, 30, 14, 7 and 1 days before). Importing a later file moves the events.

Exit codes: 0 written; 1 could not be determined, or no token's age is known; 64 wrong usage.

Examples:
  druva-scim calendar --output druva-scim.ics
  druva-scim calendar --tenant acme > acme.ics
  druva-scim calendar --json | jq '.events[] | select(.kind == "expires").day'`,
    )
    .action(async function (this: Command) {
      const { action } = await import("../command-line.js");
      const { calendarOptions, runCalendar } = await import("../calendar.js");
      await action(calendarOptions, runCalendar).call(this);
    });
}
