/**
 * `node build/sabotage.mjs <rule> <entry> <outfile>`: a program of the provider, with the module of one
 * rule replaced by the one in tour/sabotage/, to see that the tour notices. The shipped bundle has no such switch.
 */
import { build } from "esbuild";
import { join, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleOptions } from "./bundles.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = {
  probe: "provider/clients/probe.ts",
  test: "provider/bindings/look-at-place.ts",
  heal: "provider/bindings/bind.ts",
  write: "provider/bindings/ask-first.ts",
  journal: "provider/rotation/journal.ts",
};

const [rule, entry, outfile] = process.argv.slice(2);
const replaced = join(root, modules[rule] ?? "");
if (!(rule in modules) || outfile === undefined)
  throw new Error(`usage: sabotage.mjs <${Object.keys(modules).join("|")}> <entry> <outfile>`);

let met = 0;
const sabotage = {
  name: "sabotage",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) => {
      if (importer.includes("/tour/sabotage/")) return undefined;
      if (resolve(resolveDir, `${path}.ts`) !== replaced) return undefined;
      met += 1;
      return { path: join(root, "tour", "sabotage", `${rule}.ts`) };
    });
  },
};
await build({
  ...bundleOptions(join(root, entry), outfile, [sabotage]),
  absWorkingDir: root,
});
if (met === 0)
  throw new Error(`nothing imports ${modules[rule]}: the sabotage would change nothing`);
