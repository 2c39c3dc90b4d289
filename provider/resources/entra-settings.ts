/**
 * `data "druva_entra_settings"`: what azuread_synchronization_secret has to send with a token, so that
 * nothing that the portal saved is lost, and that it ever finishes: it waits until it counts as many
 * keys as it sent.
 */
import { principalIdOf } from "../bindings/consumer";
import { hiddenInWords, settingsToSave } from "../bindings/entra-settings";
import type { Clients } from "../clients/clients";
import { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import { dataSource } from "../framework/resource";
import { settled } from "../framework/settled";
import { entraSettingsFields } from "./binding.schema";
import { refuseBadSettings, wantedOf } from "./entra-binding";

export const entraSettings = dataSource<Clients>()({
  schema: {
    description:
      "The synchronization secrets of an Entra application as they have to be saved with a token: all keys in Graph's order, with their values.",
    version: 0,
    fields: entraSettingsFields,
  },

  async read({ config }, { client, signal }) {
    refuseBadSettings(config);
    if (!client.configurationKnown) {
      throw new ProviderError({
        code: "settings-not-read",
        summary: "The settings of an Entra application cannot be read in this plan",
        detail:
          "Values of the druva provider's configuration are known only after apply, so which SCIM URL to save is not known. Give the provider values that are known when planning.",
      });
    }
    const args = settled<typeof entraSettingsFields>(config, { credentials: null });
    const principalId = principalIdOf(args.service_principal_id);
    const saved = await client
      .entra(args.entra)
      .settings(principalId, signal)
      .catch((error: unknown) => {
        if (!(error instanceof VendorError)) throw error;
        throw new ProviderError({
          code: "settings-not-read",
          summary: "The settings of an Entra application cannot be read",
          detail: `${error.message}. Without them azuread_synchronization_secret would not finish, or would lose them. Give these credentials the permission, or set through to "druva".`,
        });
      });
    const found = settingsToSave(saved, wantedOf(args, client.scim.url));
    if (found.kind === "hidden") {
      throw new ProviderError({
        code: "settings-hidden",
        summary: "Settings of an Entra application would be lost",
        detail: `Entra principal ${principalId}: ${hiddenInWords(found.keys, "azuread")}.`,
        attribute: ["hidden_settings"],
      });
    }
    return {
      ...args,
      credentials: found.settings.map(({ key, value }) => ({
        key,
        value: key === "SecretToken" ? null : value,
      })),
    };
  },
});
