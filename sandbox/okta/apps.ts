/** GET apps, one or many. */
import { filter, parse } from "scim2-parse-filter";
import { z } from "zod";
import type { OktaAppSeed } from "../seed";
import type { Server } from "../server";
import { oktaError } from "./errors";
import type { OrganizationApp, Organization } from "./organization";

const listQuery = z.object({ q: z.string().optional(), filter: z.string().optional() });

export function serveApps(server: Server, organization: Organization): void {
  server.get<{ Params: { id: string } }>("/api/v1/apps/:id", async ({ params }) =>
    shown(organization.app(params.id).seed),
  );
  server.get("/api/v1/apps", async ({ query }) => {
    const { q = "", filter: expression } = listQuery.parse(query);
    const matches = expression === undefined ? () => true : matcher(expression);
    return organization.apps
      .map(({ seed }: OrganizationApp) => shown(seed))
      .filter(({ name, label }) => [name, label].some((each) => startsWith(each, q)))
      .filter(matches);
  });
}

function startsWith(text: string, start: string): boolean {
  return text.toLowerCase().startsWith(start.toLowerCase());
}

function matcher(expression: string): (app: object) => boolean {
  try {
    return filter(parse(expression));
  } catch {
    throw oktaError(400, `Invalid search criteria: ${expression}`, "E0000031");
  }
}

function shown({ id, name, label }: OktaAppSeed) {
  return {
    id,
    name,
    label,
    status: "ACTIVE",
    signOnMode: "SAML_2_0",
    created: "2026-01-01T00:00:00.000Z",
    lastUpdated: "2026-01-01T00:00:00.000Z",
    features: ["PUSH_NEW_USERS"],
    accessibility: { selfService: false },
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: false, web: false },
      appLinks: {},
    },
    credentials: {
      userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
      signing: { kid: "sandbox" },
    },
    settings: {
      app: {},
      notifications: { vpn: { network: { connection: "DISABLED" } } },
      signOn: {},
    },
    _links: {},
  };
}
