/** Test Connection: really asks the SCIM server, with the saved credentials or with given ones. */
import { STATUS_CODES } from "node:http";
import { z } from "zod";
import type { ScimClient, ScimVerdict } from "../scim-client";
import type { Server } from "../server";
import { scimCredentials, valueOf, type Directory } from "./directory";
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
    const { useSavedCredentials, credentials } = validateBody.safeParse(body).data ?? {};
    const tested =
      useSavedCredentials === true ? directory.principal(params.id).credentials : credentials;
    if (tested === undefined)
      throw graphError(
        400,
        "The required parameter credentials is missing.", // ours
        "RequestMissingRequiredParameter",
      );
    const complete = scimCredentials(tested);
    if (complete === undefined) {
      // Which name X is when nothing is saved is not documented: the first missing one here.
      const missing = ["BaseAddress", "SecretToken"].find((key) => !valueOf(tested, key));
      throw graphError(500, `Requested value '${missing}' was not found.`, "InternalError");
    }
    const verdict = await scim.test(complete);
    if (!verdict.works)
      throw graphError(400, unexpectedResponse(verdict), "CredentialValidationUnavailable");
    return reply.code(204).send();
  });
}

/**
 * The code is documented for an error of the SCIM server as well as for no answer at all, and so are
 * the words up to the status. What stands there if no answer came is ours.
 */
function unexpectedResponse({ status, detail }: ScimVerdict): string {
  const got =
    status === null
      ? detail
      : `Received response from Web resource. Operation: GET Response Status Code: ${statusName(status)}`;
  return `We received this unexpected response from your application: ${got}`;
}

/** As .NET spells it: ServiceUnavailable. */
function statusName(status: number): string {
  return STATUS_CODES[status]?.replaceAll(" ", "") ?? String(status);
}
