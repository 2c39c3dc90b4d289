import { z } from "zod";

import { SECRETS_PUTS } from "../../sandbox/control/types";
import { globalOptions, subcommand } from "../subcommand";
import { EXIT } from "../terminal/exit-codes";

const WAIT_SCALE = "a number from 0 to 1 is expected.";

export const sandboxCommand = subcommand({
  name: "sandbox",
  description:
    "Run stand-ins of Druva, Entra ID, Okta and another identity provider on this machine.",
  flags: (command) =>
    command
      .option("--directory <folder>", "working folder, new or empty; removed at the end")
      .option(
        "--provider-mirror <folder>",
        "Terraform filesystem mirror with azuread, okta and null",
      )
      .option("--stand-ins", "use the stand-in provider packages, without asking the registry")
      .option("--wait-scale <factor>", "factor on the stand-in packages' fixed waits", "1")
      .option(
        "--entra-put <world>",
        "what Entra's PUT of secrets does with keys it does not name: merges, replaces or drops",
        "merges",
      )
      .option("--unkind", "now and then answer 429, show an outdated value or lose an answer"),
  help: `
Prints the file that sets its environment and the addresses of its pages, and runs until Ctrl-C.
With --json: one JSON document, with the environment in it.

Exit codes: 0 stopped as asked, 1 could not start, 64 wrong usage.

Examples:
  druva-scim sandbox
  druva-scim sandbox --provider-mirror ./mirror
  druva-scim sandbox --entra-put drops --unkind
  druva-scim sandbox --json | jq .environment`,
  options: globalOptions.extend({
    directory: z.string().optional(),
    providerMirror: z.string().optional(),
    standIns: z.boolean().default(false),
    waitScale: z.coerce.number(WAIT_SCALE).min(0, WAIT_SCALE).max(1, WAIT_SCALE),
    entraPut: z.enum(SECRETS_PUTS, `expected ${SECRETS_PUTS.join(", ")}.`),
    unkind: z.boolean().default(false),
  }),
  run: async (
    { directory, providerMirror, standIns, waitScale, entraPut, unkind, json },
    { terminal, signal },
  ) => {
    const { startSandbox } = await import("../../sandbox/sandbox.js");
    const { environmentScript, sandboxJson, sandboxText } = await import("../show/sandbox-text.js");
    const { makeNamedFolder, writeWhole } = await import("../terminal/write-file.js");
    if (directory !== undefined) makeNamedFolder(directory);
    // A signal stops it cleanly, also one that comes while it is starting.
    const asked = new Promise((resolve) => signal.addEventListener("abort", resolve));
    const sandbox = await startSandbox({
      registry: !standIns,
      waitScale,
      world: { secretsPut: entraPut },
      unkind,
      ...(directory === undefined ? {} : { directory }),
      ...(providerMirror === undefined ? {} : { providerMirror }),
    });
    try {
      const script = `${sandbox.directory}/environment.sh`;
      await writeWhole(script, environmentScript(sandbox));
      if (json) terminal.printJson(sandboxJson(sandbox));
      else terminal.print(sandboxText(sandbox, script));
      await asked;
    } finally {
      await sandbox.stop();
    }
    return EXIT.fine;
  },
});
