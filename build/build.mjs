/**
 * Makes dist/ from the sources in about a second: every file transpiled as it is, its data beside
 * it, and the programs that must stand alone (the provider, its launcher, the stand-ins) bundled.
 * Types are checked apart (`npm run check`).
 */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { bundleOptions, bundles } from "./bundles.mjs";
import { installed } from "./installed.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
leaveWhatCannotBeWritten();

const { build } = await installed("esbuild");

const rooms = ["constructs", "stacks", "config", "provider", "cli", "sandbox", "tour"];
/** `npm run test:faults`, and what it shares with tests. */
const testPrograms = ["faults", "workflows", "code-host", "cli"].map((each) => `__tests__/${each}`);
const filesOf = (room) =>
  existsSync(room)
    ? readdirSync(room, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
const files = [...rooms, ...testPrograms].flatMap(filesOf);
const sources = [
  "main.ts",
  ...files.filter((file) => /\.ts$/.test(file) && !/\.(d|test)\.ts$/.test(file)),
];
const data = files.filter((file) => /\.(json|jsonl|html|css|svg)$/.test(file));

// Written over, not emptied first: a deploy may be running from dist/ while it is built.
const results = await Promise.all([
  build({
    entryPoints: sources.filter((file) => existsSync(file)),
    outdir: "dist",
    outbase: ".",
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "warning",
    metafile: true,
  }),
  ...bundles
    .filter(({ entry }) => existsSync(entry))
    .map(({ entry, outfile }) =>
      build({ ...bundleOptions(entry, join("dist", outfile)), metafile: true }),
    ),
]);
for (const file of data) {
  mkdirSync(dirname(join("dist", file)), { recursive: true });
  cpSync(file, join("dist", file));
}
for (const { outfile, entry } of bundles)
  if (existsSync(entry)) chmodSync(join("dist", outfile), 0o755);
if (existsSync("dist/cli/main.js")) chmodSync("dist/cli/main.js", 0o755);

const made = new Set([
  ...results.flatMap(({ metafile }) => Object.keys(metafile.outputs)),
  ...data.map((file) => join("dist", file)),
]);
for (const file of filesOf("dist")) if (!made.has(file)) rmSync(file);

/** In a checkout that is read-only, what was built before is used; else there is nothing to run. */
function leaveWhatCannotBeWritten() {
  try {
    accessSync(existsSync("dist") ? "dist" : ".", constants.W_OK);
  } catch (error) {
    const isBuilt = existsSync("dist/cli/main.js");
    console.error(
      `${root} cannot be written (${error.code}): ${isBuilt ? "what was built in it before is used." : "nothing is built in it. Run this in a copy."}`,
    );
    process.exit(isBuilt ? 0 : 1);
  }
}
