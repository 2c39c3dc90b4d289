/**
 * How long the provider takes from its start to the handshake line, against a bare `node -e 0`: one
 * plan starts a provider three times, an apply about four. Both are measured in turn, so that what
 * else the machine does meets both alike. Exits with 1 where the medians' ratio is above 4.
 *
 * node build/bench-start.mjs [bundle]   the bundle defaults to dist/provider/terraform-provider-druva.cjs
 */
import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const ROUNDS = 21;
const LIMIT = 4;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = resolve(process.argv[2] ?? join(root, "dist/provider/terraform-provider-druva.cjs"));

// Another certificate file to read costs every node 50 ms, and says nothing of the provider.
const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
const environment = {
  ...inherited,
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "5,6",
  PLUGIN_CLIENT_CERT: clientCertificate(),
};

/** Milliseconds until the first line on standard output. */
function startProvider() {
  return new Promise((done, failed) => {
    const started = performance.now();
    const provider = spawn(process.execPath, [bundle], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let milliseconds;
    provider.stdout.once("data", () => {
      milliseconds = performance.now() - started;
      provider.kill();
    });
    provider.once("error", failed);
    provider.once("exit", (code) =>
      milliseconds === undefined
        ? failed(new Error(`${bundle} ended with ${code} before the handshake`))
        : done(milliseconds),
    );
  });
}

/** Milliseconds until it has ended. */
function startNode() {
  const started = performance.now();
  execFileSync(process.execPath, ["-e", "0"], { env: environment });
  return performance.now() - started;
}

/** Any certificate does for the handshake line; the project's own module makes one. */
function clientCertificate() {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, "provider/protocol/server-certificate.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  const module = { exports: {} };
  new Function("module", "require", outputFiles[0].text)(module, createRequire(import.meta.url));
  return module.exports.makeServerCertificate().certificatePem;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const provider = [];
const node = [];
for (let round = 0; round < ROUNDS; round++) {
  node.push(startNode());
  provider.push(await startProvider());
}
const ratio = median(provider) / median(node);
console.log(
  `provider to handshake ${median(provider).toFixed(0)} ms, node -e 0 ${median(node).toFixed(0)} ms ` +
    `(medians of ${ROUNDS}, in turn): ${ratio.toFixed(2)}x, at most ${LIMIT}x`,
);
process.exit(ratio <= LIMIT ? 0 : 1);
