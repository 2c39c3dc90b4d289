/** connections/default: what an app provisions with. It takes tokens for few apps only. */
import { z } from "zod";
import type { Server } from "../server";
import { badCredentials, oktaError } from "./errors";
import type { OrganizationApp, Organization } from "./organization";

const PATH = "/api/v1/apps/:id/connections/default";
interface ById {
  Params: { id: string };
}

const connectionBody = z.object({
  baseUrl: z.string().optional(),
  profile: z.object({ authScheme: z.string(), token: z.string().optional() }),
});
const saveQuery = z.object({ activate: z.stringbool().default(false) });

export function serveConnections(server: Server, organization: Organization): void {
  server.get<ById>(PATH, async ({ params }) => shown(organization.app(params.id)));

  server.post<ById>(PATH, async ({ params, query, body }, reply) => {
    const app = organization.app(params.id);
    // What Okta answers for an app that its connections API does not support is not published. This is
    // the answer that it is known to read back for one: 200, UNKNOWN, and nothing saved.
    if (!app.seed.connectionsApi) return shown(app);
    const read = connectionBody.safeParse(body);
    if (!read.success) throw oktaError(400, "Api validation failed: profile");
    const { baseUrl = app.credentials?.baseUrl, profile } = read.data;
    if (profile.authScheme !== "TOKEN" || profile.token === undefined)
      throw oktaError(400, "Api validation failed: authScheme", "E0000001", [
        "profile.authScheme: TOKEN with a token is expected for this app.",
      ]);
    if (baseUrl === undefined)
      throw oktaError(400, "Api validation failed: baseUrl", "E0000001", ["baseUrl is missing."]);
    const verdict = await organization.save(app, { baseUrl, token: profile.token });
    if (!verdict.works) throw badCredentials(verdict.detail);
    const { activate } = saveQuery.parse(query);
    if (activate) app.connection = "ENABLED";
    else if (app.connection === "UNKNOWN") app.connection = "DISABLED";
    return reply.code(201).send(shown(app));
  });

  const lifecycle = { activate: "ENABLED", deactivate: "DISABLED" } as const;
  for (const [operation, connection] of Object.entries(lifecycle))
    server.post<ById>(`${PATH}/lifecycle/${operation}`, async ({ params }, reply) => {
      const app = organization.app(params.id);
      if (app.seed.connectionsApi && app.credentials !== undefined) app.connection = connection;
      return reply.code(204).send();
    });
}

/** The token is never shown again. */
function shown({ credentials, connection }: OrganizationApp) {
  if (connection === "UNKNOWN") return { authScheme: "UNKNOWN", status: "UNKNOWN" };
  return {
    baseUrl: credentials?.baseUrl,
    authScheme: "TOKEN",
    profile: { authScheme: "TOKEN" },
    status: connection,
    _links: {},
  };
}
