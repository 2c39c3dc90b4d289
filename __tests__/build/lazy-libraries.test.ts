import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
let folder: string;
beforeEach(() => {
  // Inside of the project, where the libraries are found.
  folder = mkdtempSync(join(root, "node_modules/.lazy-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles the program with the plugin, takes it elsewhere, and gives what it prints. */
function bundleAndRun(program: string): { readonly printed: string; readonly bundle: string } {
  const entry = join(folder, "entry.ts");
  const outfile = join(folder, "bundle.cjs");
  writeFileSync(entry, program);
  const script = `
    import { build } from "esbuild";
    import { lazyLibraries } from ${JSON.stringify(join(root, "build/lazy-libraries.mjs"))};
    await build({ entryPoints: [${JSON.stringify(entry)}], outfile: ${JSON.stringify(outfile)},
      bundle: true, platform: "node", format: "cjs", minify: true, plugins: [lazyLibraries] });`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
  const elsewhere = mkdtempSync(join(tmpdir(), "lazy-"));
  try {
    const alone = join(elsewhere, "bundle.cjs");
    const bundle = readFileSync(outfile, "utf8");
    writeFileSync(alone, bundle);
    return { printed: execFileSync(process.execPath, [alone], { encoding: "utf8" }), bundle };
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

test("a CommonJS library that is imported lazily works from the bundle alone", () => {
  const { printed } = bundleAndRun(`
    void (async () => {
      const { Agent } = await import("undici");
      const { default: jwt } = await import("jsonwebtoken");
      console.log(typeof Agent, typeof jwt.sign);
    })();`);
  expect(printed).toBe("function function\n");
});

test("an ES module that is imported lazily works from the bundle alone", () => {
  const { printed } = bundleAndRun(`
    void (async () => {
      const { execa } = await import("execa");
      const { default: retry } = await import("p-retry");
      const { z } = await import("zod");
      const { stdout } = await execa(process.execPath, ["-p", "6 * 7"]);
      console.log(stdout, await retry(() => "retried"), z.string().parse("parsed"));
    })();`);
  expect(printed).toBe("42 retried parsed\n");
});

test("until then the library is a text, and no code that has to be parsed", () => {
  const { bundle } = bundleAndRun('if (process.argv[2]) void import("zod");');
  const [code = ""] = bundle.split('new Function("module"');
  expect(bundle.length).toBeGreaterThan(100_000);
  expect(code.length).toBeLessThan(2_000);
});
