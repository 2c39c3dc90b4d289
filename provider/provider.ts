/** terraform-provider-druva: what it is configured with, and its resources. */
import { type Clients, configureClients } from "./clients/clients";
import { providerFields } from "./configuration";
import { provider } from "./framework/provider";
import { commandBinding } from "./resources/command-binding";
import { entraBinding } from "./resources/entra-binding";
import { entraSettings } from "./resources/entra-settings";
import { oktaBinding } from "./resources/okta-binding";
import { scimToken } from "./resources/scim-token";

export const druva = provider<Clients>()({
  schema: {
    version: 0,
    description:
      "A Druva SCIM token as a time-rotated resource, and tested bindings of whatever holds it.",
    fields: providerFields,
  },
  configure: (config) => configureClients(config, process.env),
  resources: {
    druva_scim_token: scimToken,
    druva_entra_binding: entraBinding,
    druva_okta_binding: oktaBinding,
    druva_command_binding: commandBinding,
  },
  dataSources: { druva_entra_settings: entraSettings },
});
