/** Whom a tenant's plan asks, at addresses that answer everybody. */
import { cloudNamed, cloudSettings } from "../../provider/clients/entra-cloud";
import { organizationIn, orgUrl } from "../../provider/clients/okta-sign-in";
import { clientsOf, entraEntryOf, oktaEntryOf } from "./tenant-clients";
import type { Tenant } from "./workspace";

export interface Vendor {
  /** "Druva", "Okta (emea)". */
  readonly name: string;
  /** Any answer will do: nothing is signed in. */
  readonly url: string;
}

export function vendorsOf(tenant: Tenant): Vendor[] {
  const { bindings } = tenant.settings;
  const { environment } = tenant.workspace;
  const ways = (entries: readonly { readonly provider?: string }[] = []) =>
    new Set(entries.map(({ provider = "default" }) => provider));
  return [
    { name: "Druva", url: `${clientsOf(tenant).scim.url}/ServiceProviderConfig` },
    ...[...ways(bindings.entra)].map((way) => entraOf(way)),
    ...[...ways(bindings.okta)].flatMap((way) => oktaOf(way)),
  ];

  function entraOf(way: string): Vendor {
    const entry = entraEntryOf(tenant, way);
    const { host, name } = cloudSettings(entry, environment);
    return host
      ? { name: "Entra", url: `https://${host}/metadata/endpoints?api-version=2022-09-01` }
      : { name: "Microsoft Graph", url: `${cloudNamed(name).graph}/v1.0/` };
  }
  function oktaOf(way: string): Vendor[] {
    const entry = oktaEntryOf(tenant, way);
    // Without a name there is nowhere to ask: the credentials' check says so.
    if (!organizationIn(entry, environment)) return [];
    return [
      { name: `Okta (${way})`, url: `${orgUrl(entry, environment)}/.well-known/okta-organization` },
    ];
  }
}
