/**
 * Writes config/druva-scim.schema.json, with which editors complete and check druva-scim.yaml.
 *
 * node build/generate-config-schema.mjs [file]
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { format } from "prettier";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(process.argv[2] ?? join(project, "config/druva-scim.schema.json"));

const folder = await mkdtemp(join(tmpdir(), "druva-scim-schema-"));
try {
  const outfile = join(folder, "schema.cjs");
  await build({
    stdin: {
      contents: `
        import { z } from "zod";
        import { configSchema } from "./config/schema";
        module.exports = z.toJSONSchema(configSchema);`,
      resolveDir: project,
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
    logLevel: "warning",
  });
  const schema = createRequire(import.meta.url)(outfile);
  await writeFile(
    target,
    await format(JSON.stringify(schema), { parser: "json", printWidth: 100 }),
  );
} finally {
  await rm(folder, { recursive: true });
}
