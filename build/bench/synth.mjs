/** How long the compiled app takes to synthesize druva-scim.yaml, against loading cdktf alone. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { dist, environment as env, isHeld, mediansInTurn, root, run, timed } from "./measuring.mjs";

const ROUNDS = 11;
const LIMIT = 2.5;

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  try {
    copyFileSync(join(root, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
    const node = (cwd, ...args) => timed(() => run(process.execPath, args, { cwd, env }));
    const [synth, library] = await mediansInTurn(
      ROUNDS,
      () => node(folder, join(dist, "main.js")),
      () => node(root, "-e", 'require("cdktf")'),
    );
    const what = `synth of the example ${synth.toFixed(0)} ms, cdktf alone ${library.toFixed(0)} ms`;
    return isHeld(`${what} (medians of ${ROUNDS}, in turn)`, synth / library, LIMIT);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
