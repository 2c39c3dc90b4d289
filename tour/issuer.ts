/** A company's own command that issues a token, put on the sandbox's PATH. */
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../sandbox/sandbox";

export const ISSUER = "company-issuer";

/** `hangsTheNextProbe`: after issuing, Druva keeps its next answer to itself until the fault is cleared. */
export async function installIssuer(
  sandbox: Sandbox,
  { hangsTheNextProbe }: { readonly hangsTheNextProbe: boolean },
): Promise<void> {
  const file = join(sandbox.directory, "bin", ISSUER);
  const ca = join(sandbox.directory, "control-ca.pem");
  await writeFile(ca, sandbox.ca);
  const program = join(__dirname, "commands", "issue-then-hang.js");
  const line = hangsTheNextProbe
    ? `exec node ${program} ${sandbox.pages.control} ${ca}`
    : "exec druva-issue";
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
}
