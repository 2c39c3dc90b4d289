/** The ways to a tenant's Druva, Entra and Okta, as its stack's provider has them; and whom a rotation reaches. */
import { type Clients, configureClients } from "../../provider/clients/clients";
import type { Consumer, ConsumerKind } from "../../provider/bindings/consumer";
import { boundKeys } from "../../config/contradictions";
import type { ProvidersConfig } from "../../config/schema";
import type { Tenant } from "./workspace";

/** Throws a ProviderError for a value that cannot be; credentials are looked at when needed. */
export function clientsOf({ name, settings, workspace: { config, environment } }: Tenant): Clients {
  const { entra, okta } = config.providers ?? {};
  return configureClients(
    {
      scim_url: settings.scimUrl ?? null,
      journal_dir: settings.journalDir ?? null,
      bound_elsewhere: Object.entries(config.tenants).flatMap(([other, { bindings }]) =>
        other === name ? [] : boundKeys(bindings),
      ),
      // What the environment reaches stays reachable beside the entries, as in the stack.
      entra: entra === undefined ? null : each({ default: {}, ...entra }, entraEntry),
      okta: okta === undefined ? null : each({ default: {}, ...okta }, oktaEntry),
    },
    environment,
  );
}

/** The config's entry of that name, as the provider takes it; all from the environment where there is none. */
export function entraEntryOf({ workspace: { config } }: Tenant, name: string) {
  return entraEntry(config.providers?.entra?.[name] ?? {});
}
export function oktaEntryOf({ workspace: { config } }: Tenant, name: string) {
  return oktaEntry(config.providers?.okta?.[name] ?? {});
}

/** All bindings of the config, as the provider's preflight takes them; without the released ones. */
export function consumersOf({ settings: { bindings } }: Tenant): Consumer[] {
  const { entra = [], okta = [], command = [] } = bindings;
  const consumers: Readonly<Record<ConsumerKind, Consumer[]>> = {
    entra: entra.flatMap(({ released, ...entry }) =>
      released === true ? [] : [{ kind: "entra" as const, ...entry }],
    ),
    okta: okta.flatMap(({ released, ...entry }) =>
      released === true ? [] : [{ kind: "okta" as const, ...entry }],
    ),
    command: command.flatMap(
      ({ released, name: id, bind: bindCommand, test: testCommand, ...entry }) =>
        released === true
          ? []
          : [{ kind: "command" as const, id, bindCommand, testCommand, ...entry }],
    ),
  };
  return Object.values(consumers).flat();
}

type EntraConfig = NonNullable<ProvidersConfig["entra"]>[string];
type OktaConfig = NonNullable<ProvidersConfig["okta"]>[string];

export function entraEntry(entry: EntraConfig) {
  return {
    tenant_id: entry.tenantId ?? null,
    client_id: entry.clientId ?? null,
    client_secret: null,
    client_certificate_path: entry.clientCertificatePath ?? null,
    client_certificate_password: null,
    use_oidc: entry.useOidc ?? null,
    use_cli: entry.useCli ?? null,
    use_msi: entry.useMsi ?? null,
    environment: entry.environment ?? null,
    metadata_host: entry.metadataHost ?? null,
  };
}

export function oktaEntry(entry: OktaConfig) {
  return {
    org_name: entry.orgName ?? null,
    base_url: entry.baseUrl ?? null,
    api_token: null,
    access_token: null,
    client_id: entry.clientId ?? null,
    private_key: null,
    private_key_id: entry.privateKeyId ?? null,
    scopes: entry.scopes ?? null,
  };
}

function each<T, R>(
  entries: Readonly<Record<string, T>>,
  change: (entry: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry)]));
}
