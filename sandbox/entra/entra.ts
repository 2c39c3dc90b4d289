/** Entra ID: metadata, sign-in, and Microsoft Graph as far as provisioning goes. */
import type { ScimClient } from "../scim-client";
import type { Server } from "../server";
import type { Directory } from "./directory";
import { serveJobs } from "./jobs";
import { serveMetadata } from "./metadata";
import { serveSecrets } from "./secrets";
import { serveServicePrincipals } from "./service-principals";
import type { SignIn } from "./sign-in";
import { serveValidateCredentials } from "./validate-credentials";

export function serveEntra(
  server: Server,
  {
    directory,
    signIn,
    scim,
    unkind,
  }: {
    readonly directory: Directory;
    readonly signIn: SignIn;
    readonly scim: ScimClient;
    readonly unkind: boolean;
  },
): void {
  serveMetadata(server);
  signIn.serve(server);
  void server.register(async (graph: Server) => {
    graph.addHook("preHandler", async ({ headers }) => signIn.require(headers.authorization));
    serveServicePrincipals(graph, directory);
    serveSecrets(graph, directory, { unkind });
    serveJobs(graph, directory);
    serveValidateCredentials(graph, directory, scim);
  });
}
