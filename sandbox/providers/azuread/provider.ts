/** A stand-in of hashicorp/azuread 3.9.0 for the resources that this project uses. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { provider } from "../../../provider/framework/provider";
import { bool, type Configured, string } from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import { StandInHttp } from "../http";
import { scaledWait } from "../waits";
import { Graph } from "./graph";
import { servicePrincipal } from "./service-principal";
import { type Credentials, signInAsAzuread } from "./sign-in";
import { synchronizationJob } from "./synchronization-job";
import { synchronizationSecret } from "./synchronization-secret";

const understood = (variable: string) =>
  ({ optional: true, description: `Environment: ${variable}.` }) as const;
const ignored = { optional: true, description: "Not known to the stand-in." } as const;

const fields = {
  client_id: string(understood("ARM_CLIENT_ID")),
  client_secret: string(understood("ARM_CLIENT_SECRET")),
  metadata_host: string(understood("ARM_METADATA_HOSTNAME")),
  tenant_id: string(understood("ARM_TENANT_ID")),
  ado_pipeline_service_connection_id: string(ignored),
  client_certificate: string(ignored),
  client_certificate_password: string(ignored),
  client_certificate_path: string(ignored),
  client_id_file_path: string(ignored),
  client_secret_file_path: string(ignored),
  disable_terraform_partner_id: bool(ignored),
  environment: string(ignored),
  msi_endpoint: string(ignored),
  oidc_request_token: string(ignored),
  oidc_request_url: string(ignored),
  oidc_token: string(ignored),
  oidc_token_file_path: string(ignored),
  partner_id: string(ignored),
  use_aks_workload_identity: bool(ignored),
  use_cli: bool(ignored),
  use_msi: bool(ignored),
  use_oidc: bool(ignored),
};

export const azuread = provider<Graph>()({
  schema: { description: "", version: 0, fields },

  async configure(config, { signal }) {
    const http = new StandInHttp(process.env, scaledWait(process.env));
    return new Graph(http, await signInAsAzuread(http, credentials(config, process.env), signal));
  },

  resources: {
    azuread_synchronization_job: synchronizationJob,
    azuread_synchronization_secret: synchronizationSecret,
  },
  dataSources: { azuread_service_principal: servicePrincipal },
});

/** A setting, else its variable. There is no default cloud: a stand-in must never reach a real one. */
function credentials(
  config: Configured<typeof fields>,
  environment: NodeJS.ProcessEnv,
): Credentials {
  const setting = (name: keyof typeof fields, variable: string): string => {
    const value = known(config[name]) ?? environment[variable];
    if (typeof value === "string" && value !== "") return value;
    throw new ProviderError({
      summary: `azuread stand-in: no \`${name}\``,
      detail: `Set ${variable} as the sandbox prints it. The stand-in signs in with a client secret at the sandbox's Entra ID and nowhere else.`,
      attribute: [name],
    });
  };
  return {
    metadataHost: setting("metadata_host", "ARM_METADATA_HOSTNAME"),
    tenantId: setting("tenant_id", "ARM_TENANT_ID"),
    clientId: setting("client_id", "ARM_CLIENT_ID"),
    clientSecret: setting("client_secret", "ARM_CLIENT_SECRET"),
  };
}
