/** The ways to sign in to the sandbox's Entra and Okta, each as the variables that azuread or okta read. */
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { makeClientCertificate } from "./certificates";
import type { SignIn } from "./entra/sign-in";
import { AZURE_DEVOPS_PATH, GITHUB_PATH, METADATA_PATH } from "./entra/workload-identities";
import type { OktaSignIn } from "./okta/sign-in";
import { ENTRA_CLIENT_ID, ENTRA_TENANT_ID, OKTA_SERVICE_APPS } from "./seed";

type Variables = Readonly<Record<string, string>>;

export interface Identities {
  readonly entra: Readonly<
    Record<
      | "certificate"
      | "GitHub Actions"
      | "Azure DevOps"
      | "workload identity file"
      | "AKS"
      | "Azure CLI"
      | "managed identity",
      Variables
    >
  >;
  readonly okta: Readonly<Record<"private key" | "private key with proofs", Variables>>;
}

interface Told {
  readonly entra: SignIn;
  readonly entraUrl: string;
  readonly okta: OktaSignIn;
  /** The sandbox's own. */
  readonly environment: Variables;
}

/** Writes their files into a new folder. */
export async function makeIdentities(
  folder: string,
  { entra, entraUrl, okta, environment }: Told,
): Promise<Identities> {
  mkdirSync(folder, { recursive: true });
  const written = (name: string, text: string, mode = 0o600) => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode });
    return file;
  };
  const { certificate, key } = await makeClientCertificate();
  entra.certificate = certificate;
  const clusterToken = written("cluster-token", entra.workloads.clusterToken());
  written("az", azureCli(entra.accessToken(`${entraUrl}/`, ENTRA_TENANT_ID)), 0o755);

  const withoutSecret = { ARM_CLIENT_SECRET: "" };
  const withoutApiToken = { OKTA_API_TOKEN: "" };
  const oktaKey = okta.key.export({ type: "pkcs8", format: "pem" }).toString();
  const oktaApp = (demandsProofs: boolean) => ({
    ...withoutApiToken,
    OKTA_API_CLIENT_ID:
      OKTA_SERVICE_APPS.find((each) => each.demandsProofs === demandsProofs)?.clientId ?? "",
    OKTA_API_PRIVATE_KEY: oktaKey,
    OKTA_API_PRIVATE_KEY_ID: "sandbox",
    OKTA_API_SCOPES: "okta.apps.manage,okta.logs.read",
  });
  return {
    entra: {
      certificate: {
        ...withoutSecret,
        ARM_CLIENT_CERTIFICATE_PATH: written("client.pem", `${certificate}${key}`),
      },
      "GitHub Actions": {
        ...withoutSecret,
        ARM_USE_OIDC: "true",
        ACTIONS_ID_TOKEN_REQUEST_URL: `${entraUrl}${GITHUB_PATH}?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: entra.workloads.requestToken,
      },
      "Azure DevOps": {
        ...withoutSecret,
        ARM_USE_OIDC: "true",
        ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: entra.workloads.serviceConnectionId,
        SYSTEM_OIDCREQUESTURI: `${entraUrl}${AZURE_DEVOPS_PATH}`,
        SYSTEM_ACCESSTOKEN: entra.workloads.requestToken,
      },
      "workload identity file": {
        ...withoutSecret,
        ARM_USE_OIDC: "true",
        ARM_OIDC_TOKEN_FILE_PATH: clusterToken,
      },
      // What the cluster sets in a pod, beside what the pod's manifest says.
      AKS: {
        ...withoutSecret,
        ARM_TENANT_ID: "",
        ARM_CLIENT_ID: "",
        ARM_USE_AKS_WORKLOAD_IDENTITY: "true",
        AZURE_TENANT_ID: ENTRA_TENANT_ID,
        AZURE_CLIENT_ID: ENTRA_CLIENT_ID,
        AZURE_FEDERATED_TOKEN_FILE: clusterToken,
      },
      "Azure CLI": {
        ...withoutSecret,
        ARM_USE_CLI: "true",
        PATH: [folder, environment["PATH"] ?? ""].join(delimiter),
      },
      "managed identity": {
        ...withoutSecret,
        ARM_USE_MSI: "true",
        ARM_MSI_ENDPOINT: `${entraUrl}${METADATA_PATH}`,
      },
    },
    okta: { "private key": oktaApp(false), "private key with proofs": oktaApp(true) },
  };
}

/** A stand-in `az` in which somebody is signed in; its token is good for an hour. */
function azureCli(accessToken: string): string {
  const answer = {
    accessToken,
    expires_on: Math.floor(Date.now() / 1000) + 3600,
    tenant: ENTRA_TENANT_ID,
    tokenType: "Bearer",
  };
  return `#!/bin/sh
case "$*" in
  "account get-access-token "*) echo '${JSON.stringify(answer)}' ;;
  *) echo "the sandbox's az knows only: az account get-access-token" >&2; exit 1 ;;
esac
`;
}
