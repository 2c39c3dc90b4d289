/** A stand-in of okta/okta 6.12.0 for the resources that this project uses. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { provider } from "../../../provider/framework/provider";
import {
  bool,
  type Configured,
  integer,
  setOfStrings,
  string,
} from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import { StandInHttp } from "../http";
import { scaledWait } from "../waits";
import { StandInOkta, type OktaSettings } from "./api";
import { app } from "./app";
import { appConnection } from "./app-connection";

const understood = (variable: string) =>
  ({ optional: true, description: `Environment: ${variable}.` }) as const;
const waits = (description: string) => ({ optional: true, description }) as const;
const ignored = { optional: true, description: "Not known to the stand-in." } as const;

const fields = {
  api_token: string(understood("OKTA_API_TOKEN")),
  base_url: string(understood("OKTA_BASE_URL")),
  org_name: string(understood("OKTA_ORG_NAME")),
  max_retries: integer(waits("How often a request is made again. Default: 5.")),
  max_wait_seconds: integer(waits("Longest wait before that. Default: 300.")),
  min_wait_seconds: integer(waits("Shortest wait before that. Default: 30.")),
  access_token: string(ignored),
  backoff: bool(ignored),
  client_id: string(ignored),
  http_proxy: string(ignored),
  log_level: integer(ignored),
  max_api_capacity: integer(ignored),
  parallelism: integer(ignored),
  private_key: string(ignored),
  private_key_id: string(ignored),
  request_timeout: integer(ignored),
  scopes: setOfStrings(ignored),
};

export const okta = provider<StandInOkta>()({
  schema: { description: "", version: 0, fields },

  async configure(config, { signal }) {
    const client = new StandInOkta(
      new StandInHttp(process.env, scaledWait(process.env)),
      settings(config, process.env),
    );
    // The real provider asks once with each of two client libraries.
    for (const library of ["v3", "v2"]) {
      try {
        await client.ask("GET", "/api/v1/users/me", signal);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new ProviderError({
          summary: `[ERROR] failed validate configuration: error with ${library} SDK client: ${reason}`,
          detail: "",
        });
      }
    }
    return client;
  },

  resources: { okta_app_connection: appConnection },
  dataSources: { okta_app: app },
});

function settings(config: Configured<typeof fields>, environment: NodeJS.ProcessEnv): OktaSettings {
  const setting = (name: "api_token" | "base_url" | "org_name", variable: string): string => {
    const value = known(config[name]) ?? environment[variable] ?? "";
    if (value !== "") return value;
    throw new ProviderError({
      summary: `okta stand-in: no \`${name}\``,
      detail: `Set ${variable} as the sandbox prints it. The stand-in knows API tokens only.`,
      attribute: [name],
    });
  };
  return {
    url: `https://${setting("org_name", "OKTA_ORG_NAME")}.${setting("base_url", "OKTA_BASE_URL")}`,
    apiToken: setting("api_token", "OKTA_API_TOKEN"),
    // 0 counts as not set.
    maxRetries: known(config.max_retries) || 5,
    maxWaitSeconds: known(config.max_wait_seconds) || 300,
    minWaitSeconds: known(config.min_wait_seconds) || 30,
  };
}
