/** Standard output carries one line, for Terraform. Whatever else is printed goes to standard error. */
import { closeSync, writeSync } from "node:fs";

/**
 * From here on `process.stdout` (and so `console.log`) is standard error: one stray line before the
 * handshake would end the provider with "Unrecognized remote plugin message".
 */
export function claimStdout(): void {
  Object.defineProperty(process, "stdout", { configurable: true, get: () => process.stderr });
}

/**
 * Writes to the real standard output, once. The launcher keeps it out of reach of what NODE_OPTIONS
 * loads, as a descriptor that is closed then: commands that are started must not hold it open.
 */
export function answerTerraform(line: string): void {
  const kept = process.env["DRUVA_STDOUT"];
  writeSync(Number(kept ?? 1), line);
  if (kept !== undefined) closeSync(Number(kept));
}
