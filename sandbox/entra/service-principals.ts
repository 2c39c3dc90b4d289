/** GET servicePrincipals, one or many. */
import { z } from "zod";
import { ENTRA_TENANT_ID, type PrincipalSeed } from "../seed";
import type { Server } from "../server";
import type { Directory } from "./directory";
import { graphError } from "./errors";

const listQuery = z.object({ $filter: z.string().optional() });

/** What Graph can be asked for here; of OData's language, `eq` joined by `and`. */
const FILTERABLE = ["id", "appId", "displayName", "applicationTemplateId"] as const;
type Filterable = (typeof FILTERABLE)[number];

export function serveServicePrincipals(server: Server, directory: Directory): void {
  for (const version of ["v1.0", "beta"]) {
    server.get<{ Params: { id: string } }>(
      `/${version}/servicePrincipals/:id`,
      async ({ params }) => {
        return shown(directory.principal(params.id).seed);
      },
    );
    server.get(`/${version}/servicePrincipals`, async ({ host, query }) => {
      const { $filter } = listQuery.parse(query);
      const wanted = $filter === undefined ? [] : conditions($filter);
      const value = directory.principals
        .map(({ seed }) => seed)
        .filter((seed) => wanted.every(([name, text]) => seed[name] === text))
        .map(shown);
      return {
        "@odata.context": `https://${host}/${version}/$metadata#servicePrincipals`,
        value,
      };
    });
  }
}

function conditions(filter: string): readonly (readonly [Filterable, string])[] {
  return filter.split(/\s+and\s+/).map((condition) => {
    const [, name, quoted = ""] = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(condition) ?? [];
    const known = FILTERABLE.find((each) => each === name);
    if (known === undefined)
      throw graphError(
        400,
        `Unsupported or invalid query filter clause specified: ${condition}`,
        "Request_UnsupportedQuery",
      );
    return [known, quoted.replaceAll("''", "'")];
  });
}

function shown({ id, appId, displayName, applicationTemplateId }: PrincipalSeed) {
  return {
    id,
    appId,
    displayName,
    applicationTemplateId,
    accountEnabled: true,
    servicePrincipalType: "Application",
    appRoles: [],
    oauth2PermissionScopes: [],
    tags: [],
    servicePrincipalNames: [appId],
    replyUrls: [],
    notificationEmailAddresses: [],
    alternativeNames: [],
    appOwnerOrganizationId: ENTRA_TENANT_ID,
    signInAudience: "AzureADMyOrg",
    samlMetadataUrl: null,
  };
}
