/** The package.json of a folder, as far as a new app has to know it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

import { CliError } from "../terminal/cli-error";

const dependencies = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => found ?? {});
const packageFile = z.object({
  dependencies,
  devDependencies: dependencies,
  // One may be an object: for the dependencies of a dependency.
  overrides: z
    .looseObject({})
    .nullish()
    .transform((found) => found ?? {}),
});

export interface PackageFile extends z.output<typeof packageFile> {
  readonly text: string;
  /** All that is in it, in its order. */
  readonly content: object;
}

/** Null where there is none. Throws a CliError where npm could not read it either. */
export function readPackageFile(folder: string): PackageFile | null {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return null;
  const text = readFileSync(file, "utf8");
  try {
    const content: unknown = JSON.parse(text);
    return { text, content: z.looseObject({}).parse(content), ...packageFile.parse(content) };
  } catch {
    throw new CliError(`npm cannot read the package.json in ${folder}. Nothing was written.`, {
      todo: "Correct it, or move it away.",
    });
  }
}
