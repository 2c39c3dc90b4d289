/**
 * SCIM 2.0 for users (RFC 7644). What Druva itself offers beyond that (schemas, groups, limits) is not
 * published, so it is not modelled.
 */
import { z } from "zod";
import { fingerprint } from "../fingerprint";
import { bearer } from "../redaction";
import { SCIM_PATH } from "../seed";
import type { Server } from "../server";
import { SCIM_JSON, scimError } from "./errors";
import type { DruvaTokens } from "./tokens";
import { MOST_RESULTS, type DruvaUsers, type ScimUser } from "./users";

const searchQuery = z.object({
  filter: z.string().optional(),
  startIndex: z.coerce.number().int().optional(),
  count: z.coerce.number().int().optional(),
});

interface ById {
  Params: { id: string };
}

export function serveScim(
  server: Server,
  { tokens, users }: { readonly tokens: DruvaTokens; readonly users: DruvaUsers },
): void {
  void server.register(
    async (scim) => {
      scim.addHook("preHandler", async (request, reply) => {
        const token = bearer(request.headers.authorization);
        if (token === undefined || !tokens.isAlive(token)) {
          reply.header("www-authenticate", "Bearer");
          throw scimError(401, "The token is missing, invalid or expired.");
        }
        reply.type(SCIM_JSON);
      });

      scim.get("/ServiceProviderConfig", async () => serviceProviderConfig);

      scim.get("/Users", async (request) => {
        const query = searchQuery.safeParse(request.query);
        if (!query.success)
          throw scimError(400, "startIndex and count must be whole numbers.", "invalidValue");
        const { filter, startIndex, count } = query.data;
        const found = users.search({ expression: filter, startIndex, count });
        return {
          schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
          totalResults: found.total,
          startIndex: found.startIndex,
          itemsPerPage: found.resources.length,
          Resources: found.resources.map((user) => shown(user, request.host)),
        };
      });
      scim.get<ById>("/Users/:id", async (request) =>
        shown(users.get(request.params.id), request.host),
      );
      scim.post("/Users", async (request, reply) => {
        const token = bearer(request.headers.authorization) ?? "";
        const user = shown(users.create(request.body, fingerprint(token)), request.host);
        return reply.code(201).header("location", user.meta.location).send(user);
      });
      scim.put<ById>("/Users/:id", async (request) =>
        shown(users.replace(request.params.id, request.body), request.host),
      );
      scim.patch<ById>("/Users/:id", async (request) =>
        shown(users.patch(request.params.id, request.body), request.host),
      );
      scim.delete<ById>("/Users/:id", async (request, reply) => {
        users.delete(request.params.id);
        return reply.code(204).send();
      });
    },
    { prefix: SCIM_PATH },
  );
}

function shown(user: ScimUser, host: string) {
  const location = `https://${host}${SCIM_PATH}/Users/${user.id}`;
  return { ...user, meta: { resourceType: "User", ...user.meta, location } };
}

const serviceProviderConfig = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "The SCIM token of the User Provisioning page",
      primary: true,
    },
  ],
  meta: { resourceType: "ServiceProviderConfig" },
};
