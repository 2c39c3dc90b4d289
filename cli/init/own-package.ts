/** This package as it lies on this disk, and how a new app asks npm for it. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

import { PACKAGE_FOLDER, packageFile } from "../package-folder";

const dependencies = z.record(z.string(), z.string()).default({});
const ownPackage = z.object({
  name: z.string(),
  version: z.string(),
  peerDependencies: dependencies,
  devDependencies: dependencies,
});
const project = z.object({ dependencies, devDependencies: dependencies });

export const own = ownPackage.parse(JSON.parse(packageFile()));

export interface Source {
  /** As a package.json has it: "0.1.0", "file:cdktf-druva-scim-0.1.0.tgz". */
  readonly spec: string;
  /** The checkout in which `npm pack` makes the file that `spec` names; null where nothing is to be made. */
  readonly checkout: string | null;
}

/**
 * For an app in `folder`: the file from which this package was installed, where it was installed from
 * one; else its version. A checkout was never installed: there `npm pack` makes the file.
 */
export function sourceFor(folder: string, root = PACKAGE_FOLDER): Source {
  const { name, version } = own;
  if (basename(dirname(root)) !== "node_modules") {
    return { spec: `file:${name}-${version}.tgz`, checkout: root };
  }
  const installedIn = dirname(dirname(root));
  const given = specIn(join(installedIn, "package.json"), name);
  if (given?.startsWith("file:") !== true) return { spec: version, checkout: null };
  const file = resolve(installedIn, given.slice("file:".length));
  return { spec: `file:${relative(folder, file)}`, checkout: null };
}

/** Whether the package.json in `folder` names this package already. */
export function isAskedForIn(folder: string): boolean {
  return specIn(join(folder, "package.json"), own.name) !== undefined;
}

/** Undefined, too, where there is no package.json: a package that is installed globally has none above it. */
function specIn(file: string, name: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const found = project.parse(JSON.parse(readFileSync(file, "utf8")));
  return found.dependencies[name] ?? found.devDependencies[name];
}
