/** The README's blocks as a user has them: the package packed and installed in a folder of its own, everything run as printed. */
import { execa } from "execa";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

import { type Sandbox, startSandbox } from "../sandbox/sandbox";
import { environmentOf } from "../tour/surroundings";
import { blocksOf, textOf } from "./docs/blocks";
import { isInRange } from "./node-range";

const project = join(__dirname, "..");
const MINUTES = 60_000;

let parent: string;
let sandbox: Sandbox;
/** Where the app is. */
const app = () => join(parent, "identity");

/** A copy, since packing builds, and other tests use what is built here. */
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), "druva-scim-library-"));
  const checkout = join(parent, "checkout");
  const notNeeded = new Set(["node_modules", "dist", ".git", "cdktf.out", "__tests__"]);
  cpSync(project, checkout, {
    recursive: true,
    filter: (source) => !notNeeded.has(source.slice(project.length + 1)),
  });
  symlinkSync(join(project, "node_modules"), join(checkout, "node_modules"));
  sandbox = await startSandbox({ waitScale: 0.005 });
  // What `npm ci` installs in a checkout is here already.
  const packing = block("npm pack").replace("npm ci && ", "npm_config_ignore_scripts=false ");
  await shell(packing, checkout);
}, 5 * MINUTES);
afterAll(async () => {
  await sandbox.stop();
  rmSync(parent, { recursive: true });
});

/** The only one under the heading that has these words. */
function block(words: string): string {
  const [, section = ""] = textOf("README.md").split("\n## Use in your own CDKTF app\n");
  const found = blocksOf("README.md").filter(
    ({ text }) => section.includes(text) && text.includes(words),
  );
  expect(found).toHaveLength(1);
  return found[0]?.text ?? "";
}

/** Not with what the npm around these tests has put into the environment; no program of packages is run. */
function shell(script: string, cwd: string) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cache|userconfig|cafile)$)/i.test(name),
  );
  const quick = { prefer_offline: "true", audit: "false", fund: "false", ignore_scripts: "true" };
  const npm = Object.entries(quick).map(([name, value]) => [`npm_config_${name}`, value]);
  return execa("bash", ["-e", "-c", script], {
    cwd,
    env: { ...Object.fromEntries([...inherited, ...npm]), CHECKPOINT_DISABLE: "1" },
    extendEnv: false,
  });
}

test(
  "init makes an app of the packed package that synthesizes, with nothing to compile",
  async () => {
    const { stdout } = await shell(block("druva-scim init"), app());
    const written = JSON.parse(readFileSync(join(app(), "package.json"), "utf8")) as object;
    expect(written).toMatchObject({
      dependencies: { "cdktf-druva-scim": "file:cdktf-druva-scim-0.1.0.tgz" },
    });
    expect(stdout).toMatch(/Generated Terraform code for the stacks: druva-scim-acme/);
  },
  5 * MINUTES,
);

const engines = z.object({
  engines: z.object({ node: z.string() }).transform(({ node }) => node),
});
const lockFile = z.object({ packages: z.record(z.string(), z.unknown()) });

test("nothing that is installed asks for a newer Node.js than the package does", () => {
  const { engines: ours } = engines.parse(JSON.parse(textOf("package.json")));
  const oldest = `${ours.replace(">=", "")}.0`;
  const { packages } = lockFile.parse(
    JSON.parse(readFileSync(join(app(), "package-lock.json"), "utf8")),
  );
  const asking = Object.entries(packages).flatMap(([name, found]) => {
    const { data } = engines.safeParse(found); // others name no Node.js
    return data === undefined ? [] : [{ name, engines: data.engines }];
  });
  expect(oldest).toMatch(/^\d+\.\d+\.0$/);
  expect(asking.length).toBeGreaterThan(100);
  expect(asking.filter((each) => !isInRange(oldest, each.engines))).toEqual([]);
});

test(
  "the constructs' lines, in place of its main.cjs, are well typed, synthesize, and plan on the sandbox",
  async () => {
    writeFileSync(join(app(), "main.cjs"), block("DruvaScimRotation"));
    const compilerOptions = { strict: true, checkJs: true, noEmit: true, types: [] };
    writeFileSync(
      join(app(), "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, module: "node20", target: "es2022" },
        files: ["main.cjs"],
      }),
    );
    await execa("node", [join(project, "node_modules/.bin/tsc"), "-p", "."], { cwd: app() });
    await shell("node main.cjs", app()); // as cdktf.json has it; the test of init runs cdktf itself

    const env = environmentOf(process.env, {
      ...sandbox.environment,
      XDG_STATE_HOME: join(parent, "state"),
    });
    const options = { cwd: join(app(), "cdktf.out/stacks/identity"), env, extendEnv: false };
    await execa("terraform", ["init", "-no-color"], options);
    const plan = await execa("terraform", ["plan", "-no-color"], options);
    expect(plan.stdout).toContain("[token-taken-over]");
    expect(plan.stdout).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  },
  3 * MINUTES,
);
