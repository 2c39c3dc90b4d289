/** terraform-provider-druva: what it is configured with, and its resources. */
import { type Clients, configureClients } from "./clients/clients";
import { providerFields } from "./configuration";
import { provider } from "./framework/provider";
import { commandConnectionTest } from "./resources/command-connection-test";
import { entraConnectionTest } from "./resources/entra-connection-test";
import { oktaConnectionTest } from "./resources/okta-connection-test";
import { scimToken } from "./resources/scim-token";

export const druva = provider<Clients>()({
  schema: {
    version: 0,
    description: "A Druva SCIM token as a time-rotated resource, and tests of whatever holds it.",
    fields: providerFields,
  },
  configure: (config) => configureClients(config, process.env),
  resources: {
    druva_scim_token: scimToken,
    druva_entra_connection_test: entraConnectionTest,
    druva_okta_connection_test: oktaConnectionTest,
    druva_command_connection_test: commandConnectionTest,
  },
  dataSources: {},
});
