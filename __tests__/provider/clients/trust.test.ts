import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHttp } from "../../../provider/clients/http";
import { ProviderError } from "../../../provider/framework/diagnostics";
import { trustedCertificates } from "../../../provider/clients/trust";
import { type Certificates, makeCertificates } from "../../../sandbox/certificates";
import { startProxy } from "../../../sandbox/proxy";

const { signal } = new AbortController();
let folder: string;
let certificates: Certificates;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "druva-trust-"));
  certificates = await makeCertificates(["localhost", "vendor.example"]);
  writeFileSync(join(folder, "ca.pem"), certificates.ca);
  mkdirSync(join(folder, "certs"));
  writeFileSync(join(folder, "certs", "any-name"), `a comment\n${certificates.ca}`);
  server = createServer({ cert: certificates.certificate, key: certificates.key }, (_, response) =>
    response.end("hello"),
  );
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

const get = (url: string, environment: NodeJS.ProcessEnv) =>
  createHttp({ environment, retries: 0 }).send({ method: "GET", url }, signal);
const file = (name: string) => join(folder, name);

test("a company's own authority is trusted by SSL_CERT_FILE", async () => {
  const answer = await get(`https://localhost:${port}`, { SSL_CERT_FILE: file("ca.pem") });
  expect(answer.body).toBe("hello");
});

test("and by SSL_CERT_DIR, whatever its files are called", async () => {
  const answer = await get(`https://localhost:${port}`, {
    SSL_CERT_DIR: `/nowhere:${file("certs")}`,
  });
  expect(answer.body).toBe("hello");
});

test("without them it is not", async () => {
  await expect(get(`https://localhost:${port}`, {})).rejects.toThrow(/certificate/);
});

test("SSL_CERT_FILE takes the place of the system's bundle", () => {
  expect(trustedCertificates({ SSL_CERT_FILE: file("ca.pem") })).toHaveLength(1);
});

test("where the variables lead to no certificate at all, the error names them and nothing is asked", async () => {
  const environment = { SSL_CERT_FILE: file("missing.pem"), SSL_CERT_DIR: "/nowhere" };
  const asked = get(`https://localhost:${port}`, environment);
  await expect(asked).rejects.toThrow(ProviderError);
  await expect(asked).rejects.toThrow(
    /SSL_CERT_FILE=.*missing\.pem, SSL_CERT_DIR=\/nowhere.*unset/,
  );
});

test("it is enough that one of them leads to one", async () => {
  const environment = { SSL_CERT_FILE: file("missing.pem"), SSL_CERT_DIR: file("certs") };
  expect((await get(`https://localhost:${port}`, environment)).body).toBe("hello");
});

test("a certificate that is found twice is trusted once", () => {
  const environment = { SSL_CERT_FILE: file("ca.pem"), SSL_CERT_DIR: file("certs") };
  expect(trustedCertificates(environment)).toHaveLength(1);
});

test("a vendor is reached through the proxy, with the same trust", async () => {
  const proxy = await startProxy(new Map([["vendor.example:443", port]]));
  try {
    const environment = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: file("ca.pem") };
    expect((await get("https://vendor.example/", environment)).body).toBe("hello");
    await expect(get("https://elsewhere.example/", environment)).rejects.toThrow();
  } finally {
    await proxy.stop();
  }
});
