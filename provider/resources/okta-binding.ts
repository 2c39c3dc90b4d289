/** `druva_okta_binding`: an Okta app that holds the token. */
import { oktaPlace, oktaPlaceByPerson } from "../bindings/okta";
import { type Instant, startAfter } from "../bindings/okta-system-log";
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import type { Configured, State } from "../framework/schema";
import { settled } from "../framework/settled";
import { isUnknown, known } from "../framework/unknown";
import { argumentName } from "../rotation/argument-name";
import { type Before, binding } from "./binding";
import { bindingPrivateFields, oktaBindingFields } from "./binding.schema";

type Args = State<typeof oktaBindingFields>;
type Written = Configured<typeof oktaBindingFields>;

export const oktaBinding = resource<Clients>()({
  schema: {
    description:
      "A tested binding of an Okta app. By API, Okta tests the token while it saves it, so each apply saves it; by a person, Okta's System Log or a reviewed confirmation shows it.",
    version: 0,
    fields: oktaBindingFields,
  },
  privateSchema: bindingPrivateFields,

  validate({ through, confirmed }) {
    if (isUnknown(through) || through === "person" || !known(confirmed)) return;
    throw new ProviderError({
      summary: "Only what a person entered can be confirmed",
      detail: `Okta itself tests what its API saves. Remove \`confirmed\`, or set ${argumentName("through")} to "person".`,
      attribute: ["confirmed"],
    });
  },

  ...binding<Args, Written>({
    nameOf: ({ app_id: id }) => `Okta app ${String(id)}`,
    settle: (planned, outcome) => settled<typeof oktaBindingFields>(planned, outcome),
    urlOf: ({ base_url }) => base_url,
    isConfirmed: ({ confirmed, fingerprint }) =>
      typeof confirmed === "string" && !isUnknown(fingerprint) && confirmed === fingerprint,
    place: (args, scimUrl, before, clients) =>
      (args.through === "person" ? oktaPlaceByPerson : oktaPlace)(
        { appId: args.app_id, scimUrl, start: startOf(before, args, clients) },
        clients.okta(args.okta),
        clients,
      ),
  }),
});

function startOf(
  { isMoved, evidenceSince, verifiedAt }: Before,
  { proven_at, old_token_last_valid_at }: Args,
  clients: Pick<Clients, "clock">,
): Instant {
  if (isMoved) return { here: clients.clock.now() };
  if (evidenceSince !== null) return { okta: evidenceSince };
  const others = [proven_at, old_token_last_valid_at].map((each) => each && new Date(each));
  return startAfter([verifiedAt, ...others.map((each) => each || null)], clients);
}
