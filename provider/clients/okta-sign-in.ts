/**
 * Signs in to Okta as the okta provider does, in its order: by an access token, by an API token, or by
 * a key of an API service app, with proofs of possession where Okta demands them.
 */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { oktaFields } from "../configuration";
import { ProviderError } from "../framework/diagnostics";
import type { State } from "../framework/schema";
import { argumentName } from "../rotation/argument-name";
import { type AccessToken, shared } from "./access-token";
import { Proofs } from "./dpop";
import { requireHostName } from "./host-name";
import { headersOf, type Http } from "./http";
import { namesOf, OKTA_VARIABLES as OKTA, UNSUPPORTED_VARIABLES, valueOf } from "./variables";
import { signInRefusal, VendorError } from "./vendor-error";
import { vendorHttp } from "./vendor-http";

export type OktaEntry = State<typeof oktaFields>;

/** The variables that sign in, for messages. */
export const OKTA_CREDENTIALS = `${namesOf(OKTA.api_token)}, ${namesOf(OKTA.access_token)}, or ${namesOf(OKTA.client_id)} with ${namesOf(OKTA.private_key)}`;

/** What this provider needs, where nobody names scopes. */
const SCOPES = ["okta.apps.manage", "okta.logs.read"];

/** "https://{org_name}.{base_url}". Throws a ProviderError where the two make no host name. */
export function orgUrl(entry: OktaEntry, environment: NodeJS.ProcessEnv): string {
  const name = organizationIn(entry, environment);
  if (!name) {
    throw new ProviderError({
      summary: `No ${argumentName("org_name")} for Okta`,
      detail: `Set it in the provider's \`okta\`, or ${namesOf(OKTA.org_name)} in the environment.`,
      attribute: ["okta"],
    });
  }
  const domain = entry.base_url ?? valueOf(OKTA.base_url, environment) ?? "okta.com";
  requireHostName(name, "org_name", namesOf(OKTA.org_name), "okta");
  requireHostName(domain, "base_url", namesOf(OKTA.base_url), "okta");
  return `https://${name}.${domain}`;
}

/** The organization's name, if it is configured. */
export function organizationIn(entry: OktaEntry, environment: NodeJS.ProcessEnv) {
  return entry.org_name ?? valueOf(OKTA.org_name, environment);
}

/** How to sign in. */
export type OktaWay =
  | { readonly kind: "access token" | "API token"; readonly token: string }
  | {
      readonly kind: "private key";
      readonly clientId: string;
      /** PEM, or a file's path. */
      readonly privateKey: string;
      readonly keyId: string | undefined;
      readonly scopes: readonly string[];
    }
  | { readonly kind: "none" };

/**
 * The first that is configured, in okta's order. An entry that names a way takes no other one from the
 * environment: that one is another organization's. A key and its client may come from both.
 */
export function oktaWayOf(entry: OktaEntry, environment: NodeJS.ProcessEnv): OktaWay {
  const isByKey = [entry.client_id, entry.private_key, entry.private_key_id].some(
    (each) => each !== null,
  );
  const hasOwnWay = isByKey || entry.access_token !== null || entry.api_token !== null;
  const tokens = hasOwnWay ? {} : environment;

  const accessToken = entry.access_token ?? valueOf(OKTA.access_token, tokens);
  if (accessToken) return { kind: "access token", token: accessToken };
  const apiToken = entry.api_token ?? valueOf(OKTA.api_token, tokens);
  if (apiToken) return { kind: "API token", token: apiToken };
  const clientId = entry.client_id ?? valueOf(OKTA.client_id, environment);
  const privateKey = entry.private_key ?? valueOf(OKTA.private_key, environment);
  if (!clientId || !privateKey) return { kind: "none" };
  const keyId =
    entry.private_key_id ??
    (entry.private_key === null ? valueOf(OKTA.private_key_id, environment) : undefined);
  const scopes =
    entry.scopes ??
    valueOf(OKTA.scopes, environment)
      ?.split(",")
      .map((each) => each.trim()) ??
    SCOPES;
  return { kind: "private key", clientId, privateKey, keyId, scopes };
}

export interface OktaAccess {
  /** Adds the proof of possession that a request's access token may need. */
  readonly http: Http;
  /** The value of the Authorization header. Throws VendorErrors and ProviderErrors. */
  authorization(signal: AbortSignal): Promise<string>;
}

export function oktaAccess(
  entry: OktaEntry,
  environment: NodeJS.ProcessEnv,
  http: Http,
): OktaAccess {
  const proofs = new Proofs(http);
  const byKey = shared((signal) => signIn(entry, environment, http, proofs, signal));
  return {
    http: {
      send(request, signal) {
        const [, token] = /^DPoP (.+)$/.exec(headersOf(request)["authorization"] ?? "") ?? [];
        return token === undefined
          ? http.send(request, signal)
          : proofs.send(request, signal, token);
      },
    },
    async authorization(signal) {
      refuseAnotherAddress(environment);
      const way = oktaWayOf(entry, environment);
      if (way.kind === "access token") return `Bearer ${way.token}`;
      return way.kind === "API token" ? `SSWS ${way.token}` : byKey(signal);
    },
  };
}

function refuseAnotherAddress(environment: NodeJS.ProcessEnv): void {
  if (!environment["OKTA_HTTP_PROXY"]) return;
  const { about, instead } = UNSUPPORTED_VARIABLES.OKTA_HTTP_PROXY;
  throw new ProviderError({
    summary: "OKTA_HTTP_PROXY is not supported",
    detail: `It names ${about}, and this provider asks Okta's own. Unset it. ${instead}`,
    attribute: ["okta"],
  });
}

/**
 * OAuth client credentials with private_key_jwt (RFC 7523), Okta's way for service apps. Gives the
 * access token with its scheme in front. The assertion has no `jti`: Okta would take it once only, so
 * not from a request that is sent again.
 */
async function signIn(
  entry: OktaEntry,
  environment: NodeJS.ProcessEnv,
  http: Http,
  proofs: Proofs,
  signal: AbortSignal,
): Promise<AccessToken> {
  const way = oktaWayOf(entry, environment);
  if (way.kind !== "private key") {
    throw new ProviderError({
      summary: "No credentials for Okta",
      detail: `Set ${argumentName("api_token")}, ${argumentName("access_token")}, or ${argumentName("client_id")} with ${argumentName("private_key")}, in the provider's \`okta\`; or ${OKTA_CREDENTIALS}, in the environment.`,
      attribute: ["okta"],
    });
  }
  const { clientId, privateKey, keyId, scopes } = way;
  const organization = orgUrl(entry, environment);
  const url = `${organization}/oauth2/v1/token`;
  const { default: jwt } = await import("jsonwebtoken");
  const key = createKey(privateKey);
  const assertion = jwt.sign({}, key, {
    algorithm: key.asymmetricKeyType === "ec" ? "ES256" : "RS256",
    issuer: clientId,
    subject: clientId,
    audience: url,
    expiresIn: "5m",
    ...(keyId ? { keyid: keyId } : {}),
  });

  const oauth = vendorHttp({
    name: "Okta",
    http: {
      async send(request, signal) {
        const answer = await http.send(request, signal);
        const isProofWanted = answer.status === 400 && /invalid_dpop_proof/.test(answer.body);
        return isProofWanted ? proofs.send(request, signal) : answer;
      },
    },
    wordsOf: (z) =>
      z
        .object({ error: z.string(), error_description: z.string().default("") })
        .transform((said) => `${said.error}: ${said.error_description}`),
  });
  const answer = await oauth
    .read(
      {
        trying: `signing in to ${organization} as ${clientId}`,
        method: "POST",
        url,
        repeatable: true,
        form: {
          grant_type: "client_credentials",
          scope: scopes.join(" "),
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: assertion,
        },
        secret: assertion,
      },
      (z) =>
        z.object({
          access_token: z.string(),
          expires_in: z.number(),
          token_type: z.string().default("Bearer"),
        }),
      signal,
    )
    .catch((error: unknown) => {
      throw error instanceof VendorError ? signInRefusal(error) : error;
    });
  const scheme = /^dpop$/i.test(answer.token_type) ? "DPoP" : "Bearer";
  return {
    token: `${scheme} ${answer.access_token}`,
    expiresAtMs: Date.now() + answer.expires_in * 1000,
  };
}

/** PEM, or the path of a PEM file: the okta provider takes both. */
function createKey(privateKey: string) {
  try {
    const isPem = privateKey.includes("-----BEGIN");
    return createPrivateKey(isPem ? privateKey : readFileSync(privateKey, "utf8"));
  } catch {
    // The library's own message may quote its input.
    throw new ProviderError({
      summary: "Okta's private key cannot be read",
      detail: `${argumentName("private_key")}, or ${namesOf(OKTA.private_key)}, must be a private key in PEM, or the path of a file that holds one.`,
      attribute: ["okta"],
    });
  }
}
