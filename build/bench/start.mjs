/**
 * How long the provider takes from its start to the handshake line, against a bare `node -e 0`: one
 * plan starts a provider three times, an apply about four.
 */
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

import { built, dist, environment, isHeld, mediansInTurn, run, timed } from "./measuring.mjs";

const ROUNDS = 21;
const LIMIT = 4;

/** `bundle`: another build of the provider. */
export async function measure(bundle = join(dist, "provider/terraform-provider-druva.cjs")) {
  // Any certificate does for the handshake line.
  const { makeServerCertificate } = built("./provider/protocol/server-certificate.js");
  const env = {
    ...environment,
    TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: makeServerCertificate().certificatePem,
  };
  const [node, provider] = await mediansInTurn(
    ROUNDS,
    () => timed(() => run(process.execPath, ["-e", "0"], { env })),
    () => untilHandshake(resolve(bundle), env),
  );
  const what = `provider to handshake ${provider.toFixed(0)} ms, node -e 0 ${node.toFixed(0)} ms`;
  return isHeld(`${what} (medians of ${ROUNDS}, in turn)`, provider / node, LIMIT);
}

/** Milliseconds until the first line on standard output. */
function untilHandshake(bundle, env) {
  return new Promise((done, failed) => {
    const started = performance.now();
    const stdio = ["ignore", "pipe", "inherit"];
    const provider = spawn(process.execPath, [bundle], { env, stdio });
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
