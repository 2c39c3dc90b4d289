/** Test Connection: really asks the SCIM server, with the saved credentials or with given ones. */
import { z } from "zod";
import type { ScimClient } from "../scim-client";
import type { Server } from "../server";
import { scimCredentials, type Directory } from "./directory";
import { graphError } from "./errors";
import { findJob, JOBS_PATH, type ByJob } from "./jobs";

const validateBody = z.object({
  useSavedCredentials: z.boolean().optional(),
  credentials: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
});

export function serveValidateCredentials(
  server: Server,
  directory: Directory,
  scim: ScimClient,
): void {
  server.post<ByJob>(`${JOBS_PATH}/:job/validateCredentials`, async ({ params, body }, reply) => {
    findJob(directory, params);
    const read = validateBody.safeParse(body);
    const saved = read.data?.useSavedCredentials === true;
    const given = read.data?.credentials;
    if (!saved && given === undefined)
      throw graphError(400, "useSavedCredentials or credentials are expected.");
    const credentials = scimCredentials(
      saved ? directory.principal(params.id).credentials : (given ?? []),
    );
    if (credentials === undefined) throw invalid("There are no complete credentials.");
    const { works, detail } = await scim.test(credentials);
    if (!works) throw invalid(detail);
    return reply.code(204).send();
  });
}

/** Only the success is documented; status and code of the failure are the sandbox's choice. */
function invalid(detail: string) {
  return graphError(
    400,
    `You appear to have entered invalid credentials. ${detail}`,
    "InvalidCredentials",
  );
}
