/** GET and PUT synchronization/secrets: what an application provisions with. */
import { z } from "zod";
import type { Server } from "../server";
import type { Credential, Directory } from "./directory";
import { graphError } from "./errors";

const secretsBody = z.object({
  value: z.array(z.object({ key: z.string().min(1), value: z.string() })),
});
/** Keys whose value Graph shows. */
const OPEN_KEYS = new Set(["BaseAddress"]);

export function serveSecrets(server: Server, directory: Directory): void {
  const path = "/v1.0/servicePrincipals/:id/synchronization/secrets";
  interface ById {
    Params: { id: string };
  }

  server.get<ById>(path, async ({ params }) => {
    return { value: directory.principal(params.id).credentials.map(shown) };
  });
  server.put<ById>(path, async ({ params, body }, reply) => {
    const principal = directory.principal(params.id);
    const read = secretsBody.safeParse(body);
    if (!read.success) throw graphError(400, "A value of keys and values is expected.");
    // An empty value takes the key away: it is how azuread deletes. Saving starts no job.
    principal.credentials = read.data.value.filter(({ value }) => value !== "");
    return reply.code(204).send();
  });
}

function shown({ key, value }: Credential): Credential {
  return { key, value: OPEN_KEYS.has(key) ? value : "*" };
}
