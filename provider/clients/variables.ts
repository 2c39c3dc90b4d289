/**
 * The environment variables by which azuread and okta are configured, and what each of them is here.
 * The sign-ins, `druva-scim doctor` and the reference read this table, and nothing else names them.
 */
import { readFileSync } from "node:fs";
import { ProviderError } from "../framework/diagnostics";
import { causeOf } from "./vendor-error";

export interface Variable {
  /** The first that is set counts. */
  readonly names: readonly [string, ...string[]];
  /** Each names a file that holds the value; read where none of `names` is set. */
  readonly files?: readonly string[];
  /** What it is, where the provider has no argument of that name. */
  readonly about?: string;
}

export const ENTRA_VARIABLES = {
  tenant_id: { names: ["ARM_TENANT_ID"] },
  client_id: { names: ["ARM_CLIENT_ID"], files: ["ARM_CLIENT_ID_FILE_PATH"] },
  client_secret: { names: ["ARM_CLIENT_SECRET"], files: ["ARM_CLIENT_SECRET_FILE_PATH"] },
  client_certificate_path: { names: ["ARM_CLIENT_CERTIFICATE_PATH"] },
  client_certificate_password: { names: ["ARM_CLIENT_CERTIFICATE_PASSWORD"] },
  use_oidc: { names: ["ARM_USE_OIDC"] },
  use_cli: { names: ["ARM_USE_CLI"] },
  use_msi: { names: ["ARM_USE_MSI"] },
  environment: { names: ["ARM_ENVIRONMENT"] },
  metadata_host: { names: ["ARM_METADATA_HOSTNAME"] },
  oidc_token: {
    names: ["ARM_OIDC_TOKEN"],
    files: ["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"],
    about: "with ARM_USE_OIDC: the workload's own token, or the file that holds it",
  },
  oidc_request_url: {
    names: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
    about: "with ARM_USE_OIDC: where the job asks for its token (GitHub Actions, Azure DevOps)",
  },
  oidc_request_token: {
    names: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
    about: "with which it asks there",
  },
  service_connection: {
    names: ["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"],
    about: "the id of Azure DevOps' service connection, for which the job asks",
  },
  aks: {
    names: ["ARM_USE_AKS_WORKLOAD_IDENTITY"],
    about: "OIDC by what the cluster sets in a pod: AZURE_FEDERATED_TOKEN_FILE and the next two",
  },
  aks_tenant_id: { names: ["AZURE_TENANT_ID"], about: "of the pod" },
  aks_client_id: { names: ["AZURE_CLIENT_ID"], about: "of the pod" },
  msi_endpoint: {
    names: ["ARM_MSI_ENDPOINT"],
    about: "with ARM_USE_MSI: the metadata service, where it is not the machine's own",
  },
} as const satisfies Record<string, Variable>;

export const OKTA_VARIABLES = {
  org_name: { names: ["OKTA_ORG_NAME"] },
  base_url: { names: ["OKTA_BASE_URL"] },
  access_token: { names: ["OKTA_ACCESS_TOKEN"] },
  api_token: { names: ["OKTA_API_TOKEN"] },
  client_id: { names: ["OKTA_API_CLIENT_ID"] },
  private_key: { names: ["OKTA_API_PRIVATE_KEY"] },
  private_key_id: { names: ["OKTA_API_PRIVATE_KEY_ID"] },
  scopes: { names: ["OKTA_API_SCOPES"] },
} as const satisfies Record<string, Variable>;

/** What azuread and okta read and this provider does not support, with what to set instead. */
export const UNSUPPORTED_VARIABLES = {
  ARM_CLIENT_CERTIFICATE: {
    about: "a certificate as PKCS#12 in base64",
    instead: "Name a PEM file in ARM_CLIENT_CERTIFICATE_PATH.",
  },
  OKTA_HTTP_PROXY: {
    about: "an address that okta asks instead of Okta's own",
    instead: "Name a proxy in HTTPS_PROXY.",
  },
} as const;

/** What they read and what has no effect here: it changes nothing that this provider does. */
export const IRRELEVANT_VARIABLES = [
  "ARM_PARTNER_ID",
  "ARM_DISABLE_TERRAFORM_PARTNER_ID",
  "MAX_API_CAPACITY",
];

/** Throws a ProviderError where the file that a variable names cannot be read. */
export function valueOf(
  { names, files = [] }: Variable,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const value = names.map((name) => environment[name]?.trim()).find(Boolean);
  if (value !== undefined) return value;
  const named = files.find((name) => environment[name]);
  const file = named === undefined ? undefined : environment[named];
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new ProviderError({
      summary: `${named} cannot be read`,
      detail: `${file}: ${causeOf(error)}.`,
    });
  }
}

/** Of a switch: undefined where it is not set. */
export function isOn(variable: Variable, environment: NodeJS.ProcessEnv): boolean | undefined {
  const value = valueOf(variable, environment);
  return value === undefined ? undefined : /^(1|t|true)$/i.test(value);
}

/** "ARM_CLIENT_ID or ARM_CLIENT_ID_FILE_PATH". */
export function namesOf({ names, files = [] }: Variable): string {
  return [...names, ...files].join(" or ");
}
