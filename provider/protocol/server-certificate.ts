/** The certificate that this process shows to Terraform: made for one run, trusted by nobody else. */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_clientAuth,
  id_kp_serverAuth,
} from "@peculiar/asn1-x509";

const COMMON_NAME = "2.5.4.3";
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const DAY_MS = 24 * 60 * 60 * 1000;
/** A machine's clock may be set back a little between this process and Terraform's check. */
const CLOCK_SKEW_MS = 60_000;
/** No apply runs longer. */
const LIFETIME_MS = 7 * DAY_MS;

export interface ServerCertificate {
  readonly der: Buffer;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/**
 * Self-signed, for "localhost" (the name go-plugin's client asks for, whatever the socket is), and
 * an authority, because the client takes it as its only root.
 */
export function makeServerCertificate(now = Date.now()): ServerCertificate {
  const keys = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const localhost = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new AttributeValue({ utf8String: "localhost" }),
      }),
    ]),
  ]);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: positiveSerialNumber(),
    signature: signatureAlgorithm,
    issuer: localhost,
    subject: localhost,
    validity: new Validity({
      notBefore: new Date(now - CLOCK_SKEW_MS),
      notAfter: new Date(now + LIFETIME_MS),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(keys.publicKey, SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true })),
      extension(
        id_ce_keyUsage,
        true,
        new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign),
      ),
      extension(
        id_ce_extKeyUsage,
        false,
        new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth]),
      ),
      extension(
        id_ce_subjectAltName,
        false,
        new SubjectAlternativeName([new GeneralName({ dNSName: "localhost" })]),
      ),
    ]),
  });
  const toBeSigned = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const signature = sign("sha256", toBeSigned, createPrivateKey(keys.privateKey));
  const der = Buffer.from(
    AsnConvert.serialize(
      new Certificate({
        tbsCertificate,
        signatureAlgorithm,
        signatureValue: new Uint8Array(signature).buffer,
      }),
    ),
  );
  return { der, certificatePem: pem(der), privateKeyPem: keys.privateKey };
}

function extension(extnID: string, critical: boolean, value: object): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new Extension({ extnID, critical, extnValue });
}

/** A first byte with its top bit set would be a negative number, one of zero not the shortest form. */
function positiveSerialNumber(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
