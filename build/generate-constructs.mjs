/**
 * Makes the L1 classes in constructs/generated/ with CDKTF's own generator: those of `druva` from the
 * provider's schema, that of okta_app_connection from the schema in build/data/ (the prebuilt
 * package @cdktf/provider-okta is made from a provider version that did not have it yet).
 *
 * node build/generate-constructs.mjs [folder]   the folder defaults to constructs/generated
 */
import { readFileSync } from "node:fs";
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { exportsOf } from "./exports-of.mjs";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(process.argv[2] ?? join(project, "constructs/generated"));

// The generator's logger complains about a CLI configuration that it has no use for.
delete process.env.TF_CLI_CONFIG_FILE;
const require = createRequire(import.meta.url);
const { TerraformProviderGenerator } = require("@cdktf/provider-generator");
const { ConstructsMakerProviderTarget, TerraformProviderConstraint } = require("@cdktf/commons");
const { CodeMaker } = require("codemaker");

const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
const DRUVA = "terraform.local/druva-scim/druva";

// What `terraform providers schema -json` would say of the provider in this checkout.
const { schema: druvaSchema, stockProviders } = await exportsOf(`
  export { stockProviders } from "./constructs/installation/stock-providers";
  import { schemaDocument } from "./provider/framework/schema-document";
  import { druva } from "./provider/provider";
  export const schema = schemaDocument(${JSON.stringify(DRUVA)}, druva);`);
await rm(target, { recursive: true, force: true });
await generate(druvaSchema, `${DRUVA}@${version}`, join(target, "druva"));
await generate(
  JSON.parse(await readFile(join(project, "build/data/okta-app-connection.json"), "utf8")),
  `${stockProviders.okta.source}@${stockProviders.okta.versions}`,
  join(target, "okta"),
);

/** Writes one file per resource: providers/<name>/<resource>/index.ts becomes <resource>.ts. */
async function generate(schema, constraint, folder) {
  const code = new CodeMaker();
  new TerraformProviderGenerator(code, schema).generate(
    new ConstructsMakerProviderTarget(new TerraformProviderConstraint(constraint), "typescript"),
  );
  const scratch = await mkdtemp(join(tmpdir(), "druva-scim-generated-"));
  try {
    await code.save(scratch);
    const [name] = await readdir(join(scratch, "providers"));
    await mkdir(folder, { recursive: true });
    for (const entry of await readdir(join(scratch, "providers", name), { withFileTypes: true })) {
      if (!entry.isDirectory()) continue; // index files load everything at once
      const source = await readFile(join(entry.parentPath, entry.name, "index.ts"), "utf8");
      await writeFile(join(folder, `${entry.name}.ts`), forStrictTypes(source));
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/**
 * The generator knows neither noUnusedLocals nor exactOptionalPropertyTypes. Its classes treat an
 * undefined property as one that is not there, so their types may say so.
 */
function forStrictTypes(source) {
  const types = source.replace(/^( {2}readonly \w+\?: )(.+);$/gm, "$1$2 | undefined;");
  return `// Made by \`npm run generate\` with CDKTF's own generator: never edited by hand.\n// @ts-nocheck\n${types}`;
}
