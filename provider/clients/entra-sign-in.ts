/**
 * Signs in to an Entra tenant by @azure/identity, with the credentials that azuread would take from
 * the same configuration and environment, in its order: certificate, secret, OIDC, managed identity,
 * Azure CLI. The library is loaded at the first sign-in.
 */
import { readFileSync } from "node:fs";
import type { TokenCredential } from "@azure/identity";
import type { entraFields } from "../configuration";
import { ProviderError } from "../framework/diagnostics";
import type { State } from "../framework/schema";
import { argumentName } from "../rotation/argument-name";
import type { AccessToken } from "./access-token";
import type { Cloud } from "./entra-cloud";
import type { Http } from "./http";
import { IdentityCalls } from "./identity-calls";
import {
  ENTRA_VARIABLES as ENTRA,
  isOn,
  namesOf,
  UNSUPPORTED_VARIABLES,
  valueOf,
  type Variable,
} from "./variables";
import { causeOf, redacted, signInRefusal, VendorError } from "./vendor-error";
import { vendorHttp } from "./vendor-http";

export type EntraEntry = State<typeof entraFields>;

/** How to sign in. "unsupported": only a variable names a way, of azuread's alone. */
type Way =
  | { readonly kind: "certificate"; readonly path: string }
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "oidc" | "msi" | "cli" | "none" }
  | { readonly kind: "unsupported"; readonly variable: typeof UNSUPPORTED };

/** What is configured, with the environment's values where nothing is. */
interface Settings {
  readonly tenantId: string | undefined;
  readonly clientId: string | undefined;
  readonly certificatePassword: string | undefined;
  readonly way: Way;
}

export function settingsOf(entry: EntraEntry, environment: NodeJS.ProcessEnv): Settings {
  const read = (variable: Variable) => valueOf(variable, environment);
  // Set by the cluster in each pod that has an identity.
  const inPod = (variable: Variable) =>
    isOn(ENTRA.aks, environment) === true ? read(variable) : undefined;
  return {
    tenantId: entry.tenant_id ?? read(ENTRA.tenant_id) ?? inPod(ENTRA.aks_tenant_id),
    clientId: entry.client_id ?? read(ENTRA.client_id) ?? inPod(ENTRA.aks_client_id),
    certificatePassword:
      entry.client_certificate_password ?? read(ENTRA.client_certificate_password),
    way: wayOf(entry, environment),
  };
}

/**
 * The first that is configured, in azuread's order. An entry that names a way to sign in takes no
 * other way from the environment: that one is another tenant's. The client's id and a certificate's
 * password may still come from there.
 */
function wayOf(entry: EntraEntry, environment: NodeJS.ProcessEnv): Way {
  const hasOwnWay =
    entry.client_secret !== null ||
    entry.client_certificate_path !== null ||
    [entry.use_oidc, entry.use_msi, entry.use_cli].includes(true);
  const ways = hasOwnWay ? {} : environment;

  const path = entry.client_certificate_path ?? valueOf(ENTRA.client_certificate_path, ways) ?? "";
  if (path !== "") return { kind: "certificate", path };
  const secret = entry.client_secret ?? valueOf(ENTRA.client_secret, ways);
  if (secret !== undefined) return { kind: "secret", secret };
  // Of azuread's two switches either one is enough.
  const isByWorkload = isOn(ENTRA.use_oidc, ways) === true || isOn(ENTRA.aks, ways) === true;
  if (entry.use_oidc ?? isByWorkload) return { kind: "oidc" };
  if (entry.use_msi ?? isOn(ENTRA.use_msi, ways)) return { kind: "msi" };
  const byCli = isOn(ENTRA.use_cli, ways);
  if (ways[UNSUPPORTED] && byCli !== true) return { kind: "unsupported", variable: UNSUPPORTED };
  return { kind: (entry.use_cli ?? byCli ?? !hasOwnWay) ? "cli" : "none" };
}

/** A way to sign in that azuread has beside those of this provider. */
const UNSUPPORTED = "ARM_CLIENT_CERTIFICATE" satisfies keyof typeof UNSUPPORTED_VARIABLES;

export const WAY_IN_WORDS: Readonly<Record<Way["kind"], string>> = {
  certificate: "a client certificate",
  secret: "a client secret",
  oidc: "a workload's identity (OIDC)",
  msi: "a managed identity",
  cli: "the Azure CLI",
  unsupported: "a way that this provider does not support",
  none: "no credentials",
};

/** Gets an access token for Microsoft Graph. Throws a VendorError where Entra refuses. */
export async function signIn(
  settings: Settings,
  cloud: Cloud,
  environment: NodeJS.ProcessEnv,
  http: Http,
): Promise<(signal: AbortSignal) => Promise<AccessToken>> {
  const calls = new IdentityCalls(http);
  const credential = await credentialFor(settings, cloud, environment, http, calls);
  const { tenantId, clientId, certificatePassword, way } = settings;
  const secret = way.kind === "secret" ? way.secret : undefined;
  const who = `signing in to Entra tenant ${tenantId ?? "of the Azure CLI"}${clientId ? ` as ${clientId}` : ""}`;
  return async (signal) => {
    try {
      const answer = await credential.getToken(cloud.scope, { abortSignal: signal });
      if (answer === null) throw new Error("no access token was given");
      return { token: answer.token, expiresAtMs: answer.expiresOnTimestamp };
    } catch (error) {
      signal.throwIfAborted();
      const failure = await calls.whatFailed(error);
      const words = redacted(failure.words, secret, certificatePassword);
      throw failure.status === "not refused"
        ? new NotSignedIn(who, way, words)
        : signInRefusal(new VendorError("Entra", who, failure.status, words));
    }
  };
}

/** Entra was not asked, or refused nothing: something to sign in with is missing here. */
class NotSignedIn extends VendorError {
  constructor(who: string, { kind }: Way, words: string) {
    super("Entra", who, null, words);
    const noOther =
      kind === "cli"
        ? ", since no certificate, secret, OIDC or managed identity is configured"
        : "";
    this.message = `${who} was not possible. Tried: ${WAY_IN_WORDS[kind]}${noOther} (${words})`;
  }

  override get meaning() {
    return "not-signed-in" as const;
  }
}

async function credentialFor(
  settings: Settings,
  cloud: Cloud,
  environment: NodeJS.ProcessEnv,
  http: Http,
  calls: IdentityCalls,
): Promise<TokenCredential> {
  const identity = await import("@azure/identity");
  const options = {
    authorityHost: cloud.authority,
    disableInstanceDiscovery: !cloud.wellKnown,
    httpClient: await calls.client(),
    retryOptions: { maxRetries: 0 }, // ours retries
  };
  const { tenantId, clientId, certificatePassword, way } = settings;

  switch (way.kind) {
    case "certificate":
      return new identity.ClientCertificateCredential(
        ...principal(),
        {
          certificate: pem(way.path),
          ...(certificatePassword === undefined ? {} : { certificatePassword }),
        },
        options,
      );
    case "secret":
      return new identity.ClientSecretCredential(...principal(), way.secret, options);
    case "oidc":
      return new identity.ClientAssertionCredential(
        ...principal(),
        () => workloadToken(environment, http),
        options,
      );
    case "msi": {
      const endpoint = valueOf(ENTRA.msi_endpoint, environment);
      if (endpoint !== undefined) {
        return {
          getToken: (_scopes, { abortSignal } = {}) =>
            managedIdentityToken(
              endpoint,
              settings,
              cloud,
              http,
              abortSignal instanceof AbortSignal ? abortSignal : new AbortController().signal,
            ),
        };
      }
      return clientId === undefined
        ? new identity.ManagedIdentityCredential(options)
        : new identity.ManagedIdentityCredential({ clientId, ...options });
    }
    case "cli":
      return new identity.AzureCliCredential(tenantId === undefined ? {} : { tenantId });
    case "unsupported":
      throw new ProviderError({
        summary: "This provider does not support the configured way to sign in to Entra",
        detail: `Found only ${way.variable}, which azuread supports and this provider does not. ${UNSUPPORTED_VARIABLES[way.variable].instead} Or set ${OWN_VARIABLES} beside it, or the corresponding arguments of the provider's \`entra\`.`,
        attribute: ["entra"],
      });
    case "none":
      throw new ProviderError({
        summary: "No credentials for Entra",
        detail: `Nothing is configured. Set ${OWN_WAYS.map(argumentName).join(" or ")} in the provider's \`entra\`, or ${OWN_VARIABLES} in the environment.`,
        attribute: ["entra"],
      });
  }

  function principal(): [tenantId: string, clientId: string] {
    return [required(tenantId, "tenant_id"), required(clientId, "client_id")];
  }
}

const OWN_WAYS = [
  "client_secret",
  "client_certificate_path",
  "use_oidc",
  "use_msi",
  "use_cli",
] as const;
const OWN_VARIABLES = OWN_WAYS.map((each) => ENTRA[each].names[0]).join(" or ");

/**
 * The identity of a workload, in azuread's order: given as a token or a file; or asked for, in Azure
 * DevOps of the service connection, in GitHub Actions of the job.
 */
async function workloadToken(environment: NodeJS.ProcessEnv, http: Http): Promise<string> {
  const given = valueOf(ENTRA.oidc_token, environment);
  if (given !== undefined) return given;
  const url = valueOf(ENTRA.oidc_request_url, environment);
  const bearer = valueOf(ENTRA.oidc_request_token, environment);
  const connection = valueOf(ENTRA.service_connection, environment);
  if (url === undefined || bearer === undefined) {
    throw new Error(
      connection === undefined
        ? `${argumentName("use_oidc")} is set, but there is no ${namesOf(ENTRA.oidc_token)}, and no ACTIONS_ID_TOKEN_REQUEST_URL with its token: in GitHub Actions the job needs "permissions: id-token: write"`
        : 'a service connection is named, but there is no SYSTEM_OIDCREQUESTURI or no SYSTEM_ACCESSTOKEN: in Azure DevOps the step needs "env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)"',
    );
  }
  const request = new URL(url);
  const add = (name: string, value: string) => {
    if (!request.searchParams.get(name)) request.searchParams.set(name, value);
  };
  if (connection !== undefined) {
    add("api-version", "7.1");
    add("serviceConnectionId", connection);
  }
  request.searchParams.set("audience", "api://AzureADTokenExchange");
  const issuer = vendorHttp({
    name: request.host,
    http,
    authorization: async () => `Bearer ${bearer}`,
  });
  const { value, oidcToken } = await issuer.read(
    {
      trying: "asking for an OIDC token",
      url: request.href,
      method: connection === undefined ? "GET" : "POST",
      repeatable: true,
    },
    (z) => z.object({ value: z.string().optional(), oidcToken: z.string().optional() }),
    AbortSignal.timeout(30_000),
  );
  const token = value ?? oidcToken;
  if (token === undefined) throw new Error(`${request.host} gave no OIDC token`);
  return token;
}

/** From the metadata service that ARM_MSI_ENDPOINT names, as azuread asks it. */
async function managedIdentityToken(
  endpoint: string,
  { clientId }: Settings,
  cloud: Cloud,
  http: Http,
  signal: AbortSignal,
): Promise<{ token: string; expiresOnTimestamp: number }> {
  const query = new URLSearchParams({
    "api-version": "2018-02-01",
    resource: `${cloud.graph}/`,
    ...(clientId === undefined ? {} : { client_id: clientId }),
  });
  const service = vendorHttp({ name: "the metadata service", http });
  const { access_token: token, expires_in: seconds } = await service.read(
    {
      trying: "asking for a managed identity's token",
      url: `${endpoint}?${query.toString()}`,
      headers: { metadata: "true" },
    },
    (z) => z.object({ access_token: z.string(), expires_in: z.coerce.number() }),
    signal,
  );
  return { token, expiresOnTimestamp: Date.now() + seconds * 1000 };
}

const CERTIFICATE = `${argumentName("client_certificate_path")}, or ${namesOf(ENTRA.client_certificate_path)},`;

function pem(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "latin1");
  } catch (error) {
    throw new ProviderError({
      summary: "The client certificate cannot be read",
      detail: `${CERTIFICATE} names ${path}: ${causeOf(error)}.`,
      attribute: ["entra"],
    });
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new ProviderError({
    summary: "The client certificate is not a PEM file",
    detail: `${CERTIFICATE} names ${path}, which holds no "BEGIN CERTIFICATE"; azuread takes PKCS#12, this provider a PEM file with certificate and key. Make one by \`openssl pkcs12 -in ${path} -nodes -out client.pem\`, and name it in the druva provider's \`entra\`.`,
    attribute: ["entra"],
  });
}

function required(value: string | undefined, name: "tenant_id" | "client_id"): string {
  if (value !== undefined) return value;
  throw new ProviderError({
    summary: `No ${argumentName(name)} for Entra`,
    detail: `Set it in the provider's \`entra\`, or ${namesOf(ENTRA[name])} in the environment.`,
    attribute: ["entra"],
  });
}
