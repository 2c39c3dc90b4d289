/**
 * Whether `terraform init` was run for just this configuration: it costs about as much as a plan.
 * The CDKTF CLI's own synth, which empties the folder, takes the mark with it.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { StackFolder } from "./app";

interface Initialisation {
  readonly isDone: boolean;
  /** After init succeeded. */
  markDone(): Promise<void>;
}

export async function initialisationOf(
  stack: StackFolder,
  binary: string,
): Promise<Initialisation> {
  const mark = join(stack.folder, ".terraform", "druva-scim-initialised");
  const wanted = await digest(stack, binary); // before init, which writes the lock file anew
  const found = await readFile(mark, "utf8").catch(() => null);
  return { isDone: found === wanted, markDone: () => writeFile(mark, wanted) };
}

/** Of all that init looks at: backend and required providers, the lock file, the shipped provider. */
async function digest({ folder, file }: StackFolder, binary: string): Promise<string> {
  const hash = createHash("sha256").update(binary);
  const configuration: unknown = JSON.parse(await readFile(file, "utf8"));
  const isBlock = typeof configuration === "object" && configuration !== null;
  hash.update(JSON.stringify(isBlock && "terraform" in configuration && configuration.terraform));
  hash.update(await readFile(join(folder, ".terraform.lock.hcl")).catch(() => ""));
  const plugins = join(folder, "terraform.d");
  const shipped = await readdir(plugins, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = shipped.filter((entry) => entry.isFile());
  for (const name of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(name).update(await readFile(name));
  }
  return hash.digest("hex");
}
