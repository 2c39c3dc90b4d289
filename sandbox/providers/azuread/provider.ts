/** A stand-in of hashicorp/azuread 3.9.0 for the resources that this project uses. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { provider } from "../../../provider/framework/provider";
import type { Configured } from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import { StandInHttp } from "../http";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { scaledWait } from "../waits";
import { Graph } from "./graph";
import { servicePrincipal } from "./service-principal";
import { type Credentials, signInAsAzuread } from "./sign-in";
import { synchronizationJob } from "./synchronization-job";
import { synchronizationSecret } from "./synchronization-secret";

/** What the stand-in reads of its configuration; whatever else the schema has is ignored. */
interface ReadSettings {
  readonly client_id: string | null;
  readonly client_secret: string | null;
  readonly metadata_host: string | null;
  readonly tenant_id: string | null;
}

export const azuread = provider<Graph>()({
  schema: recordedSchema<ReadSettings>("azuread"),

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
  config: Configured<FieldsOf<ReadSettings>>,
  environment: NodeJS.ProcessEnv,
): Credentials {
  const setting = (name: keyof ReadSettings, variable: string): string => {
    const value = known(config[name]) ?? environment[variable] ?? "";
    if (value !== "") return value;
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
