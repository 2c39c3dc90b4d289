/** The cloud's own description, which azuread's `metadata_host` and ARM_METADATA_HOSTNAME ask for. */
import type { Server } from "../server";

export function serveMetadata(server: Server): void {
  server.get("/metadata/endpoints", async ({ host }) => ({
    name: "AzureCloud",
    portal: `https://${host}`,
    graphAudience: `https://${host}/`,
    graph: `https://${host}/`,
    resourceManager: `https://${host}/arm`,
    microsoftGraphResourceId: `https://${host}/`,
    authentication: {
      loginEndpoint: `https://${host}/`,
      identityProvider: "AAD",
      tenant: "common",
      audiences: [`https://${host}/arm`],
    },
    suffixes: {},
  }));
}
