/** Does Okta hold the living token? By its API where it takes the app, else by a person's hand. */
import type { Clients } from "../clients/clients";
import { resource } from "../framework/resource";
import type { Config, State } from "../framework/schema";
import { settled } from "../framework/settled";
import { isUnknown, known } from "../framework/unknown";
import { ProviderError } from "../framework/diagnostics";
import { setting } from "../rotation/setting";
import { connectionTest } from "./connection-test";
import { connectionTestPrivateFields, oktaConnectionTestFields } from "./connection-test.fields";
import { oktaPlaceByApi } from "./okta-place-by-api";
import { oktaPlaceByPerson } from "./okta-place-by-person";

export type OktaArgs = State<typeof oktaConnectionTestFields>;
type Written = Config<typeof oktaConnectionTestFields>;

const ENTERED_BY = ["api", "person"];

export const oktaConnectionTest = resource<Clients>()({
  schema: {
    description:
      "A tested binding of an Okta app. By API, saving the token is the test, so each apply saves it; by a person, Okta's System Log or a reviewed confirmation shows it.",
    version: 0,
    fields: oktaConnectionTestFields,
  },
  privateSchema: connectionTestPrivateFields,

  validate(config) {
    const by = known(config.entered_by) ?? "api";
    if (!ENTERED_BY.includes(by)) {
      throw new ProviderError({
        summary: "Nobody can enter it that way",
        detail: `${setting("entered_by")}: found "${by}", expected "api" or "person".`,
        attribute: ["entered_by"],
      });
    }
    if (by === "api" && known(config.confirmed)) {
      throw new ProviderError({
        summary: "Only what a person entered can be confirmed",
        detail: `Okta itself tests what its API saves. Remove \`confirmed\`, or set ${setting("entered_by")} to "person".`,
        attribute: ["confirmed"],
      });
    }
  },

  ...connectionTest<OktaArgs, Written>({
    nameOf: ({ app_id: id }) => `Okta app ${String(id)}`,
    settle: (planned, outcome) => settled<typeof oktaConnectionTestFields>(planned, outcome),
    urlOf: ({ base_url }) => base_url,
    isConfirmed: ({ entered_by, confirmed, fingerprint }) =>
      entered_by === "person" &&
      typeof confirmed === "string" &&
      !isUnknown(fingerprint) &&
      confirmed === fingerprint,
    place: (args, known, clients) =>
      args.entered_by === "person"
        ? oktaPlaceByPerson(args, known, clients)
        : oktaPlaceByApi(args, known, clients),
  }),
});
