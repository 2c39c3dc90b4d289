/** A certificate authority that lives as long as the sandbox, and the one certificate of all its servers. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { DAY_MS } from "./clock";

export interface Certificates {
  /** The authority, PEM. */
  readonly ca: string;
  /** The servers' certificate and key, PEM. */
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export async function makeCertificates(dnsNames: readonly string[]): Promise<Certificates> {
  const authorityKeys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: "01",
      name: "CN=Druva SCIM sandbox",
      ...validity(),
      keys: authorityKeys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    webcrypto,
  );
  const serverKeys = await newKeys();
  const server = await X509CertificateGenerator.create(
    {
      serialNumber: "02",
      subject: "CN=localhost",
      issuer: authority.subject,
      ...validity(),
      publicKey: serverKeys.publicKey,
      signingKey: authorityKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          ...dnsNames.map((value) => ({ type: "dns" as const, value })),
          { type: "ip", value: "127.0.0.1" },
        ]),
      ],
    },
    webcrypto,
  );
  return {
    ca: `${authority.toString("pem")}\n`,
    certificate: `${server.toString("pem")}\n`,
    key: await pemOf(serverKeys.privateKey),
  };
}

/** Of a program that signs in with it; RSA, which is what Entra's libraries sign with. */
export async function makeClientCertificate(): Promise<{
  readonly certificate: string;
  readonly key: string;
}> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: "03",
      name: "CN=druva-scim",
      ...validity(),
      keys,
      signingAlgorithm: algorithm,
    },
    webcrypto,
  );
  return { certificate: `${certificate.toString("pem")}\n`, key: await pemOf(keys.privateKey) };
}

/** By the machine's clock, not the sandbox's: TLS clients know only the former. */
function validity() {
  return {
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
  };
}

async function pemOf(privateKey: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString("base64")}\n-----END PRIVATE KEY-----\n`;
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}
