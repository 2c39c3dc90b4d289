/**
 * SCIM 2.0 for users (RFC 7644), with its discovery endpoints. What Druva offers beyond users (groups,
 * bulk, rate limits) is not published, so it is not modelled.
 */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { fingerprint } from "../fingerprint";
import { credentialOf } from "../redaction";
import { SCIM_PATH } from "../seed";
import type { Server } from "../server";
import { SCIM_JSON, scimError } from "./errors";
import type { DruvaTokens } from "./tokens";
import { CORE_USER, describedSchemas, ENTERPRISE_USER } from "./user-schema";
import { MOST_RESULTS, shownUser, type DruvaUsers, type ScimUser } from "./users";

const projectionQuery = z.object({
  attributes: z.string().optional(),
  excludedAttributes: z.string().optional(),
});
const searchQuery = projectionQuery.extend({
  filter: z.string().optional(),
  startIndex: z.coerce.number().int().optional(),
  count: z.coerce.number().int().optional(),
});
/** The same by POST, with lists instead of commas. */
const names = z.array(z.string()).transform((list) => list.join(","));
const searchBody = searchQuery.extend({
  attributes: names.optional(),
  excludedAttributes: names.optional(),
});

interface ById {
  Params: { id: string };
}

export function serveScim(
  server: Server,
  {
    tokens,
    users: own,
    foreignUsers,
  }: {
    readonly tokens: DruvaTokens;
    readonly users: DruvaUsers;
    /** What another tenant's tokens see. */
    readonly foreignUsers: DruvaUsers;
  },
): void {
  const usersOf = (request: FastifyRequest) =>
    tokens.isForeign(tokenOf(request) ?? "") ? foreignUsers : own;
  void server.register(
    async (scim: Server) => {
      scim.addHook("preHandler", async (request, reply) => {
        const token = tokenOf(request);
        if (token === undefined || !tokens.isAlive(token)) {
          reply.header("www-authenticate", "Bearer");
          throw scimError(401, "The token is missing, invalid or expired.");
        }
        reply.type(SCIM_JSON);
      });
      serveDiscovery(scim);

      const search = (request: FastifyRequest, query: z.infer<typeof searchQuery>) => {
        const found = usersOf(request).search(query);
        const resources = found.users.map((user) => shownUser(user, baseUrl(request), query));
        return { ...listOf(resources), totalResults: found.total, startIndex: found.startIndex };
      };
      scim.get("/Users", async (request) => search(request, read(searchQuery, request.query)));
      for (const path of ["/.search", "/Users/.search"])
        scim.post(path, async (request) => search(request, read(searchBody, request.body)));

      const shown = (user: ScimUser, request: FastifyRequest) =>
        shownUser(user, baseUrl(request), read(projectionQuery, request.query));
      scim.get<ById>("/Users/:id", async (request) =>
        shown(usersOf(request).get(request.params.id), request),
      );
      scim.post("/Users", async (request, reply) => {
        const user = usersOf(request).create(request.body, fingerprint(tokenOf(request) ?? ""));
        reply.code(201).header("location", `${baseUrl(request)}/Users/${user.id}`);
        return shown(user, request);
      });
      scim.put<ById>("/Users/:id", async (request) =>
        shown(usersOf(request).replace(request.params.id, request.body), request),
      );
      scim.patch<ById>("/Users/:id", async (request) =>
        shown(await usersOf(request).patch(request.params.id, request.body), request),
      );
      scim.delete<ById>("/Users/:id", async (request, reply) => {
        usersOf(request).delete(request.params.id);
        return reply.code(204).send();
      });
    },
    { prefix: SCIM_PATH },
  );
}

/** What the server can, its schemas and its one type of resource (RFC 7644, section 4). */
function serveDiscovery(scim: Server): void {
  const schemas = (base: string) => describedSchemas(`${base}/Schemas`);
  const resourceTypes = (base: string) => [
    {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
      id: "User",
      name: "User",
      endpoint: "/Users",
      description: "User Account",
      schema: CORE_USER,
      schemaExtensions: [{ schema: ENTERPRISE_USER, required: false }],
      meta: { resourceType: "ResourceType", location: `${base}/ResourceTypes/User` },
    },
  ];
  const paths = ["/ServiceProviderConfig"];
  scim.get("/ServiceProviderConfig", async (request) => serviceProviderConfig(baseUrl(request)));
  for (const [path, resources] of Object.entries({
    "/Schemas": schemas,
    "/ResourceTypes": resourceTypes,
  })) {
    scim.get(path, async (request) => {
      if (read(searchQuery, request.query).filter !== undefined)
        throw scimError(403, "What the server can is not filtered.");
      return listOf(resources(baseUrl(request)));
    });
    scim.get<ById>(`${path}/:id`, async (request) => {
      const { id } = request.params;
      const found = resources(baseUrl(request)).find((each) => each.id === id);
      if (found === undefined) throw scimError(404, `There is no ${path.slice(1)}/${id}.`);
      return found;
    });
    paths.push(path, `${path}/:id`);
  }
  for (const url of paths)
    scim.route({
      method: ["POST", "PUT", "PATCH", "DELETE"],
      url,
      handler: async ({ method }) => {
        throw scimError(405, `${method} is not possible here.`);
      },
    });
}

function read<T>(schema: z.ZodType<T>, query: unknown): T {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw scimError(400, z.prettifyError(result.error), "invalidValue");
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  return credentialOf(headers.authorization, "Bearer");
}

function baseUrl({ host }: FastifyRequest): string {
  return `https://${host}${SCIM_PATH}`;
}

function listOf(resources: readonly object[]) {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function serviceProviderConfig(base: string) {
  return {
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
    meta: {
      resourceType: "ServiceProviderConfig",
      location: `${base}/ServiceProviderConfig`,
    },
  };
}
