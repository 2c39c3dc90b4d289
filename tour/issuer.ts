/** A company's own command that issues a token, put on the sandbox's PATH. */
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../sandbox/sandbox";
import { PACKAGE_ROOT } from "./workplace";

export const ISSUER = "company-issuer";

/** `hangsTheNextProbe`: after issuing, Druva keeps its next answer to itself until the fault is cleared. */
export async function installIssuer(
  sandbox: Sandbox,
  { hangsTheNextProbe }: { readonly hangsTheNextProbe: boolean },
): Promise<void> {
  const file = join(sandbox.directory, "bin", ISSUER);
  const program = join(PACKAGE_ROOT, "dist", "tour", "commands", "issue-then-hang.js");
  const line = hangsTheNextProbe ? `exec node ${JSON.stringify(program)}` : "exec druva-issue";
  await writeFile(file, `#!/bin/sh\n${line}\n`);
  await chmod(file, 0o755);
}
