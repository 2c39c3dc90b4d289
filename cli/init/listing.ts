/** Applications that look like Druva's, as far as the credentials in the environment show them. */
import { cloudNamed, cloudOf, cloudSettings } from "../../provider/clients/entra-cloud";
import { settingsOf, signIn } from "../../provider/clients/entra-sign-in";
import { createHttp } from "../../provider/clients/http";
import { oktaAccess, orgUrl } from "../../provider/clients/okta-sign-in";
import { vendorHttp } from "../../provider/clients/vendor-http";
import { entraEntry, oktaEntry } from "../workspace/tenant-clients";

export interface Listed {
  readonly id: string;
  readonly name: string;
  /** Okta's API takes no token for it. */
  readonly byPerson: boolean;
}

export interface Listing {
  readonly found: readonly Listed[];
  /** Why nothing could be listed; null where it could. */
  readonly problem: string | null;
}

const LOOKS_LIKE_DRUVA = /druva/i;
/** The apps whose token Okta's connections API takes, by Okta's documentation. */
const TAKES_TOKEN = ["okta_org2org", "zscalerbyz"];

export async function listEntra(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Listing> {
  return listed(signal, async () => {
    const http = createHttp({ environment });
    const entry = entraEntry({});
    const { host, name } = cloudSettings(entry, environment);
    const cloud = host === undefined ? cloudNamed(name) : await cloudOf(host, http, signal);
    const token = await signIn(settingsOf(entry, environment), cloud, environment, http);
    const graph = vendorHttp({
      name: "Microsoft Graph",
      http,
      authorization: async (each) => `Bearer ${(await token(each)).token}`,
      wordsOf: (z) =>
        z
          .object({ error: z.object({ message: z.string() }) })
          .transform(({ error }) => error.message),
    });
    const principals = await graph.list(
      {
        trying: "listing enterprise applications",
        method: "GET",
        url: `${cloud.graph}/v1.0/servicePrincipals?$select=id,displayName&$top=999`,
      },
      (z) =>
        z.object({
          value: z.array(z.object({ id: z.string(), displayName: z.string().nullish() })),
          "@odata.nextLink": z.string().optional(),
        }),
      (page) => ({ items: page.value, next: page["@odata.nextLink"] }),
      signal,
    );
    return principals.map(({ id, displayName }) => ({
      id,
      name: displayName ?? id,
      byPerson: false,
    }));
  });
}

export async function listOkta(
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Listing> {
  return listed(signal, async () => {
    const http = createHttp({ environment });
    const entry = oktaEntry({});
    const okta = vendorHttp({
      name: "Okta",
      ...oktaAccess(entry, environment, http),
      wordsOf: (z) => z.object({ errorSummary: z.string() }).transform((said) => said.errorSummary),
    });
    const apps = await okta.list(
      {
        trying: "listing apps",
        method: "GET",
        url: `${orgUrl(entry, environment)}/api/v1/apps?limit=200`,
      },
      (z) => z.array(z.object({ id: z.string(), name: z.string(), label: z.string() })),
      (items, { headers }) => ({
        items,
        next: /<([^>]+)>;\s*rel="next"/.exec(headers["link"] ?? "")?.[1],
      }),
      signal,
    );
    return apps.map(({ id, name, label }) => ({
      id,
      name: label,
      byPerson: !TAKES_TOKEN.includes(name),
    }));
  });
}

async function listed(signal: AbortSignal, list: () => Promise<Listed[]>): Promise<Listing> {
  try {
    const all = await list();
    const found = all.filter(({ name }) => LOOKS_LIKE_DRUVA.test(name));
    return { found: found.sort((one, other) => one.name.localeCompare(other.name)), problem: null };
  } catch (error) {
    signal.throwIfAborted();
    return { found: [], problem: error instanceof Error ? error.message : String(error) };
  }
}
