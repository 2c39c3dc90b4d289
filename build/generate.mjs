/** Makes again whatever is made from something else; check-package.mjs fails where it is stale. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { installed } from "./installed.mjs";

await installed("esbuild"); // npx would look for what is missing elsewhere
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** What fails says so itself. */
function run(program, ...args) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const PROTOCOL = "provider/protocol";
run("npx", "buf", "generate", PROTOCOL, "--template", `${PROTOCOL}/buf.gen.yaml`, "-o", PROTOCOL);
run("node", "build/generate-constructs.mjs");
run("node", "build/generate-config-schema.mjs");
run("node", "build/build.mjs"); // the reference is read from what was built
run("node", "build/reference.mjs");
