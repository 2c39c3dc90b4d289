/** Folders that a person names. */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes the folder and those above it; one that is there stays as it is. Throws the system's error at
 * once. Node's own `recursive` never ends where the system answers "no such file" in a folder that is
 * there, as in /proc.
 */
export function makeFolder(folder: string, mode?: number): void {
  const above = dirname(folder);
  if (!existsSync(above)) makeFolder(above, mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
