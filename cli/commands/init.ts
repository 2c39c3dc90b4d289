import { resolve } from "node:path";
import { z } from "zod";

import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

export const initCommand = subcommand({
  name: "init",
  description: "Write a config and workflows, into a CDKTF app or a new one.",
  flags: (command) =>
    command
      .option("--directory <folder>", "where (default: here)")
      .option("--scim-url <url>", "Druva's SCIM base URL")
      .option("--begin <how>", "observe what exists, or adopt the token in use")
      .option("--issued-on <day>", "when the token in use was generated: YYYY-MM-DD")
      .option("--entra <id=name...>", "Entra applications, by object id")
      .option("--okta <id=name...>", "Okta apps whose token Okta's API takes")
      .option("--okta-by-person <id=name...>", 'Okta apps that a person sets ("Druva 2.0")')
      .option("--workflows <kind>", "github, gitlab, azure or none")
      .option(
        "--backend <type attribute=value...>",
        "where the state is kept: a Terraform backend, and what it needs; or local",
      )
      .option("--yes", "ask nothing, and use the defaults for missing flags")
      .option("--force", "overwrite files that exist"),
  help: `
On a terminal it asks for whatever no flag gives, and lists the applications that the credentials in
the environment (ARM_*, OKTA_*) can see. Defaults without a terminal: --begin observe,
--workflows none, and a local file for the state, which CI refuses: it has the only copy of the token.

Exit codes: 0 written, 1 could not be written, or a file is in the way, 64 wrong usage.

Examples:
  druva-scim init
  druva-scim init --yes --tenant acme --begin adopt --workflows github --backend pg \\
    --entra "00000000-0000-0000-0000-0000000000aa=Druva Engineering" \\
    --okta-by-person "0oaDruvaPerson=Druva 2.0"`,
  options: globalOptions.extend({
    directory: z.string().default("."),
    scimUrl: z.string().optional(),
    begin: z.enum(["observe", "adopt"], "observe or adopt").optional(),
    issuedOn: z.iso.date("a day as YYYY-MM-DD").optional(),
    entra: z.array(z.string()).optional(),
    okta: z.array(z.string()).optional(),
    oktaByPerson: z.array(z.string()).optional(),
    workflows: z
      .enum(["github", "gitlab", "azure", "none"], "github, gitlab, azure or none")
      .optional(),
    backend: z.array(z.string()).optional(),
    force: z.boolean().default(false),
    yes: z.boolean().default(false),
  }),
  run: async ({ directory, force, json, yes, ...given }, { terminal, environment, signal }) => {
    const { initialise } = await import("../init/init.js");
    const { applicationIn, askForTheRest, backendIn, withDefaults } =
      await import("../init/questions.js");
    const flags = {
      ...given,
      entra: given.entra?.map(applicationIn),
      okta: given.okta?.map(applicationIn),
      oktaByPerson: given.oktaByPerson?.map(applicationIn),
      backend: given.backend && backendIn(given.backend),
    };
    const canAsk = process.stdin.isTTY && process.stderr.isTTY && !yes;
    const answers = canAsk
      ? await askForTheRest(flags, environment, terminal, signal)
      : withDefaults(flags);
    const done = await initialise(resolve(directory), answers, { force });
    if (json) {
      terminal.printJson(done);
      return EXIT.fine;
    }
    terminal.print(`Written in ${done.folder}: ${done.written.join(", ")}\n\nNext:`);
    for (const [index, step] of done.next.entries()) terminal.print(`  ${index + 1}. ${step}`);
    return EXIT.fine;
  },
});
