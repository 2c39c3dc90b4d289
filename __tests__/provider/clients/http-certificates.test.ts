import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { makeCertificates } from "../../../sandbox/certificates";
import { startProxy } from "../../../sandbox/proxy";

let folder: string;
let server: Server;
let port: number;

/** A program of its own: Node reads NODE_TLS_REJECT_UNAUTHORIZED from the process's environment. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "druva-certificates-"));
  await build({
    stdin: {
      contents: `
        import { createHttp } from "./http";
        import { causeOf } from "./vendor-error";
        createHttp({ environment: process.env, retries: 0 })
          .send({ method: "GET", url: process.argv[2] }, new AbortController().signal)
          .then(({ status }) => status, causeOf)
          .then((said) => process.stdout.write(String(said), () => process.exit()));`,
      resolveDir: join(__dirname, "../../../provider/clients"),
      loader: "ts",
    },
    outfile: join(folder, "get.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
  });
  const { certificate, key } = await makeCertificates(["localhost", "vendor.example"]);
  server = createServer({ cert: certificate, key }, (_, response) => response.end());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

async function get(url: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1", ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "get.cjs"), url], {
    env,
  });
  return stdout;
}

describe("NODE_TLS_REJECT_UNAUTHORIZED=0 does not make a certificate good", () => {
  test("on the direct way", async () => {
    expect(await get(`https://localhost:${port}/`)).toMatch(/certificate/);
  });

  test("through a proxy", async () => {
    const proxy = await startProxy(new Map([["vendor.example:443", port]]));
    try {
      const said = await get("https://vendor.example/", { HTTPS_PROXY: proxy.url });
      expect(said).toMatch(/certificate/);
    } finally {
      await proxy.stop();
    }
  });

  test("of a proxy itself", async () => {
    const proxy = `https://localhost:${port}`;
    expect(await get("https://vendor.example/", { HTTPS_PROXY: proxy })).toMatch(/certificate/);
  });
});
