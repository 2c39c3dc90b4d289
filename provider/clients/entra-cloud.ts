/** Which Microsoft cloud, by the names and the metadata service that azuread takes. */
import type { entraFields } from "../configuration";
import { ProviderError } from "../framework/diagnostics";
import type { State } from "../framework/schema";
import { requireHostName } from "./host-name";
import type { Http } from "./http";
import type { Z } from "./json";
import { ENTRA_VARIABLES, namesOf, valueOf } from "./variables";
import { vendorHttp } from "./vendor-http";

export interface Cloud {
  /** Where to sign in, without a slash at its end. */
  readonly authority: string;
  /** Microsoft Graph's root, without a slash at its end. */
  readonly graph: string;
  /** The OAuth scope of an access token for Graph. */
  readonly scope: string;
  /** Whether Microsoft's own list of authorities knows this one. */
  readonly wellKnown: boolean;
}

const CLOUDS: Readonly<Record<string, readonly [authority: string, graph: string]>> = {
  public: ["https://login.microsoftonline.com", "https://graph.microsoft.com"],
  usgovernment: ["https://login.microsoftonline.us", "https://graph.microsoft.us"],
  usgovernmentl5: ["https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
  china: ["https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"],
};

/** Other names that azuread takes for the same. */
const ALIASES: Readonly<Record<string, string>> = {
  global: "public",
  usgovernmentl4: "usgovernment",
  dod: "usgovernmentl5",
};

export function cloudNamed(name: string): Cloud {
  const key = name.toLowerCase();
  const endpoints = CLOUDS[ALIASES[key] ?? key];
  if (endpoints === undefined) {
    throw new ProviderError({
      summary: "Unknown Microsoft cloud",
      detail: `Found environment "${name}" (or ${namesOf(ENTRA_VARIABLES.environment)}), expected one of ${[...Object.keys(CLOUDS), ...Object.keys(ALIASES)].join(", ")}.`,
      attribute: ["entra"],
    });
  }
  const [authority, graph] = endpoints;
  return { authority, graph, scope: `${graph}/.default`, wellKnown: true };
}

/** Which cloud is meant: `host` serves its metadata; undefined: it is the one of that name. */
export function cloudSettings(
  entry: Pick<State<typeof entraFields>, "metadata_host" | "environment">,
  environment: NodeJS.ProcessEnv,
): { readonly host: string | undefined; readonly name: string } {
  return {
    host: entry.metadata_host ?? valueOf(ENTRA_VARIABLES.metadata_host, environment),
    name: entry.environment ?? valueOf(ENTRA_VARIABLES.environment, environment) ?? "public",
  };
}

/** Credentials are sent to both URLs. */
const metadata = (z: Z) => {
  const https = z.url({ protocol: /^https$/ });
  return z.object({
    microsoftGraphResourceId: https,
    authentication: z.object({ loginEndpoint: https }),
  });
};

/** As azuread does with `metadata_host`: the same path, the same fields. */
export async function cloudOf(
  metadataHost: string,
  http: Http,
  signal: AbortSignal,
): Promise<Cloud> {
  requireHostName(metadataHost, "metadata_host", namesOf(ENTRA_VARIABLES.metadata_host), "entra");
  const found = await vendorHttp({ name: "the metadata service", http }).read(
    {
      trying: `reading the cloud's endpoints from ${metadataHost}`,
      url: `https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`,
    },
    metadata,
    signal,
  );
  const graph = found.microsoftGraphResourceId.replace(/\/+$/, "");
  return {
    authority: found.authentication.loginEndpoint.replace(/\/+$/, ""),
    graph,
    scope: `${graph}/.default`,
    wellKnown: false,
  };
}
