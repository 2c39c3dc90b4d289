/** Signing in to Entra ID with a client secret, at the endpoints that the metadata host names. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import {
  exponentialWait,
  type StandInHttp,
  IMPATIENT,
  type Patience,
  retryAfterSeconds,
} from "../http";
import { Json } from "../json";

export interface Credentials {
  /** host[:port] of the cloud's metadata service. */
  readonly metadataHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What signing in found: where Graph is, and a way to a token that is still good. */
export interface Session {
  /** Without a trailing slash. */
  readonly graphUrl: string;
  accessToken(signal: AbortSignal): Promise<string>;
}

/** Sign-in's own client tries four times more. */
const PATIENCE: Patience = {
  repeats: 4,
  repeatsAnswer: ({ status }) => status === 429 || (status >= 500 && status !== 501),
  repeatsLostConnection: true,
  waitSeconds: (repeat, answer) => retryAfterSeconds(answer) ?? exponentialWait(repeat, 1, 30),
};

/** A token with less than that left is asked for anew. */
const RENEWAL_MS = 20 * 60 * 1000;

/** Asks for the first token at once, as the real provider does, so that bad credentials fail early. */
export async function signInAsAzuread(
  http: StandInHttp,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Session> {
  const metadata = await cloudMetadata(http, credentials.metadataHost, signal);
  const graphUrl = metadata.at("microsoftGraphResourceId").text.replace(/\/$/, "");
  // The real provider adds the slash even where there is one already.
  const tokenUrl = `${metadata.at("authentication").at("loginEndpoint").text}/${credentials.tenantId}/oauth2/v2.0/token`;
  const form = new URLSearchParams({
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: "client_credentials",
    scope: `${graphUrl}/.default`,
  }).toString();

  let current: { readonly token: string; readonly goodUntil: number } | undefined;
  const session: Session = {
    graphUrl,
    async accessToken(signal) {
      if (current === undefined || current.goodUntil - RENEWAL_MS < Date.now()) {
        const answer = await askForToken(http, tokenUrl, form, signal);
        current = {
          token: answer.at("access_token").text,
          goodUntil: Date.now() + answer.at("expires_in").number * 1000,
        };
      }
      return current.token;
    },
  };
  await session.accessToken(signal);
  return session;
}

async function cloudMetadata(
  http: StandInHttp,
  metadataHost: string,
  signal: AbortSignal,
): Promise<Json> {
  const url = `https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`;
  const { answer } = await http.send({ method: "GET", url, headers: {} }, IMPATIENT, signal);
  if (answer.status !== 200)
    throw failure(
      `retrieving metadata from endpoint "https://${metadataHost}": performing request: expected 200 OK but got ${answer.statusLine}`,
    );
  return Json.parse(answer.body);
}

async function askForToken(
  http: StandInHttp,
  url: string,
  form: string,
  signal: AbortSignal,
): Promise<Json> {
  const headers = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  const { answer } = await http.send(
    { method: "POST", url, headers, body: form },
    PATIENCE,
    signal,
  );
  if (answer.status !== 200)
    throw failure(
      `building client: unable to obtain access token: clientCredentialsToken: received HTTP status ${answer.status} with response: ${answer.body}`,
    );
  return Json.parse(answer.body);
}

const failure = (summary: string) => new ProviderError({ summary, detail: "" });
