/**
 * Proofs of possession (RFC 9449). Okta gives a service app an access token only for a key that the
 * caller proves to have, and takes the token only beside such a proof, unless an administrator has
 * turned "Require Demonstrating Proof of Possession" off.
 */
import {
  createHash,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
} from "node:crypto";
import { promisify } from "node:util";
import { type Answer, headersOf, type Http, type Request } from "./http";

interface Key {
  readonly privateKey: KeyObject;
  /** The public part, as it stands in every proof. */
  readonly jwk: JsonWebKey;
}

/** A key of this process alone, and the nonce that the server last gave. */
export class Proofs {
  #key: Promise<Key> | undefined;
  #nonce: string | undefined;

  constructor(readonly http: Http) {}

  /**
   * Sends the request with a proof; once more where the server demands a nonce of its own, as it does
   * of the first request. `accessToken`: what the proof goes beside.
   */
  async send(request: Request, signal: AbortSignal, accessToken?: string): Promise<Answer> {
    const sign = await this.#signer(request, accessToken);
    const send = () =>
      this.http.send(
        { ...request, headers: () => ({ ...headersOf(request), dpop: sign() }) },
        signal,
      );
    const answer = await send();
    const before = this.#nonce;
    this.#nonce = answer.headers["dpop-nonce"] ?? before;
    return demandsNonce(answer) && this.#nonce !== before ? send() : answer;
  }

  /** A proof is good for one try: the server remembers its `jti`. */
  async #signer({ method, url }: Request, accessToken: string | undefined): Promise<() => string> {
    const { default: jwt } = await import("jsonwebtoken");
    const { privateKey, jwk } = await (this.#key ??= makeKey());
    const { origin, pathname } = new URL(url); // without query and fragment
    return () =>
      jwt.sign(
        {
          htm: method,
          htu: `${origin}${pathname}`,
          jti: randomUUID(),
          ...(this.#nonce === undefined ? {} : { nonce: this.#nonce }),
          ...(accessToken === undefined ? {} : { ath: sha256(accessToken) }),
        },
        privateKey,
        { header: { alg: "RS256", typ: "dpop+jwt", ...{ jwk } } },
      );
  }
}

/** As okta's own library makes it: RSA, 2048 bits. */
async function makeKey(): Promise<Key> {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return { privateKey: pair.privateKey, jwk: pair.publicKey.export({ format: "jwk" }) };
}

/** The token endpoint says it in the body (RFC 9449, section 8), an API in a header (section 9). */
function demandsNonce({ status, headers, body }: Answer): boolean {
  if (status !== 400 && status !== 401) return false;
  return /use_dpop_nonce/.test(`${headers["www-authenticate"] ?? ""} ${body}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
