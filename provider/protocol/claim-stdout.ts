/** Standard output carries one line, for Terraform. Whatever else is printed goes to standard error. */
import { writeSync } from "node:fs";

/**
 * From here on `process.stdout` (and so `console.log`) is standard error: one stray line before the
 * handshake would end the provider with "Unrecognized remote plugin message".
 */
export function claimStdout(): void {
  Object.defineProperty(process, "stdout", { configurable: true, get: () => process.stderr });
}

/** Writes to the real standard output. */
export function answerTerraform(line: string): void {
  writeSync(1, line);
}
