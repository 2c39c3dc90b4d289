/**
 * How long the compiled app takes to synthesize druva-scim.yaml, against loading the cdktf library
 * alone. Both are measured in turn, so that what else the machine does meets both alike. Exits with
 * 1 where the medians' ratio is above 2.5.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = 11;
const LIMIT = 2.5;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Another certificate file to read costs every node 50 ms, and says nothing of the app.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

function milliseconds(cwd, ...args) {
  const started = performance.now();
  execFileSync(process.execPath, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  return performance.now() - started;
}

const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
try {
  copyFileSync(join(root, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
  const synth = [];
  const library = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    synth.push(milliseconds(folder, join(root, "dist", "main.js")));
    library.push(milliseconds(root, "-e", 'require("cdktf")'));
  }
  const ratio = median(synth) / median(library);
  console.log(
    `synth of the example ${Math.round(median(synth))} ms, cdktf alone ${Math.round(median(library))} ms (medians of ${ROUNDS}, in turn): ${ratio.toFixed(2)}x, at most ${LIMIT}x`,
  );
  process.exitCode = ratio > LIMIT ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
