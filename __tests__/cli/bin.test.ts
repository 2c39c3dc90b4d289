/** The command as npm links it: from a checkout, built or not, and from the installed package. */
import { spawn, spawnSync, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
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
  cpSync(join(PACKAGE_ROOT, "package.json"), join(root, "package.json"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const run = (...args: string[]) =>
  spawnSync(join(root, "bin/druva-scim.js"), args, { encoding: "utf8" });

test("a Node.js that is too old is told so before anything is loaded", () => {
  const pretend = join(root, "pretend.cjs");
  const versions = '{ value: { node: "18.20.8" } }';
  writeFileSync(pretend, `Object.defineProperty(process, "versions", ${versions});`);
  const program = join(PACKAGE_ROOT, "bin/druva-scim.js");
  const args = ["-r", pretend, program, "status"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe(
    `druva-scim needs Node.js 20.19 or newer, and this is 18.20.8 (${process.execPath}).\n`,
  );
  expect(status).toBe(1);
});

test("where nothing is built it says what to run, and where", () => {
  const { status, stderr } = run("status");
  expect(stderr).toBe(`druva-scim is not built yet. In ${root}: npm ci && npm run build\n`);
  expect(status).toBe(1);
});

test("where a package that the built program needs is not installed it says the same", () => {
  mkdirSync(join(root, "dist/cli"), { recursive: true });
  writeFileSync(join(root, "dist/cli/main.js"), 'require("commander");');
  const { status, stderr } = run("status");
  expect(stderr).toMatch(/^druva-scim is not built yet\. In .*: npm ci && npm run build\n$/);
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

describe("on a full disk", () => {
  const program = join(PACKAGE_ROOT, "bin/druva-scim.js");
  /** `lost`: the stream that cannot be written; the other one is what is returned. */
  function withFull(lost: 1 | 2, args: readonly string[]) {
    const full = openSync("/dev/full", "w");
    try {
      const stdio: StdioOptions = [
        "ignore",
        lost === 1 ? full : "pipe",
        lost === 2 ? full : "pipe",
      ];
      const ran = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", stdio });
      return { status: ran.status, rest: lost === 1 ? ran.stderr : ran.stdout };
    } finally {
      closeSync(full);
    }
  }

  test("a result that is lost is an error in one line, without a stack trace", () => {
    const { status, rest } = withFull(1, [program, "--help"]);
    expect(rest).toMatch(/^Standard output could not be written, .*: ENOSPC.*\n$/);
    expect(status).toBe(1);
  });

  test("remarks that are lost are told on standard output", () => {
    const { status, rest } = withFull(2, [program, "statsu"]);
    expect(rest).toMatch(/^Standard error could not be written, .*: ENOSPC.*\n$/);
    expect(status).toBe(1);
  });

  test("what is under way goes on", () => {
    const script = `require(${JSON.stringify(join(PACKAGE_ROOT, "dist/cli/main.js"))})
      .main(["node", "druva-scim", "--help"])
      .then(() => setImmediate(() => require("node:fs").writeFileSync("went-on", "")));`;
    expect(withFull(1, ["-e", script]).status).toBe(1);
    expect(existsSync(join(root, "went-on"))).toBe(true);
  });
});
