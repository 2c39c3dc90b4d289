/** The app on CDK Terrain, in the place of CDKTF. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

import { output } from "./constructs/run";

const project = join(__dirname, "..");
const readJson = (file: string) => JSON.parse(readFileSync(join(project, file), "utf8")) as unknown;

/** What it synthesizes, by path: cdk.tf.json without the version that wrote it. */
async function synthesized(...flags: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "druva-scim-cdktn-"));
  try {
    copyFileSync(join(project, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
    await output("node", [...flags, join(project, "dist/main.js")], { cwd: folder });
    const stack = join(folder, "cdktf.out/stacks/druva-scim-acme");
    const text = readFileSync(join(stack, "cdk.tf.json"), "utf8").replaceAll(folder, "");
    return {
      files: readdirSync(stack, { recursive: true }).sort(),
      version: /"version": "(0\.\d+\.\d+)"/.exec(text)?.[1],
      stack: JSON.parse(text.replace(/"version": "0\.\d+\.\d+"/, '"version": ""')) as unknown,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const dependencies = z.object({ dependencies: z.object({ cdktf: z.string() }) });
const devDependencies = z.object({ devDependencies: z.object({ "cdktf-by-cdktn": z.string() }) });

test("it synthesizes with cdktn what it synthesizes with cdktf", async () => {
  const byCdktf = await synthesized();
  const byCdktn = await synthesized("--require", join(__dirname, "cdktf-is-cdktn.cjs"));
  expect([byCdktf.version, byCdktn.version]).toEqual(["0.21.0", "0.24.0"]);
  expect({ ...byCdktn, version: "" }).toEqual({ ...byCdktf, version: "" });
});

test("the example asks for the version that is tested", () => {
  const { dependencies: theirs } = dependencies.parse(readJson("examples/cdktn/package.json"));
  const { devDependencies: ours } = devDependencies.parse(readJson("package.json"));
  expect(theirs.cdktf).toBe(ours["cdktf-by-cdktn"]);
});
