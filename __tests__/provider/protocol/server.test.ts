import { X509Certificate, webcrypto } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "reflect-metadata"; // which @peculiar/x509 asks for
import { BasicConstraintsExtension, X509CertificateGenerator } from "@peculiar/x509";
import { GRPCController } from "../../../provider/protocol/generated/controller_pb";
import { startServer, type RunningServer } from "../../../provider/protocol/server";
import { makeServerCertificate } from "../../../provider/protocol/server-certificate";
import { talkTo, type Identity } from "./terraform-side";

const terraform = makeServerCertificate(); // go-plugin makes its client's certificate alike
const certificate = makeServerCertificate();
let folder: string;
let server: RunningServer;
let calls: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "server-"));
  calls = 0;
  server = await startServer({
    socketPath: join(folder, "socket"),
    certificate,
    clientCertificate: new X509Certificate(terraform.der),
    routes: (router) =>
      router.service(GRPCController, {
        shutdown() {
          calls++;
          return {};
        },
      }),
  });
});

afterEach(async () => {
  server.close();
  await server.closed;
  rmSync(folder, { recursive: true });
});

const callAs = (client: Identity | undefined) =>
  talkTo(
    { socketPath: join(folder, "socket"), serverCertificatePem: certificate.certificatePem },
    client,
  ).controller.shutdown({});

test("the client whose certificate was given is served", async () => {
  await callAs(terraform);
  expect(calls).toBe(1);
});

test("a client without a certificate is cut off before a call is read", async () => {
  await expect(callAs(undefined)).rejects.toThrow();
  expect(calls).toBe(0);
});

test("a client with another certificate of the same name is cut off before a call is read", async () => {
  await expect(callAs(makeServerCertificate())).rejects.toThrow();
  expect(calls).toBe(0);
});

test("a client whose certificate was signed by the given one is cut off before a call is read", async () => {
  await expect(callAs(await signedBy(terraform))).rejects.toThrow();
  expect(calls).toBe(0);
});

test("who may not connect does not disturb who may", async () => {
  await expect(callAs(undefined)).rejects.toThrow();
  await callAs(terraform);
  expect(calls).toBe(1);
});

async function signedBy(issuer: Identity): Promise<Identity> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const issuerKey = await webcrypto.subtle.importKey(
    "pkcs8",
    Buffer.from(issuer.privateKeyPem.replace(/-----.*-----|\n/g, ""), "base64"),
    algorithm,
    false,
    ["sign"],
  );
  const leaf = await X509CertificateGenerator.create(
    {
      subject: "CN=localhost",
      issuer: "CN=localhost",
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: issuerKey,
      extensions: [new BasicConstraintsExtension(false)],
    },
    webcrypto,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return {
    certificatePem: leaf.toString("pem"),
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${key.toString("base64")}\n-----END PRIVATE KEY-----\n`,
  };
}
