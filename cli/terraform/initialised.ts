/**
 * Whether `terraform init` was run for just this configuration: it costs about as much as a plan.
 * The CDKTF CLI's own synth, which empties the folder, takes the mark with it.
 */
import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { StackFolder } from "./app";

const LOCK_FILE = ".terraform.lock.hcl";

interface Initialisation {
  /** Then the lock file is as init left it. */
  readonly isDone: boolean;
  /** After init succeeded. */
  readonly markDone: () => Promise<void>;
}

export async function initialisationOf(
  stack: StackFolder,
  binary: string,
): Promise<Initialisation> {
  const mark = join(stack.folder, ".terraform", "druva-scim-initialised");
  const locked = join(stack.folder, LOCK_FILE);
  const byInit = `${mark}.lock.hcl`;
  const wanted = await digest(stack, binary); // before init, which writes the lock file anew
  const found = await readFile(mark, "utf8").catch(() => null);
  // Synth's may name providers that init has left out, or name them on another registry.
  const isDone = found === wanted && (await copied(byInit, locked));
  const markDone = async () => {
    await copied(locked, byInit);
    await writeFile(mark, wanted);
  };
  return { isDone, markDone };
}

/** Of all that init looks at: backend and required providers, the lock file, the shipped provider. */
async function digest({ folder, file }: StackFolder, binary: string): Promise<string> {
  const hash = createHash("sha256").update(binary);
  const configuration: unknown = JSON.parse(await readFile(file, "utf8"));
  const isBlock = typeof configuration === "object" && configuration !== null;
  hash.update(JSON.stringify(isBlock && "terraform" in configuration && configuration.terraform));
  hash.update(await readFile(join(folder, LOCK_FILE)).catch(() => ""));
  const plugins = join(folder, "terraform.d");
  const shipped = await readdir(plugins, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = shipped.filter((entry) => entry.isFile());
  for (const name of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(name).update(await readFile(name));
  }
  return hash.digest("hex");
}

/** False where there is no such file. */
async function copied(from: string, to: string): Promise<boolean> {
  return copyFile(from, to).then(
    () => true,
    () => false,
  );
}
