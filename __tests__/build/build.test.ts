import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const project = join(__dirname, "../..");
let folder: string;
let clone: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "druva-scim-build-")));
  clone = join(folder, "clone");
  cpSync(join(project, "build"), join(clone, "build"), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (program: string) =>
  spawnSync(process.execPath, [`build/${program}`], { cwd: clone, encoding: "utf8" });

test.each([
  "build.mjs",
  "generate.mjs",
  "generate-constructs.mjs",
  "generate-config-schema.mjs",
  "reference.mjs",
  "check-package.mjs",
])("in a clone where nothing is installed %s says what to run, in one line", (program) => {
  const { stderr, stdout, status } = run(program);
  expect(stderr).toBe(`What this is built with is not installed in ${clone}: run npm ci first.\n`);
  expect([stdout, status]).toEqual(["", 1]);
});

test("what is installed in a parent folder, as in a workspace, is built with", () => {
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(clone, "config"));
  writeFileSync(join(clone, "config/more.ts"), "export const text: string = 'built';\n");
  const { stderr, status } = run("build.mjs");
  expect([stderr, status]).toEqual(["", 0]);
  expect(existsSync(join(clone, "dist/config/more.js"))).toBe(true);
});
