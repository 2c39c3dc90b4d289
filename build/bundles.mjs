import { lazyLibraries } from "./lazy-libraries.mjs";

/** Programs that run without node_modules beside them. */
export const bundles = [
  { entry: "provider/main.ts", outfile: "provider/terraform-provider-druva.cjs" },
  { entry: "provider/bind-command.ts", outfile: "provider/bind-command.cjs" },
  // Synthesizes as dist/main.js does, in half the time: for the tour and the stories.
  { entry: "main.ts", outfile: "tour/app.cjs" },
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
