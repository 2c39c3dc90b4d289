/** `druva_entra_binding`: an Entra application that holds the token. */
import { principalIdOf } from "../bindings/consumer";
import { entraPlace } from "../bindings/entra";
import { PORTAL_KEYS } from "../bindings/entra-settings";
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import type { Configured, State } from "../framework/schema";
import { settled } from "../framework/settled";
import { known } from "../framework/unknown";
import { argumentName } from "../rotation/argument-name";
import { binding } from "./binding";
import { bindingPrivateFields, entraBindingFields } from "./binding.schema";

type Args = State<typeof entraBindingFields>;
type Written = Configured<typeof entraBindingFields>;

export const entraBinding = resource<Clients>()({
  schema: {
    description:
      "A tested binding of an Entra enterprise application: writes the token beside all settings that are saved there, and passes once Entra's own connection test passes with what it has saved.",
    version: 0,
    fields: entraBindingFields,
  },
  privateSchema: bindingPrivateFields,

  validate({ tenant_url, hidden_settings }) {
    refuseBadSettings({ tenant_url, hidden_settings });
  },

  ...binding<Args, Written>({
    nameOf: ({ service_principal_id: id }) => `Entra principal ${String(id)}`,
    settle: (planned, outcome) => settled<typeof entraBindingFields>(planned, outcome),
    urlOf: ({ base_address, tenant_url }) => tenant_url ?? base_address,
    place: (args, scimUrl, _before, clients) =>
      entraPlace(
        {
          principalId: principalIdOf(args.service_principal_id),
          jobId: args.job_id,
          through: args.through ?? "druva",
          wanted: scimUrl === null ? null : wantedOf(args, scimUrl),
        },
        clients.entra(args.entra),
        clients,
      ),
  }),
});

export function wantedOf(
  { tenant_url, hidden_settings }: Pick<Args, "tenant_url" | "hidden_settings">,
  scimUrl: string,
) {
  return { scimUrl, tenantUrl: tenant_url, hiddenSettings: hidden_settings ?? {} };
}

/** Throws a ProviderError. Unknown values pass. */
export function refuseBadSettings({
  tenant_url,
  hidden_settings,
}: Pick<Written, "tenant_url" | "hidden_settings">): void {
  const url = known(tenant_url);
  if (typeof url === "string" && !isTenantUrl(url)) {
    throw new ProviderError({
      summary: `${argumentName("tenant_url")} is not an https URL`,
      detail: `Found a text of ${url.length} characters. Expected https, without credentials and fragment, such as https://apis.druva.com/insync/scim?aadOptscim062020.`,
      attribute: ["tenant_url"],
    });
  }
  const strange = Object.keys(known(hidden_settings) ?? {}).filter(
    (key) => !PORTAL_KEYS.includes(key),
  );
  if (strange.length > 0) {
    throw new ProviderError({
      summary: `${argumentName("hidden_settings")} has a key that is not Entra's`,
      detail: `Found ${strange.join(", ")}. Expected ${PORTAL_KEYS.join(" or ")}; credentials are never given here.`,
      attribute: ["hidden_settings"],
    });
  }
}

function isTenantUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url?.protocol === "https:" && url.hash === "" && url.username === "" && url.password === ""
  );
}
