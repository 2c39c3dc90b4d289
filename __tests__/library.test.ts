/** The README's lines as a user has them: the package packed, installed in a folder of its own, their code as printed. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox } from "../sandbox/sandbox";
import { output } from "./constructs/run";

const project = join(__dirname, "..");
const bin = (name: string) => join(project, "node_modules/.bin", name);
const { peerDependencies, devDependencies } = JSON.parse(
  readFileSync(join(project, "package.json"), "utf8"),
) as Record<"peerDependencies" | "devDependencies", Record<string, string>>;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-library-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The first TypeScript block under the heading. */
function readmeCode(): string {
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const [, section = ""] = readme.split("\n## Use in your own CDKTF app\n");
  const code = /^```ts\n(.*?)^```$/ms.exec(section)?.[1];
  if (code === undefined) throw new Error("README.md shows no TypeScript under that heading");
  return code;
}

/** Packs a copy, since packing builds, and other tests use what is built here. */
async function packed(): Promise<string> {
  const copy = join(folder, "copy");
  const notNeeded = new Set(["node_modules", "dist", ".git", "cdktf.out", "__tests__"]);
  cpSync(project, copy, {
    recursive: true,
    filter: (source) => !notNeeded.has(source.slice(project.length + 1)),
  });
  symlinkSync(join(project, "node_modules"), join(copy, "node_modules"));
  const printed = await npm(copy, "pack", "--json", "--silent", "--pack-destination", folder);
  const name = /"filename": "(?<name>[^"]+)"/.exec(printed)?.groups?.["name"] ?? "";
  return join(folder, name);
}

/** Not with what the npm around these tests has put into the environment. */
function npm(cwd: string, ...args: string[]): Promise<string> {
  const inherited = Object.keys(process.env).filter((name) =>
    /^npm_(?!config_(registry|cache|userconfig|cafile)$)/i.test(name),
  );
  return output("env", [...inherited.flatMap((name) => ["-u", name]), "npm", ...args], { cwd });
}

test("the README's lines compile, synthesize, and plan on the sandbox", async () => {
  const app = join(folder, "app");
  mkdirSync(join(app, "locks"), { recursive: true });
  writeFileSync(join(app, "package.json"), '{ "name": "app", "private": true }');
  const peers = Object.keys(peerDependencies).map((name) => `${name}@${devDependencies[name]}`);
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
  await npm(app, "install", ...quiet, await packed(), ...peers);

  writeFileSync(join(app, "main.ts"), readmeCode());
  const compilerOptions = { strict: true, module: "node20", target: "es2022", types: [] };
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  await output("node", [bin("tsc"), "-p", "."], { cwd: app });

  const sandbox = await startSandbox({ waitScale: 0.02 });
  try {
    const env = { ...sandbox.environment, XDG_STATE_HOME: join(folder, "state") };
    const lock = join(app, "locks/identity.terraform.lock.hcl");
    writeFileSync(lock, sandbox.lockFile);
    await output("node", ["main.js"], { cwd: app, env });

    const stack = join(app, "cdktf.out/stacks/identity");
    await output("terraform", ["init", "-no-color"], { cwd: stack, env });
    const plan = await output("terraform", ["plan", "-no-color"], { cwd: stack, env });
    expect(plan).toContain("A living token is taken over as generation 1");
    expect(plan).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  } finally {
    await sandbox.stop();
  }
}, 180_000);
