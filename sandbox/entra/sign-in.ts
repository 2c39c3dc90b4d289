/**
 * Sign-in of an application by client secret, by certificate, or by a token of an identity provider
 * that it trusts; and the discovery documents that its libraries ask for.
 */
import { createHmac, createPublicKey, randomBytes } from "node:crypto";
import { z } from "zod";
import { isExpired, isSignedBy, readJwt } from "../jwt";
import { credentialOf } from "../redaction";
import { ENTRA_CLIENT_ID, ENTRA_TENANT_ID, ENTRA_TENANTS } from "../seed";
import type { Server } from "../server";
import { graphError, signInError } from "./errors";
import { WorkloadIdentities } from "./workload-identities";

/** azuread asks again and again for a token that is valid for less than an hour. */
const EXPIRES_IN_SECONDS = 3600;
/** The object id of the application's own service principal. */
const OWN_OBJECT_ID = "00000000-0000-0000-0000-0000000000ed";

const tokenForm = z.object({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string().optional(),
  client_assertion: z.string().optional(),
  scope: z.string(),
});

interface ByTenant {
  Params: { tenant: string };
}

export class SignIn {
  /** Of the same application in every tenant. */
  readonly clientSecret = randomBytes(24).toString("base64url");
  readonly workloads = new WorkloadIdentities();
  readonly #signingKey = randomBytes(32);

  /** PEM, registered for the application. */
  certificate: string | undefined;

  serve(server: Server): void {
    this.workloads.serve(server, (resource) => this.accessToken(resource, ENTRA_TENANT_ID));
    server.post<ByTenant>("/:tenant/oauth2/v2.0/token", async (request) => {
      const form = tokenForm.safeParse(request.body);
      if (!form.success)
        throw signInError(400, "invalid_request", "AADSTS900144: a parameter is missing.");
      const { tenant } = request.params;
      if (!ENTRA_TENANTS.includes(tenant))
        throw signInError(400, "invalid_request", `AADSTS90002: Tenant '${tenant}' not found.`);
      const { grant_type, client_id, client_secret, client_assertion, scope } = form.data;
      if (grant_type !== "client_credentials")
        throw signInError(400, "unsupported_grant_type", "AADSTS70003: unsupported grant type.");
      if (client_id !== ENTRA_CLIENT_ID)
        throw signInError(
          400,
          "unauthorized_client",
          `AADSTS700016: Application with identifier '${client_id}' was not found.`,
        );
      if (client_assertion !== undefined) {
        this.#checkAssertion(client_assertion, `https://${request.host}/${tenant}`);
      } else if (client_secret !== this.clientSecret)
        throw signInError(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
      return {
        token_type: "Bearer",
        expires_in: EXPIRES_IN_SECONDS,
        ext_expires_in: EXPIRES_IN_SECONDS,
        access_token: this.accessToken(scope.replace(/\.default$/, ""), tenant),
      };
    });

    for (const path of [
      "/:tenant/.well-known/openid-configuration",
      "/:tenant/v2.0/.well-known/openid-configuration",
    ])
      server.get<ByTenant>(path, async ({ host, params: { tenant } }) => ({
        issuer: `https://${host}/${tenant}/v2.0`,
        authorization_endpoint: `https://${host}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `https://${host}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `https://${host}/${tenant}/discovery/v2.0/keys`,
        response_types_supported: ["code", "id_token"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
      }));
    server.get("/common/discovery/instance", async ({ host }) => ({
      tenant_discovery_endpoint: `https://${host}/${ENTRA_TENANT_ID}/v2.0/.well-known/openid-configuration`,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    }));
  }

  /** Gives the tenant. Throws Graph's own 401 where the caller is not signed in. */
  require(authorization: string | undefined): string {
    const token = credentialOf(authorization, "Bearer");
    if (token === undefined) throw graphError(401, "Access token is empty.");
    const [header = "", claims = "", signature] = token.split(".");
    if (signature !== this.#sign(`${header}.${claims}`))
      throw graphError(401, "Access token validation failure. Invalid signature.");
    const read = z.object({ exp: z.number(), tid: z.string() }).parse(decode(claims));
    if (read.exp * 1000 <= Date.now())
      throw graphError(401, "Lifetime validation failed, the token is expired.");
    return read.tid;
  }

  /** Signed by the application's certificate, or a workload's token of an issuer that it trusts. */
  #checkAssertion(assertion: string, authority: string): void {
    const jwt = readJwt(assertion);
    if (jwt !== undefined && this.workloads.trusts(jwt)) return;
    const { iss, sub, aud } = jwt?.claims ?? {};
    if (iss !== ENTRA_CLIENT_ID)
      throw signInError(
        401,
        "invalid_client",
        `AADSTS700211: No matching federated identity record found for presented assertion issuer '${String(iss)}'.`,
      );
    const isOurs =
      jwt !== undefined &&
      this.certificate !== undefined &&
      isSignedBy(jwt, createPublicKey(this.certificate)) &&
      !isExpired(jwt) &&
      sub === ENTRA_CLIENT_ID &&
      aud === `${authority}/oauth2/v2.0/token`;
    if (!isOurs)
      throw signInError(
        401,
        "invalid_client",
        "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.",
      );
  }

  /** Lives by the machine's clock: clients read `exp` with theirs. */
  accessToken(audience: string, tenant: string): string {
    const now = Math.floor(Date.now() / 1000);
    const content = `${encode({ typ: "JWT", alg: "HS256" })}.${encode({
      aud: audience,
      iat: now,
      nbf: now,
      exp: now + EXPIRES_IN_SECONDS,
      appid: ENTRA_CLIENT_ID,
      oid: OWN_OBJECT_ID,
      tid: tenant,
      roles: ["Application.ReadWrite.OwnedBy"],
    })}`;
    return `${content}.${this.#sign(content)}`;
  }

  #sign(content: string): string {
    return createHmac("sha256", this.#signingKey).update(content).digest("base64url");
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, "base64url").toString());
}
