import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { output } from "./run";

const project = join(__dirname, "../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-generated-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const contents = (root: string) =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file.slice(root.length), readFileSync(file, "utf8")]),
  );

test("the L1 classes are those of the provider's schema: else run `npm run generate`", async () => {
  await output("node", [join(project, "build/generate-constructs.mjs"), join(folder, "made")]);
  expect(contents(join(folder, "made"))).toEqual(contents(join(project, "constructs/generated")));
});

test("the editors' schema is that of the config: else run `npm run generate`", async () => {
  const made = join(folder, "druva-scim.schema.json");
  await output("node", [join(project, "build/generate-config-schema.mjs"), made]);
  expect(readFileSync(made, "utf8")).toBe(
    readFileSync(join(project, "config/druva-scim.schema.json"), "utf8"),
  );
});
