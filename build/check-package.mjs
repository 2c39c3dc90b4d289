/**
 * Whether the package is whole: what is made from something else is what `npm run generate` makes of
 * it now, and every link in a packed document leads to a file or folder that is packed. Says each
 * thing that is not so, and exits with 1. Run after build/build.mjs: the reference is read from
 * what was built.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { installed } from "./installed.mjs";

await installed("esbuild"); // npx would look for what is missing elsewhere
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const made = mkdtempSync(join(tmpdir(), "druva-scim-made-"));
try {
  const problems = [...stale(), ...deadLinks()];
  for (const each of problems) console.error(each);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  rmSync(made, { recursive: true, force: true });
}

/** What lies in the checkout and differs from what is made anew. */
function stale() {
  const of = (path) => join(made, path.replaceAll("/", "-"));
  const generator = (name, path) => {
    run("node", `build/${name}.mjs`, of(path));
    return [path, of(path)];
  };
  const protocol = "provider/protocol";
  run("npx", "buf", "generate", protocol, "--template", `${protocol}/buf.gen.yaml`, "-o", made);
  const pairs = [
    [`${protocol}/generated`, join(made, "generated")],
    generator("generate-constructs", "constructs/generated"),
    generator("generate-config-schema", "config/druva-scim.schema.json"),
    generator("reference", "docs/reference.md"),
  ];
  return pairs.flatMap(([path, now]) => {
    const [kept, fresh] = [contents(path), contents(now)];
    return [...new Set([...Object.keys(kept), ...Object.keys(fresh)])]
      .filter((name) => kept[name] !== fresh[name])
      .map((name) => `${path}${name} is not what it is made from now: run npm run generate.`);
  });
}

/** By path below it; of a file its own text, by "". */
function contents(path) {
  if (!existsSync(path)) return {};
  if (statSync(path).isFile()) return { "": readFileSync(path, "utf8") };
  return Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file.slice(path.length), readFileSync(file, "utf8")]),
  );
}

function deadLinks() {
  // Nothing is built for it.
  const printed = run("npm", "pack", "--dry-run", "--json", "--ignore-scripts");
  const paths = JSON.parse(printed)[0].files.map(({ path }) => path);
  const isPacked = (target) =>
    paths.some((path) => path === target || path.startsWith(`${target}/`));
  const documents = paths.filter((path) => path.endsWith(".md"));
  const missing = ["README.md", "docs/get-started.md"].filter((each) => !documents.includes(each));
  return [
    ...missing.map((each) => `${each} is not packed.`),
    ...documents.flatMap((document) =>
      linksOf(document)
        .filter((link) => !isPacked(normalize(join(dirname(document), link.split("#")[0]))))
        .map((link) => `${document} links to ${link}, which is not packed.`),
    ),
  ];
}

/** Outside of code; without those to the web and within the document. */
function linksOf(document) {
  const prose = readFileSync(document, "utf8").replaceAll(/^( *)(`{3,}).*?^\1\2$/gms, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^([a-z]+:|#)/.test(target));
}

function run(program, ...args) {
  const PATH = [join("node_modules", ".bin"), process.env.PATH].join(delimiter);
  return execFileSync(program, args, {
    env: { ...process.env, PATH },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}
