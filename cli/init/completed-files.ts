/** Files that a folder may have already, completed by what a CDKTF app needs: nothing in them is changed. */
import { basename } from "node:path";
import { z } from "zod";

import { CliError } from "../cli-error";
import { own } from "./own-package";

const packageFile = z.looseObject({
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
});

/**
 * `present`: the text that is there, null where there is none; `spec`: of this package, as npm takes
 * it. Throws a CliError where what is there cannot be read.
 */
export function completedPackageFile(folder: string, present: string | null, spec: string): string {
  const found = present === null ? { name: nameFor(folder), private: true } : read(folder, present);
  const { dependencies, devDependencies } = packageFile.parse(found);
  const isThere = (name: string) =>
    Object.hasOwn(dependencies ?? {}, name) || Object.hasOwn(devDependencies ?? {}, name);
  const missing = (wanted: Record<string, string>) =>
    Object.fromEntries(Object.entries(wanted).filter(([name]) => !isThere(name)));
  const completed = {
    ...found,
    dependencies: { ...dependencies, ...missing({ [own.name]: spec, ...own.peerDependencies }) },
    devDependencies: {
      ...devDependencies,
      ...missing({ "cdktf-cli": own.devDependencies["cdktf-cli"] ?? "0.21.0" }),
    },
  };
  return `${JSON.stringify(completed, undefined, 2)}\n`;
}

function read(folder: string, text: string): z.output<typeof packageFile> {
  try {
    return packageFile.parse(JSON.parse(text));
  } catch {
    throw new CliError(
      `The package.json in ${folder} is not one that npm can read. Nothing was written.`,
      { todo: "Correct it, or move it away: then one is written." },
    );
  }
}

/** As npm allows them. */
function nameFor(folder: string): string {
  return (
    basename(folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "druva-scim"
  );
}

const IGNORED = ["node_modules/", "cdktf.out/", "*.tfstate", "*.tfstate.*"];

export function completedIgnoreFile(present: string | null): string {
  const text = present ?? "";
  const kept = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  const missing = IGNORED.filter((line) => !text.split("\n").includes(line));
  return [kept, ...missing.map((line) => `${line}\n`)].join("");
}
