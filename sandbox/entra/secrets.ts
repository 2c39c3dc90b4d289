/** GET and PUT synchronization/secrets: what an application provisions with, and its settings. */
import { z } from "zod";
import { markUnkind, type Server } from "../server";
import type { Credential, Directory } from "./directory";
import { graphError } from "./errors";
import { ReplicationLag } from "./replication-lag";
import { isSecret } from "./secret-keys";
import { afterPut } from "./secrets-put";

const secretsBody = z.object({
  value: z.array(z.object({ key: z.string().min(1), value: z.string() })),
});

export function serveSecrets(
  server: Server,
  directory: Directory,
  { unkind }: { readonly unkind: boolean },
): void {
  const path = "/v1.0/servicePrincipals/:id/synchronization/secrets";
  const lag = new ReplicationLag<readonly Credential[]>();
  interface ById {
    Params: { id: string };
  }

  server.get<ById>(path, async (request) => {
    const { seed, credentials } = directory.principal(request.params.id);
    const outdated = lag.look(seed.id);
    if (outdated !== undefined) markUnkind(request);
    const { hiddenSettings } = directory.world;
    return {
      value: (outdated?.value ?? credentials).map(({ key, value }) => ({
        key,
        value: isSecret(key) || hiddenSettings.includes(key) ? "*" : value,
      })),
    };
  });
  server.put<ById>(path, async ({ params, body }, reply) => {
    const principal = directory.principal(params.id);
    const read = secretsBody.safeParse(body);
    if (!read.success) throw graphError(400, "A value of keys and values is expected.");
    const before = principal.credentials;
    // Saving starts no job.
    principal.credentials = afterPut(before, read.data.value, directory.world.secretsPut);
    if (unkind) lag.changed(principal.seed.id, before);
    return reply.code(204).send();
  });
}
