/** Proofs of possession (RFC 9449), as Okta checks them. */
import { createHash, createPublicKey, type JsonWebKey, randomBytes } from "node:crypto";
import { z } from "zod";
import { isSignedBy, readJwt } from "../jwt";

/** By this machine's clock, to both sides. */
const GOOD_FOR_SECONDS = 300;

const proofShape = z.object({
  header: z.object({
    typ: z.literal("dpop+jwt"),
    jwk: z.object({ kty: z.enum(["RSA", "EC"]) }).loose(),
  }),
  claims: z.object({
    htm: z.string(),
    htu: z.string(),
    iat: z.number(),
    jti: z.string().min(1),
    ath: z.string().optional(),
    nonce: z.string().optional(),
  }),
});

export interface ProvenRequest {
  readonly method: string;
  /** Without query and fragment. */
  readonly url: string;
  /** The `DPoP` header. */
  readonly proof: string | undefined;
  /** That the proof goes beside; undefined at the token endpoint. */
  readonly accessToken?: string;
}

/** What is wrong with a proof: RFC 9449's code, and words. */
export class BadProof extends Error {
  constructor(
    readonly code: "invalid_dpop_proof" | "use_dpop_nonce",
    message: string,
  ) {
    super(message);
  }
}

export class ProofChecks {
  /** Which the token endpoint demands in each proof. */
  readonly nonce = randomBytes(16).toString("base64url");
  readonly #seen = new Set<string>();

  /** Gives the key's thumbprint (RFC 7638). Throws a BadProof. */
  check({ method, url, proof, accessToken }: ProvenRequest): string {
    const bad = (message: string) => new BadProof("invalid_dpop_proof", message);
    if (proof === undefined) throw bad("The DPoP proof JWT header is missing.");
    const jwt = readJwt(proof);
    const read = proofShape.safeParse(jwt);
    if (jwt === undefined || !read.success) throw bad("The DPoP proof JWT is malformed.");
    const { header, claims } = read.data;
    const jwk: JsonWebKey = header.jwk;
    if (jwk["d"] !== undefined || !isSignedBy(jwt, createPublicKey({ key: jwk, format: "jwk" })))
      throw bad("The DPoP proof JWT's signature is invalid.");
    if (claims.htm !== method) throw bad("The DPoP proof JWT's htm does not match the request.");
    if (claims.htu !== url) throw bad("The DPoP proof JWT's htu does not match the request.");
    if (Math.abs(Date.now() / 1000 - claims.iat) > GOOD_FOR_SECONDS)
      throw bad("The DPoP proof JWT is expired, or from the future.");
    if (this.#seen.has(claims.jti)) throw bad("The DPoP proof JWT has already been used.");
    this.#seen.add(claims.jti);
    if (accessToken === undefined) {
      if (claims.nonce !== this.nonce)
        throw new BadProof("use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
    } else if (claims.ath !== sha256(accessToken)) {
      throw bad("The DPoP proof JWT's ath does not match the access token.");
    }
    return thumbprint(jwk);
  }
}

function thumbprint({ crv, e, kty, n, x, y }: JsonWebKey): string {
  return sha256(JSON.stringify(kty === "EC" ? { crv, kty, x, y } : { e, kty, n }));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
