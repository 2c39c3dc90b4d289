/** Where the last `terraform init` in a stack's folder found the state, as Terraform noted it there. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";

const note = z.object({
  backend: z.object({ type: z.literal("local"), config: z.object({ path: z.string() }) }),
});
const configuration = z.object({
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }) }) }),
});

/** Absolute; null where that folder was not initialised, or for another backend. */
export async function recordedStateFile(stackFolder: string): Promise<string | null> {
  const file = join(stackFolder, ".terraform", "terraform.tfstate");
  const found = note.safeParse(await readJson(file));
  return found.success ? resolve(stackFolder, found.data.backend.config.path) : null;
}

/** Of the synthesized configuration; null where it has another backend. */
export async function configuredStateFile(
  stackFolder: string,
  configurationFile: string,
): Promise<string | null> {
  const found = configuration.safeParse(await readJson(configurationFile));
  return found.success ? resolve(stackFolder, found.data.terraform.backend.local.path) : null;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}
