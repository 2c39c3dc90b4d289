/** Entra ID: metadata, sign-in, and Microsoft Graph as far as provisioning goes. */
import type { ScimClient } from "../scim-client";
import type { Server } from "../server";
import { type Directory, tenantOf } from "./directory";
import { notFound } from "./errors";
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
    graph.addHook<{ Params: { id?: string } }>("preHandler", async ({ headers, params }) => {
      const tenant = signIn.require(headers.authorization);
      const { id } = params;
      if (id !== undefined && tenantOf(directory.principal(id).seed) !== tenant) throw notFound(id);
    });
    serveServicePrincipals(graph, directory, signIn);
    serveSecrets(graph, directory, { unkind });
    serveJobs(graph, directory);
    serveValidateCredentials(graph, directory, scim);
  });
}
