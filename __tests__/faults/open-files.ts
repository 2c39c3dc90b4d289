import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** What the descriptors of a process lead to, as Linux names it; of one that has ended, nothing. */
export function openFilesOf(pid: number): readonly string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(join(folder, name))];
      } catch {
        return []; // closed in the meantime
      }
    });
  } catch {
    return [];
  }
}
