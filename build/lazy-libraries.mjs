import { gzipSync } from "node:zlib";

import { installed } from "./installed.mjs";

const { build } = await installed("esbuild");

/**
 * An esbuild plugin: a library that is imported with `await import("…")` stands in the bundle as a
 * text, and is compiled when that import is reached. Otherwise every start of a provider would parse
 * libraries (over a megabyte) that most calls never use: measured, 50 of 150 ms of processor time.
 */
export const lazyLibraries = {
  name: "lazy-libraries",
  setup({ onResolve, onLoad, initialOptions }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir }) =>
      kind === "dynamic-import" && !path.startsWith("node:")
        ? { path, namespace: "lazy-library", pluginData: resolveDir }
        : undefined,
    );
    onLoad(
      { filter: /.*/, namespace: "lazy-library" },
      async ({ path, pluginData: resolveDir }) => {
        const { platform, target, minify, keepNames, legalComments, logLevel } = initialOptions;
        const { outputFiles } = await build({
          stdin: { contents: `module.exports = require(${JSON.stringify(path)})`, resolveDir },
          bundle: true,
          write: false,
          format: "cjs",
          ...{ platform, target, minify, keepNames, legalComments, logLevel },
        });
        // Packed: a start has to scan the text all the same, and this is a third of it.
        const packed = gzipSync(`${outputFiles[0].text}\n//# sourceURL=${path}`, { level: 9 });
        const text = `require("node:zlib").gunzipSync(Buffer.from("${packed.toString("base64")}", "base64")).toString()`;
        return {
          contents: `new Function("module", "exports", "require", ${text})(module, exports, require);`,
        };
      },
    );
  },
};
