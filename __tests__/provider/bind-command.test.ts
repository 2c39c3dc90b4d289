import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const TOKEN = "the-living-token";
let folder: string;
let launcher: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "druva-bind-"));
  launcher = join(folder, "bind-command.cjs");
  await build({
    entryPoints: [join(__dirname, "../../provider/bind-command.ts")],
    outfile: launcher,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A program of the user's, in the shell's language. */
function program(script: string): string {
  const path = join(folder, "program");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

interface Run {
  readonly code: number | null;
  readonly output: string;
}

function run(
  argument: string | undefined,
  environment: NodeJS.ProcessEnv = {
    DRUVA_SCIM_TOKEN: TOKEN,
    DRUVA_SCIM_URL: "https://scim.example",
  },
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [launcher, ...(argument === undefined ? [] : [argument])],
      {
        env: { PATH: process.env["PATH"], ...environment },
      },
    );
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    child.on("close", (code) => resolve({ code, output }));
  });
}
const bind = (command: readonly string[], more: object = {}, environment?: NodeJS.ProcessEnv) =>
  run(JSON.stringify({ command, ...more }), environment);

test("the command gets token and URL in its environment, with PATH and what is named, and no more", async () => {
  const file = join(folder, "environment");
  const path = program(`env > ${file}`);
  const { code } = await bind(
    [path],
    { environment: ["NAMED", "MISSING"] },
    {
      DRUVA_SCIM_TOKEN: TOKEN,
      DRUVA_SCIM_URL: "https://scim.example",
      NAMED: "given",
      OTHER: "not given",
    },
  );
  expect(code).toBe(0);
  const names = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .filter((line) => !/^(PWD|SHLVL|_|OLDPWD)=/.test(line)); // the shell's own
  expect(names.sort()).toEqual([
    `DRUVA_SCIM_TOKEN=${TOKEN}`,
    "DRUVA_SCIM_URL=https://scim.example",
    "NAMED=given",
    `PATH=${process.env["PATH"]}`,
  ]);
});

test("arguments reach it as they are, without a shell", async () => {
  const file = join(folder, "arguments");
  const path = program(`printf '%s\\n' "$@" > ${file}`);
  await bind([path, "a b", "$HOME; exit 1"]);
  expect(readFileSync(file, "utf8")).toBe("a b\n$HOME; exit 1\n");
});

test("nothing that it prints is shown", async () => {
  const path = program(`echo "$DRUVA_SCIM_TOKEN"; echo "$DRUVA_SCIM_TOKEN" >&2; exit 3`);
  const { code, output } = await bind([path]);
  expect(code).toBe(1);
  expect(output).toMatch(/ended with 3\. What it printed is not shown/);
  expect(output).not.toContain(TOKEN);
});

test("a program that is not there is told by its name", async () => {
  const { code, output } = await bind(["no-such-program"]);
  expect(code).toBe(1);
  expect(output).toMatch(/no-such-program could not be started \(ENOENT\)/);
});

test("one that does not end is ended after its deadline", async () => {
  const path = program("exec sleep 60");
  const { code, output } = await bind([path], { deadlineSeconds: 0.2 });
  expect(code).toBe(1);
  expect(output).toContain("did not end within 0.2 s");
});

test.each([
  ["no argument", undefined, "expected one argument, a JSON object"],
  ["no JSON", "other-idp bind", "expected one argument, a JSON object"],
  ["no command", "{}", '"command"'],
  ["an empty command", '{"command":[]}', '"command"'],
  ["a command line", '{"command":"other-idp bind"}', '"command"'],
  ["other names", '{"command":["a"],"environment":"PATH"}', '"environment"'],
  ["no time", '{"command":["a"],"deadlineSeconds":0}', '"deadlineSeconds"'],
])("called with %s it says what it expects", async (_, argument, words) => {
  const { code, output } = await run(argument);
  expect(code).toBe(2);
  expect(output).toContain(words);
});

test("without a token nothing is started", async () => {
  const file = join(folder, "started");
  const { code, output } = await bind([program(`touch ${file}`)], {}, { DRUVA_SCIM_URL: "u" });
  expect(code).toBe(2);
  expect(output).toContain("DRUVA_SCIM_TOKEN is not in the environment");
  expect(() => readFileSync(file)).toThrow();
});
