/** Who imports whom, types and what is loaded later included. `npm run lint` holds the rooms' directions. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { preProcessFile } from "typescript";

const PROJECT = join(__dirname, "../..");
const ROOMS = ["cli", "provider", "constructs", "sandbox", "config", "stacks", "tour"];

const files = ROOMS.flatMap((room) =>
  readdirSync(join(PROJECT, room), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(room, file)),
);
const graph = new Map(files.map((file) => [file, importedBy(file)]));

function importedBy(file: string): string[] {
  const { importedFiles } = preProcessFile(readFileSync(join(PROJECT, file), "utf8"), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith(".")) return [];
    const path = join(dirname(file), fileName.replace(/\.js$/, ""));
    return [`${path}.ts`, join(path, "index.ts")].filter((each) => files.includes(each));
  });
}

/** The first that a walk along the imports comes upon; its first file is its last, too. */
function circle(): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = walk(next, [...path, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const found = walk(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

test("imports of every kind are seen", () => {
  expect(graph.get("cli/main.ts")).toContain("cli/commands/drift.ts");
  expect(graph.get("cli/commands/drift.ts")).toContain("cli/outlook/tenant-outlooks.ts"); // await import()
  expect(graph.get("cli/outlook/tenant-outlooks.ts")).toContain("cli/workspace/workspace.ts"); // import type
  expect(graph.get("provider/clients/http.ts")).toContain("provider/clients/host.ts");
});

test("no file imports itself, by however many others", () => {
  expect(circle()).toBeUndefined();
});
