import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { lazyLibraries } from "./lazy-libraries.mjs";

/** Programs that run without node_modules beside them. */
export const bundles = [
  { entry: "provider/main.ts", outfile: "provider/terraform-provider-druva.cjs" },
  { entry: "provider/bind-command.ts", outfile: "provider/bind-command.cjs" },
  ...["azuread", "okta", "null"].map((name) => ({
    entry: `sandbox/providers/${name}/main.ts`,
    outfile: `sandbox/providers/terraform-provider-${name}.cjs`,
  })),
];

/** One file each; libraries that are imported with `await import()` are in it as text. */
export const bundleOptions = (entry, outfile, plugins = []) => ({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  keepNames: true, // error and class names are told to people
  legalComments: "none",
  logLevel: "warning",
  // Wrapped in a shell script that finds node and says so where it is missing.
  banner: { js: "#!/usr/bin/env node" },
  plugins: [lazyLibraries, ...plugins],
});

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
