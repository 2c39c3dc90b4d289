/** A stand-in of okta/okta 6.12.0 for the resources that this project uses. */
import { ProviderError } from "../../../provider/framework/diagnostics";
import { provider } from "../../../provider/framework/provider";
import type { Configured } from "../../../provider/framework/schema";
import { known } from "../../../provider/framework/unknown";
import { StandInHttp } from "../http";
import { recordedSchema, type FieldsOf } from "../recorded-schema";
import { scaledWait } from "../waits";
import { StandInOkta, type OktaSettings } from "./api";
import { app } from "./app";
import { appConnection } from "./app-connection";

/** What the stand-in reads of its configuration; whatever else the schema has is ignored. */
interface ReadSettings {
  readonly api_token: string | null;
  readonly base_url: string | null;
  readonly org_name: string | null;
  readonly max_retries: number | null;
  readonly max_wait_seconds: number | null;
  readonly min_wait_seconds: number | null;
}

export const okta = provider<StandInOkta>()({
  schema: recordedSchema<ReadSettings>("okta"),

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

function settings(
  config: Configured<FieldsOf<ReadSettings>>,
  environment: NodeJS.ProcessEnv,
): OktaSettings {
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
