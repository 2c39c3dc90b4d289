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
import { causeOf, redacted, signInRefusal, VendorError } from "./vendor-error";
import { vendorHttp } from "./vendor-http";

export type EntraEntry = State<typeof entraFields>;

/** How to sign in. "unsupported": only a variable names a way, of azuread's alone. */
type Way =
  | { readonly kind: "certificate"; readonly path: string }
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "oidc" | "msi" | "cli" | "none" }
  | { readonly kind: "unsupported"; readonly variable: string };

/** What is configured, with the environment's values where nothing is. */
interface Settings {
  readonly tenantId: string | undefined;
  readonly clientId: string | undefined;
  readonly certificatePassword: string | undefined;
  readonly way: Way;
}

/** Ways to sign in that azuread takes from the environment beside those of this provider. */
const UNSUPPORTED = [
  "ARM_CLIENT_CERTIFICATE",
  "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
  "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
  "ARM_USE_AKS_WORKLOAD_IDENTITY",
];

const isTrue = (text: string | undefined) => /^(1|t|true)$/i.test(text ?? "");

function unsupportedIn(environment: NodeJS.ProcessEnv): string | undefined {
  return UNSUPPORTED.find((name) =>
    name.startsWith("ARM_USE_") ? isTrue(environment[name]) : environment[name],
  );
}

export function settingsOf(entry: EntraEntry, environment: NodeJS.ProcessEnv): Settings {
  return {
    tenantId: entry.tenant_id ?? (environment["ARM_TENANT_ID"] || undefined),
    clientId: entry.client_id ?? valueOrFile(environment, "ARM_CLIENT_ID"),
    certificatePassword:
      entry.client_certificate_password ??
      (environment["ARM_CLIENT_CERTIFICATE_PASSWORD"] || undefined),
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
  const isOn = (value: boolean | null, variable: string, otherwise = false) =>
    value ?? (ways[variable] ? isTrue(ways[variable]) : otherwise);

  const path = entry.client_certificate_path ?? ways["ARM_CLIENT_CERTIFICATE_PATH"];
  if (path) return { kind: "certificate", path };
  const secret = entry.client_secret ?? valueOrFile(ways, "ARM_CLIENT_SECRET");
  if (secret !== undefined) return { kind: "secret", secret };
  if (isOn(entry.use_oidc, "ARM_USE_OIDC")) return { kind: "oidc" };
  if (isOn(entry.use_msi, "ARM_USE_MSI")) return { kind: "msi" };
  const unsupported = isTrue(ways["ARM_USE_CLI"]) ? undefined : unsupportedIn(ways);
  if (unsupported !== undefined) return { kind: "unsupported", variable: unsupported };
  return { kind: isOn(entry.use_cli, "ARM_USE_CLI", !hasOwnWay) ? "cli" : "none" };
}

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

/** Entra has refused nothing. Means the same as its refusal: these credentials may not. */
class NotSignedIn extends VendorError {
  constructor(who: string, { kind }: Way, words: string) {
    super("Entra", who, 401, words);
    const noOther =
      kind === "cli"
        ? ", since no certificate, secret, OIDC or managed identity is configured"
        : "";
    this.message = `${who} was not possible. Tried: ${WAY_IN_WORDS[kind]}${noOther} (${words})`;
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
    case "msi":
      return clientId === undefined
        ? new identity.ManagedIdentityCredential(options)
        : new identity.ManagedIdentityCredential({ clientId, ...options });
    case "cli":
      return new identity.AzureCliCredential(tenantId === undefined ? {} : { tenantId });
    case "unsupported":
      throw new ProviderError({
        summary: "This provider does not support the configured way to sign in to Entra",
        detail: `Found only ${way.variable}, which azuread supports and this provider does not. Set ARM_CLIENT_CERTIFICATE_PATH (a PEM file), ARM_CLIENT_SECRET, ARM_USE_OIDC with ARM_OIDC_TOKEN or ARM_OIDC_TOKEN_FILE_PATH, ARM_USE_MSI or ARM_USE_CLI beside it, or the corresponding arguments of the provider's \`entra\`.`,
        attribute: ["entra"],
      });
    case "none":
      throw new ProviderError({
        summary: "No credentials for Entra",
        detail: `Nothing is configured. Set ${OWN_WAYS.map(argumentName).join(" or ")} in the provider's \`entra\`, or ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_USE_OIDC, ARM_USE_MSI or ARM_USE_CLI in the environment.`,
        attribute: ["entra"],
      });
  }

  function principal(): [tenantId: string, clientId: string] {
    return [
      required(tenantId, "tenant_id", "ARM_TENANT_ID"),
      required(clientId, "client_id", "ARM_CLIENT_ID"),
    ];
  }
}

const OWN_WAYS = ["client_secret", "client_certificate_path", "use_oidc", "use_msi", "use_cli"];

/** The identity of a workload: given as a token or a file, or asked for where GitHub Actions says. */
async function workloadToken(environment: NodeJS.ProcessEnv, http: Http): Promise<string> {
  const given = environment["ARM_OIDC_TOKEN"];
  if (given) return given;
  const file = environment["ARM_OIDC_TOKEN_FILE_PATH"] || environment["AZURE_FEDERATED_TOKEN_FILE"];
  if (file) return readFileSync(file, "utf8").trim();

  const url = environment["ARM_OIDC_REQUEST_URL"] || environment["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const bearer =
    environment["ARM_OIDC_REQUEST_TOKEN"] || environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  if (!url || !bearer) {
    const other = unsupportedIn(environment);
    throw new Error(
      `${other === undefined ? "" : `this provider does not support ${other}; `}${argumentName("use_oidc")} is set, but there is no ARM_OIDC_TOKEN, no ARM_OIDC_TOKEN_FILE_PATH and no ACTIONS_ID_TOKEN_REQUEST_URL with its token: in GitHub Actions the job needs "permissions: id-token: write"`,
    );
  }
  const request = new URL(url);
  request.searchParams.set("audience", "api://AzureADTokenExchange");
  const github = vendorHttp({
    name: request.host,
    http,
    authorization: async () => `Bearer ${bearer}`,
  });
  const { value } = await github.read(
    { trying: "asking for an OIDC token", url: request.href },
    (z) => z.object({ value: z.string() }),
    AbortSignal.timeout(30_000),
  );
  return value;
}

const CERTIFICATE = `${argumentName("client_certificate_path")}, or ARM_CLIENT_CERTIFICATE_PATH,`;

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

function required(value: string | undefined, name: string, variable: string): string {
  if (value !== undefined) return value;
  throw new ProviderError({
    summary: `No ${argumentName(name)} for Entra`,
    detail: `Set it in the provider's \`entra\`, or ${variable} in the environment.`,
    attribute: ["entra"],
  });
}

/** As in azuread, the value may also come from the file that <variable>_FILE_PATH names. */
function valueOrFile(environment: NodeJS.ProcessEnv, variable: string): string | undefined {
  const value = environment[variable];
  const file = environment[`${variable}_FILE_PATH`];
  if (value) return value;
  if (!file) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new ProviderError({
      summary: `${variable}_FILE_PATH cannot be read`,
      detail: `${file}: ${causeOf(error)}.`,
    });
  }
}
