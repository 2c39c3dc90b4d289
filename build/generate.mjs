/** Makes again whatever is made from something else; tests fail where it is stale. */
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const run = (program, ...args) => execFileSync(program, args, { stdio: "inherit" });

run("npx", "buf", "generate");
run("node", "build/generate-constructs.mjs");
run("node", "build/generate-config-schema.mjs");
run("node", "build/build.mjs"); // the reference is read from what was built
run("node", "build/reference.mjs");
