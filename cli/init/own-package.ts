/** This package as it lies on this disk, and how a new app asks npm for it. */
import { basename, dirname, relative, resolve } from "node:path";
import { z } from "zod";

import { PACKAGE_FOLDER, packageFile } from "../workspace/package-folder";
import { type PackageFile, readPackageFile } from "./package-file";

const dependencies = z.record(z.string(), z.string());
const ownPackage = z.object({
  name: z.string(),
  version: z.string(),
  peerDependencies: dependencies,
  devDependencies: dependencies,
  overrides: dependencies,
});

export const own = ownPackage.parse(JSON.parse(packageFile()));

export interface Source {
  /** As a package.json has it: "0.1.0", "file:cdktf-druva-scim-0.1.0.tgz". */
  readonly spec: string;
  /** How the file is made that `spec` names; null where nothing is to be made. */
  readonly packing: string | null;
}

/**
 * For an app in `folder`: from where this package was installed. Where that is not known (a checkout,
 * a global installation), from a file that is made of what is here, since no registry may have it.
 */
export function sourceFor(folder: string, root = PACKAGE_FOLDER): Source {
  const { name, version } = own;
  const file = `file:${name}-${version}.tgz`;
  if (basename(dirname(root)) !== "node_modules") {
    return { spec: file, packing: `In ${root}: npm pack --pack-destination ${folder}` };
  }
  const installedIn = dirname(dirname(root));
  const given = specIn(readPackageFile(installedIn));
  if (given === undefined) {
    // It is built; what its scripts would build it from is not in it.
    const packing = `npm pack ${root} --ignore-scripts --pack-destination ${folder}`;
    return { spec: file, packing };
  }
  return { spec: seenFrom(folder, given, installedIn), packing: null };
}

function seenFrom(folder: string, given: string, installedIn: string): string {
  const [, path] = /^(?:file:|(?=\.{0,2}\/))(.*)$/.exec(given) ?? [];
  if (path !== undefined) return `file:${relative(folder, resolve(installedIn, path))}`;
  return isRange(given) ? own.version : given;
}

/** "^0.1.0"; neither an address, nor a repository, nor a tag such as "latest". */
function isRange(spec: string): boolean {
  return /^[\d^~<>=*]/.test(spec) && !/[:/]/.test(spec);
}

/** Whether a package.json names this package already. */
export function asksForUs(present: PackageFile | null): boolean {
  return specIn(present) !== undefined;
}

function specIn(present: PackageFile | null): string | undefined {
  return present?.dependencies[own.name] ?? present?.devDependencies[own.name];
}
