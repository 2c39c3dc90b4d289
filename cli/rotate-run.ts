/** `druva-scim rotate` from the command line: who is asked for the token, and what is printed. */
import { text } from "node:stream/consumers";
import { z } from "zod";

import { globalOptions, type Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { rotate } from "./rotate";
import type { TokenSource } from "./rotate/receive";
import { outcomeText } from "./rotate/words";
import { openWorkspace, selectTenant } from "./workspace";

export const rotateOptions = globalOptions.extend({
  tokenStdin: z.boolean().default(false),
  wait: z.coerce.number("a number of minutes").min(0, "a number of minutes, from 0 on"),
});

export async function runRotate(
  { config, tenant: name, json, tokenStdin, wait }: z.output<typeof rotateOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
  const isTTY = process.stdin.isTTY && process.stderr.isTTY;
  const source = tokenStdin ? standardInput() : isTTY ? prompt() : null;
  const outcome = await rotate(tenant, { source, waitMinutes: wait }, { terminal, signal });
  if (json) terminal.printJson({ tenant: tenant.name, changed: outcome !== null, ...outcome });
  else if (outcome !== null) terminal.print(outcomeText(outcome, terminal));
  return outcome === null || outcome.complete ? EXIT.fine : EXIT.changes;
}

function standardInput(): TokenSource {
  return {
    canAskAgain: false,
    async ask(signal) {
      signal.addEventListener("abort", () => process.stdin.destroy()); // else it is waited for
      return text(process.stdin);
    },
  };
}

/** Nothing of what is typed or pasted is shown. */
function prompt(): TokenSource {
  return {
    canAskAgain: true,
    async ask(signal) {
      const { password } = await import("@inquirer/prompts");
      return password({ message: "The new token:" }, { output: process.stderr, signal });
    },
  };
}
