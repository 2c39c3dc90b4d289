/** What the benches share: what was built, and medians of rounds. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const dist = join(root, "dist");
/** Of a module in dist/. */
export const built = createRequire(join(dist, "main.js"));

// Another certificate file to read costs every node 50 ms, and says nothing of the subject.
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
export { environment };

/** Ends with exit code 0, or with one of `codes`; else throws what it printed. */
export function run(program, args, { cwd, env, codes = [] }) {
  return new Promise((done, failed) => {
    execFile(program, args, { cwd, env, maxBuffer: 1e9 }, (error, out, err) =>
      error && !codes.includes(error.code)
        ? failed(new Error(`${program} ${args[0]}: ${out}${err}`))
        : done(),
    );
  });
}

/** Milliseconds that it takes. */
export async function timed(action) {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/**
 * The median of what each of `ways` returns, in their order. In turn, so that what else the machine
 * does meets all alike.
 */
export async function mediansInTurn(rounds, ...ways) {
  const results = ways.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) results[index].push(await way());
  }
  return results.map((each) => each.sort((one, other) => one - other)[Math.floor(rounds / 2)]);
}

/** Prints the ratio, and tells whether it is at most `limit`. */
export function isHeld(what, ratio, limit) {
  console.log(`${what}: ${ratio.toFixed(2)}x, at most ${limit}x`);
  return ratio <= limit;
}
