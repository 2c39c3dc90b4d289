/** Signs in to Okta as the okta provider does: by API token, or by a key of an API service app. */
import { createPrivateKey, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { oktaFields } from "../configuration";
import { ProviderError } from "../framework/diagnostics";
import type { State } from "../framework/schema";
import { argumentName } from "../rotation/argument-name";
import { shared } from "./access-token";
import { requireHostName } from "./host-name";
import type { Http } from "./http";
import { signInRefusal, VendorError } from "./vendor-error";
import { vendorHttp } from "./vendor-http";

export type OktaEntry = State<typeof oktaFields>;

/** What this provider needs, where nobody names scopes. */
const SCOPES = ["okta.apps.manage", "okta.logs.read"];

/** "https://{org_name}.{base_url}". Throws a ProviderError where the two make no host name. */
export function orgUrl(entry: OktaEntry, environment: NodeJS.ProcessEnv): string {
  const name = entry.org_name ?? environment["OKTA_ORG_NAME"];
  if (!name) {
    throw new ProviderError({
      summary: `No ${argumentName("org_name")} for Okta`,
      detail: "Set it in the provider's `okta`, or OKTA_ORG_NAME in the environment.",
      attribute: ["okta"],
    });
  }
  const domain = entry.base_url ?? (environment["OKTA_BASE_URL"] || "okta.com");
  requireHostName(name, "org_name", "OKTA_ORG_NAME", "okta");
  requireHostName(domain, "base_url", "OKTA_BASE_URL", "okta");
  return `https://${name}.${domain}`;
}

/**
 * The value of the Authorization header. An entry that names a client takes no API token from the
 * environment: that one is another organization's.
 */
export function oktaAuthorization(
  entry: OktaEntry,
  environment: NodeJS.ProcessEnv,
  http: Http,
): (signal: AbortSignal) => Promise<string> {
  const apiToken = entry.api_token ?? (isByKey(entry) ? undefined : environment["OKTA_API_TOKEN"]);
  const byKey = shared((signal) => accessToken(entry, environment, http, signal));
  return async (signal) => (apiToken ? `SSWS ${apiToken}` : `Bearer ${await byKey(signal)}`);
}

function isByKey({ client_id, private_key, private_key_id }: OktaEntry): boolean {
  return client_id !== null || private_key !== null || private_key_id !== null;
}

/** OAuth client credentials with private_key_jwt (RFC 7523), Okta's way for service apps. */
async function accessToken(
  entry: OktaEntry,
  environment: NodeJS.ProcessEnv,
  http: Http,
  signal: AbortSignal,
) {
  const clientId = entry.client_id ?? environment["OKTA_API_CLIENT_ID"];
  const privateKey = entry.private_key ?? environment["OKTA_API_PRIVATE_KEY"];
  const keyId =
    entry.private_key_id ??
    (entry.private_key === null ? environment["OKTA_API_PRIVATE_KEY_ID"] : undefined);
  const scopes =
    entry.scopes ?? environment["OKTA_API_SCOPES"]?.split(",").map((each) => each.trim()) ?? SCOPES;
  if (!clientId || !privateKey) {
    throw new ProviderError({
      summary: "No credentials for Okta",
      detail: `Set ${argumentName("api_token")}, or ${argumentName("client_id")} with ${argumentName("private_key")}, in the provider's \`okta\`; or OKTA_API_TOKEN, or OKTA_API_CLIENT_ID with OKTA_API_PRIVATE_KEY, in the environment.`,
      attribute: ["okta"],
    });
  }

  const url = `${orgUrl(entry, environment)}/oauth2/v1/token`;
  const { default: jwt } = await import("jsonwebtoken");
  const key = createKey(privateKey);
  const assertion = jwt.sign({}, key, {
    algorithm: key.asymmetricKeyType === "ec" ? "ES256" : "RS256",
    issuer: clientId,
    subject: clientId,
    audience: url,
    expiresIn: "5m",
    jwtid: randomUUID(),
    ...(keyId ? { keyid: keyId } : {}),
  });

  const oauth = vendorHttp({
    name: "Okta",
    http,
    wordsOf: (z) =>
      z
        .object({ error: z.string(), error_description: z.string().default("") })
        .transform((said) => `${said.error}: ${said.error_description}`),
  });
  const { access_token: token, expires_in: seconds } = await oauth
    .read(
      {
        trying: `signing in to ${orgUrl(entry, environment)} as ${clientId}`,
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
      (z) => z.object({ access_token: z.string(), expires_in: z.number() }),
      signal,
    )
    .catch((error: unknown) => {
      throw error instanceof VendorError ? signInRefusal(error) : error;
    });
  return { token, expiresAtMs: Date.now() + seconds * 1000 };
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
      detail: `${argumentName("private_key")}, or OKTA_API_PRIVATE_KEY, must be a private key in PEM, or the path of a file that holds one.`,
      attribute: ["okta"],
    });
  }
}
