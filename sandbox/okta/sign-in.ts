/** Who may call Okta's API: by an API token, or by an access token that a service app got for its key. */
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isExpired, isSignedBy, readJwt } from "../jwt";
import { credentialOf } from "../redaction";
import { OKTA_SERVICE_APPS } from "../seed";
import { Refusal, type Server } from "../server";
import { BadProof, ProofChecks } from "./dpop";
import { oktaError } from "./errors";

const EXPIRES_IN_SECONDS = 3600;
const TOKEN_PATH = "/oauth2/v1/token";

const tokenForm = z.object({
  grant_type: z.literal("client_credentials"),
  client_assertion_type: z.literal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
  client_assertion: z.string(),
  scope: z.string().min(1),
});

interface Granted {
  readonly expiresAtMs: number;
  /** Of the key that a proof has to be signed by; undefined: a bearer token. */
  readonly keyThumbprint: string | undefined;
}

export class OktaSignIn {
  readonly apiToken = randomBytes(24).toString("base64url");
  /** Of every service app; its id is "sandbox". */
  readonly key: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #proofs = new ProofChecks();
  readonly #granted = new Map<string, Granted>();
  readonly #usedAssertions = new Set<unknown>();

  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.key = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  serve(server: Server): void {
    server.post(TOKEN_PATH, async (request, reply) => {
      const form = tokenForm.safeParse(request.body);
      if (!form.success) throw oauthError(400, "invalid_request", "A parameter is missing.");
      const { client_assertion, scope } = form.data;
      const app = this.#appOf(client_assertion, `https://${request.host}${TOKEN_PATH}`);
      const keyThumbprint =
        app.demandsProofs || request.headers["dpop"] !== undefined
          ? this.#proven(request, reply, undefined)
          : undefined;
      const token = randomBytes(32).toString("base64url");
      this.#granted.set(token, {
        expiresAtMs: Date.now() + EXPIRES_IN_SECONDS * 1000,
        keyThumbprint,
      });
      return {
        token_type: keyThumbprint === undefined ? "Bearer" : "DPoP",
        expires_in: EXPIRES_IN_SECONDS,
        access_token: token,
        scope,
      };
    });
  }

  /** Throws Okta's own 401 where the caller is not signed in. */
  require(request: FastifyRequest, reply: FastifyReply): void {
    const { authorization } = request.headers;
    if (credentialOf(authorization, "SSWS") === this.apiToken) return;
    const token = credentialOf(authorization, "Bearer", "DPoP");
    const granted = token === undefined ? undefined : this.#granted.get(token);
    if (token === undefined || granted === undefined || granted.expiresAtMs <= Date.now())
      throw oktaError(401, "Invalid token provided");
    if (granted.keyThumbprint === undefined) return;
    const isByProof = credentialOf(authorization, "DPoP") !== undefined;
    if (!isByProof || this.#proven(request, reply, token) !== granted.keyThumbprint) {
      reply.header("www-authenticate", 'DPoP error="invalid_token"');
      throw oktaError(401, "Invalid token provided");
    }
  }

  #appOf(assertion: string, audience: string) {
    const refusal = (words: string) => oauthError(401, "invalid_client", words);
    const jwt = readJwt(assertion);
    const app = OKTA_SERVICE_APPS.find(({ clientId }) => clientId === jwt?.claims["sub"]);
    if (jwt === undefined || app === undefined)
      throw refusal("Invalid value for 'client_id' parameter.");
    const { iss, aud, jti } = jwt.claims;
    if (!isSignedBy(jwt, this.#publicKey))
      throw refusal("The client_assertion signature is invalid.");
    if (iss !== app.clientId || aud !== audience || isExpired(jwt))
      throw refusal("The client_assertion token is invalid or has expired.");
    if (jti !== undefined && this.#usedAssertions.has(jti))
      throw refusal("The client_assertion token has already been used.");
    this.#usedAssertions.add(jti);
    return app;
  }

  /** Gives the thumbprint of the key that the proof is signed by. */
  #proven(request: FastifyRequest, reply: FastifyReply, accessToken: string | undefined): string {
    const { method, host, url, headers } = request;
    const [path = ""] = url.split("?");
    const proof = headers["dpop"];
    try {
      return this.#proofs.check({
        method,
        url: `https://${host}${path}`,
        proof: typeof proof === "string" ? proof : undefined,
        ...(accessToken === undefined ? {} : { accessToken }),
      });
    } catch (error) {
      if (!(error instanceof BadProof)) throw error;
      reply.header("dpop-nonce", this.#proofs.nonce);
      if (accessToken === undefined) throw oauthError(400, error.code, error.message);
      reply.header("www-authenticate", `DPoP error="${error.code}"`);
      throw oktaError(401, error.message);
    }
  }
}

/** RFC 6749's errors, as Okta's token endpoint has them. */
function oauthError(status: number, error: string, error_description: string): Refusal {
  return new Refusal(status, error_description, { error, error_description });
}
