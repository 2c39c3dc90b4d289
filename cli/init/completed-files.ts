/** Files that a folder may have already, completed by what a CDKTF app needs: what is in them stays, as it is written. */
import { basename, isAbsolute } from "node:path";

import { WHAT_HOLDS_TOKENS } from "../workspace/what-holds-tokens";
import { own } from "./own-package";
import type { PackageFile } from "./package-file";

const CDKTF_CLI = "cdktf-cli";
/** One of its dependencies has no binary for newer Node.js: this package's overrides replace it. */
const replaced = Object.keys(own.overrides);
const ownVersionsOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, own.devDependencies[name] ?? "*"]));

/** `spec`: of this package, as npm takes it. */
export function completedPackageFile(
  folder: string,
  present: PackageFile | null,
  spec: string,
): string {
  const {
    dependencies = {},
    devDependencies = {},
    overrides = {},
  }: Partial<PackageFile> = present ?? {};
  const missing = (wanted: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(wanted).filter(
        ([name]) => !Object.hasOwn(dependencies, name) && !Object.hasOwn(devDependencies, name),
      ),
    );
  const forUse = missing({ [own.name]: spec, ...own.peerDependencies });
  const isCliMissing = Object.hasOwn(missing({ [CDKTF_CLI]: "" }), CDKTF_CLI);
  const forWork = isCliMissing ? missing(ownVersionsOf([CDKTF_CLI, ...replaced])) : {};
  if (present !== null && Object.keys({ ...forUse, ...forWork }).length === 0) return present.text;
  const completed = {
    ...(present?.content ?? { name: nameFor(folder), private: true }),
    dependencies: { ...dependencies, ...forUse },
    devDependencies: { ...devDependencies, ...forWork },
    ...(isCliMissing && { overrides: { ...own.overrides, ...overrides } }),
  };
  const [indentation = "  "] = /^[ \t]+(?=")/m.exec(present?.text ?? "") ?? [];
  return `${JSON.stringify(completed, undefined, indentation)}\n`;
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

const IGNORED = ["node_modules/", ...Object.keys(WHAT_HOLDS_TOKENS)];

/** A package in the folder is to be committed, in whatever version, although many ignore *.tgz. */
export function completedIgnoreFile(present: string | null, spec: string): string {
  const text = present ?? "";
  const kept = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  const lines = text.split(/\r?\n/);
  const missing = [...IGNORED, ...keptInGit(spec)].filter((line) => !lines.includes(line));
  return [kept, ...missing.map((line) => `${line}\n`)].join("");
}

function keptInGit(spec: string): string[] {
  const [, file] = /^file:(.+\.tgz)$/.exec(spec) ?? [];
  if (file === undefined || file.startsWith("..") || isAbsolute(file)) return [];
  return [`!${basename(file).replace(own.version, "*")}`];
}
