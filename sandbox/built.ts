import { basename, dirname, join } from "node:path";

/**
 * A file of the built package. Programs that the sandbox starts are the built ones, also where the
 * sandbox itself runs from its sources, as tests do.
 */
export function built(...path: readonly string[]): string {
  const parent = dirname(__dirname);
  return join(basename(parent) === "dist" ? parent : join(parent, "dist"), ...path);
}
