/** The command as npm links it: from a checkout, built or not, and from the installed package. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PACKAGE_ROOT } from "../../tour/workplace";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "druva-scim-bin-")));
  cpSync(join(PACKAGE_ROOT, "bin"), join(root, "bin"), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const run = (...args: string[]) =>
  spawnSync(join(root, "bin/druva-scim.js"), args, { encoding: "utf8" });

test("where nothing is built it says what to run, and where", () => {
  const { status, stderr } = run("status");
  expect(stderr).toBe(`druva-scim is not built yet. In ${root}: npm ci && npm run build\n`);
  expect(status).toBe(1);
});

test("what is built is given the command line", () => {
  mkdirSync(join(root, "dist/cli"), { recursive: true });
  const program = "exports.main = (argv) => console.log(argv.slice(2).join());";
  writeFileSync(join(root, "dist/cli/main.js"), program);
  expect(run("status", "--json").stdout).toBe("status,--json\n");
});

test("the program itself starts from there", () => {
  const program = join(PACKAGE_ROOT, "bin/druva-scim.js");
  expect(spawnSync(program, ["--help"], { encoding: "utf8" }).stdout).toMatch(/^Usage: druva-scim/);
});

test("the version is the package's", () => {
  const file = readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8");
  const { version } = JSON.parse(file) as { version: string };
  const program = join(PACKAGE_ROOT, "bin/druva-scim.js");
  expect(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout).toBe(`${version}\n`);
});

test("a reader who goes away, as head does, is no error", async () => {
  const program = spawn(join(PACKAGE_ROOT, "bin/druva-scim.js"), ["--help"]);
  program.stdout.destroy();
  let errors = "";
  program.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  const [code] = await once(program, "close");
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});
