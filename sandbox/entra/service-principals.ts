/** GET servicePrincipals, one or many. */
import { z } from "zod";
import type { PrincipalSeed } from "../seed";
import type { Server } from "../server";
import { type Directory, tenantOf } from "./directory";
import { graphError } from "./errors";
import type { SignIn } from "./sign-in";

const listQuery = z.object({ $filter: z.string().optional() });

/** What Graph can be asked for here; of OData's language, `eq` joined by `and`. */
const FILTERABLE = ["id", "appId", "displayName", "applicationTemplateId"] as const;
type Filterable = (typeof FILTERABLE)[number];

export function serveServicePrincipals(server: Server, directory: Directory, signIn: SignIn): void {
  for (const version of ["v1.0", "beta"]) {
    server.get<{ Params: { id: string } }>(
      `/${version}/servicePrincipals/:id`,
      async ({ params }) => {
        return shown(directory.principal(params.id).seed);
      },
    );
    server.get(`/${version}/servicePrincipals`, async ({ host, query, headers }) => {
      const { $filter } = listQuery.parse(query);
      const wanted = $filter === undefined ? [] : conditions($filter);
      const tenant = signIn.require(headers.authorization);
      const value = directory.principals
        .map(({ seed }) => seed)
        .filter((seed) => tenantOf(seed) === tenant)
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

function shown(seed: PrincipalSeed) {
  const { id, appId, displayName, applicationTemplateId } = seed;
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
    appOwnerOrganizationId: tenantOf(seed),
    signInAudience: "AzureADMyOrg",
    samlMetadataUrl: null,
  };
}
