/** Whether what is applied is what was planned: between both a person is waited for. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { StackFolder } from "../terraform/app";

/** The SHA-256 of a stack's synthesized file; null where there is no such file. */
export type Configuration = string | null;

export async function configurationOf({ file }: Pick<StackFolder, "file">): Promise<Configuration> {
  const content = await readFile(file).catch(() => null);
  return content && createHash("sha256").update(content).digest("hex");
}
