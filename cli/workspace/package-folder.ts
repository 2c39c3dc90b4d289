import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of this package. In tests this file runs from cli/workspace/, otherwise from dist/cli/workspace/. */
export const PACKAGE_FOLDER =
  [join(__dirname, "../.."), join(__dirname, "../../..")].find((folder) =>
    existsSync(join(folder, "package.json")),
  ) ?? __dirname;

/** The text of its package.json. */
export function packageFile(): string {
  return readFileSync(join(PACKAGE_FOLDER, "package.json"), "utf8");
}
