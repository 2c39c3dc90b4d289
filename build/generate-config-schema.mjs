/**
 * Writes config/druva-scim.schema.json, with which editors complete and check druva-scim.yaml.
 *
 * node build/generate-config-schema.mjs [file]
 */
import { writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { exportsOf } from "./exports-of.mjs";
import { installed } from "./installed.mjs";

const { format } = await installed("prettier");

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(process.argv[2] ?? join(project, "config/druva-scim.schema.json"));

const { schema } = await exportsOf(`
  import { z } from "zod";
  import { configSchema } from "./config/schema";
  export const schema = z.toJSONSchema(configSchema);`);
await writeFile(target, await format(JSON.stringify(schema), { parser: "json", printWidth: 100 }));
