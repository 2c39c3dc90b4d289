/** The certificate that this process shows to Terraform: made for one run, trusted by nobody else. */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import {
  BitString,
  Boolean,
  Constructed,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set,
  UTCTime,
  Utf8String,
  fromBER,
  type BaseBlock,
} from "asn1js";

// The fields are RFC 5280's, section 4.1. asn1js alone writes them in a fifth of the time that the
// class libraries over it take to load, and a provider is started several times in each run.
const COMMON_NAME = "2.5.4.3";
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const SUBJECT_ALT_NAME = "2.5.29.17";
const KEY_USAGE = "2.5.29.15";
const BASIC_CONSTRAINTS = "2.5.29.19";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
const VERSION_3 = 2;
/** Bits 0, digitalSignature, and 5, keyCertSign; the two last bits are not used. */
const SIGNS_DATA_AND_CERTIFICATES = { unusedBits: 2, valueHex: Uint8Array.of(0b1000_0100).buffer };

/** Terraform's clock is this machine's, which may be set back a little in between. */
const CLOCK_SKEW_MS = 60_000;
/** No apply runs longer. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

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
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const toBeSigned = sequence(
    tagged(0, new Integer({ value: VERSION_3 })),
    new Integer({ valueHex: positiveSerialNumber() }),
    algorithm(),
    localhost(),
    sequence(
      new UTCTime({ valueDate: new Date(now - CLOCK_SKEW_MS) }),
      new UTCTime({ valueDate: new Date(now + LIFETIME_MS) }),
    ),
    localhost(),
    publicKeyInfo(publicKey),
    tagged(3, extensions()),
  );
  const signature = sign("sha256", new Uint8Array(toBeSigned.toBER()), privateKey);
  const certificate = sequence(
    toBeSigned,
    algorithm(),
    new BitString({ valueHex: arrayBuffer(signature) }),
  );
  const der = Buffer.from(certificate.toBER());
  return {
    der,
    certificatePem: pem(der),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function algorithm(): Sequence {
  return sequence(new ObjectIdentifier({ value: ECDSA_WITH_SHA256 }));
}

function localhost(): Sequence {
  const commonName = sequence(
    new ObjectIdentifier({ value: COMMON_NAME }),
    new Utf8String({ value: "localhost" }),
  );
  return sequence(new Set({ value: [commonName] }));
}

function publicKeyInfo(publicKey: KeyObject): BaseBlock {
  const der = publicKey.export({ type: "spki", format: "der" });
  return fromBER(arrayBuffer(der)).result;
}

function extensions(): Sequence {
  const dnsName = new Primitive({
    idBlock: { tagClass: 3, tagNumber: 2 },
    valueHex: arrayBuffer(Buffer.from("localhost")),
  });
  const authority = sequence(new Boolean({ value: true }));
  const purposes = sequence(
    new ObjectIdentifier({ value: SERVER_AUTH }),
    new ObjectIdentifier({ value: CLIENT_AUTH }),
  );
  return sequence(
    extension(BASIC_CONSTRAINTS, authority, "critical"),
    extension(KEY_USAGE, new BitString(SIGNS_DATA_AND_CERTIFICATES), "critical"),
    extension(EXTENDED_KEY_USAGE, purposes),
    extension(SUBJECT_ALT_NAME, sequence(dnsName)),
  );
}

function extension(id: string, value: BaseBlock, critical?: "critical"): Sequence {
  return sequence(
    new ObjectIdentifier({ value: id }),
    ...(critical ? [new Boolean({ value: true })] : []),
    new OctetString({ valueHex: value.toBER() }),
  );
}

function sequence(...value: BaseBlock[]): Sequence {
  return new Sequence({ value });
}

function tagged(tagNumber: number, value: BaseBlock): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] });
}

/** A first byte with its top bit set would be a negative number, one of zero not the shortest form. */
function positiveSerialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8() & 0x7f) | 0x40);
  return arrayBuffer(bytes);
}

/** A copy of its own: a Buffer may be a part of a larger one. */
function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
