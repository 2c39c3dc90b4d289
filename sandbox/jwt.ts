/** JSON Web Tokens (RFC 7519), as the stand-ins of sign-ins make and check them. */
import { type KeyObject, constants, sign, verify } from "node:crypto";

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the signature is of. */
  readonly signed: string;
  readonly signature: Buffer;
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } as const;

/** How a key is used by each algorithm; all hash by SHA-256. */
const ALGORITHMS = {
  RS256: {},
  PS256: PSS,
  ES256: { dsaEncoding: "ieee-p1363" },
} as const;

/** Signed by RS256, or by ES256 where the key is of a curve. */
export function makeJwt(claims: object, key: KeyObject, header: object = {}): string {
  const alg = key.asymmetricKeyType === "ec" ? "ES256" : "RS256";
  const signed = `${encode({ typ: "JWT", alg, ...header })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(signed), { key, ...ALGORITHMS[alg] });
  return `${signed}.${signature.toString("base64url")}`;
}

/** Undefined where it is no such token. Nothing of it is checked yet. */
export function readJwt(text: string): Jwt | undefined {
  const [header = "", claims = "", signature = ""] = text.split(".");
  const read = { header: decode(header), claims: decode(claims) };
  if (read.header === undefined || read.claims === undefined) return undefined;
  return {
    header: read.header,
    claims: read.claims,
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

export function isSignedBy({ header: { alg }, signed, signature }: Jwt, key: KeyObject): boolean {
  const known = Object.entries(ALGORITHMS).find(([name]) => name === alg)?.[1];
  if (known === undefined) return false;
  try {
    return verify("sha256", Buffer.from(signed), { key, ...known }, signature);
  } catch {
    return false; // a key of another kind
  }
}

/** By the machine's clock: clients make and read `exp` with theirs. */
export function isExpired({ claims: { exp } }: Jwt): boolean {
  return typeof exp !== "number" || exp * 1000 <= Date.now();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
