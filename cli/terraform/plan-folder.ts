/** Where a plan's file lies while it is read: it holds the token. */
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "druva-scim-plan-";
/** Longer than any plan takes. */
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;

/**
 * Gives `work` a new folder that only this user can read, and removes it afterwards. Folders that a
 * killed run has left are removed first.
 */
export async function inPlanFolder<T>(
  work: (folder: string) => Promise<T>,
  parent = tmpdir(),
): Promise<T> {
  await removeAbandoned(parent);
  const folder = await mkdtemp(join(parent, PREFIX)); // mode 0700
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []); // a folder to write in alone: mode 1733
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const folder = join(parent, name);
    try {
      const { mtimeMs } = await lstat(folder);
      if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(folder, { recursive: true });
    } catch {
      // Another user's, or another run was faster.
    }
  }
}
