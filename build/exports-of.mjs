import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { installed } from "./installed.mjs";

const { build } = await installed("esbuild");

/** What a TypeScript module of this project exports; its imports are relative to the project's root. */
export async function exportsOf(source) {
  const folder = await mkdtemp(join(tmpdir(), "druva-scim-build-"));
  try {
    const outfile = join(folder, "module.cjs");
    await build({
      stdin: {
        contents: source,
        resolveDir: dirname(dirname(fileURLToPath(import.meta.url))),
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile,
      logLevel: "warning",
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    await rm(folder, { recursive: true });
  }
}
