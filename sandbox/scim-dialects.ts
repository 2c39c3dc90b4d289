/** What Entra, Okta and another identity provider send to a SCIM server, as each of them documents it. */
import { createHash, randomBytes } from "node:crypto";

export interface ScimDialect {
  /** What it calls itself in the journal. */
  readonly userAgent: string;
  /** Parameters of a search beside the filter. */
  readonly searchQuery: string;
  /** The body of a POST for a user who joins. */
  newUser(userName: string): object;
  /** What is sent to `/Users/<id>` for a user who leaves; `user` as the server showed it. */
  leaver(user: object, query: string): readonly ScimChange[];
}

export interface ScimChange {
  readonly method: "PUT" | "PATCH";
  readonly body: object;
}

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const patch = (operation: object): ScimChange => ({
  method: "PATCH",
  body: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [operation],
  },
});

function person(userName: string) {
  const givenName = userName.split("@", 1)[0] ?? userName;
  return {
    userName,
    active: true,
    displayName: `${givenName} Sandbox`,
    emails: [{ primary: true, type: "work", value: userName }],
    name: { givenName, familyName: "Sandbox" },
  };
}

const externalId = (userName: string) =>
  createHash("sha256").update(userName).digest("hex").slice(0, 20);

export const ENTRA_DIALECT: ScimDialect = {
  userAgent: "entra",
  searchQuery: "",
  newUser: (userName) => ({
    schemas: [CORE, ENTERPRISE],
    externalId: externalId(userName),
    ...person(userName),
    meta: { resourceType: "User" },
    roles: [],
  }),
  /** Capitals and a text for a boolean, unless the Tenant URL has the flag that makes it follow the RFC. */
  leaver: (_user, query) => [
    patch(
      query.includes("aadOptscim062020")
        ? { op: "replace", path: "active", value: false }
        : { op: "Replace", path: "active", value: "False" },
    ),
  ],
};

export const OKTA_DIALECT: ScimDialect = {
  userAgent: "okta",
  searchQuery: "startIndex=1&count=100",
  newUser: (userName) => ({
    schemas: [CORE],
    ...person(userName),
    locale: "en-US",
    externalId: `00u${externalId(userName)}`,
    groups: [],
    password: randomBytes(6).toString("base64url"),
  }),
  /** The profile is pushed as a whole, then the user is deactivated. */
  leaver: (user) => [
    { method: "PUT", body: { ...user, title: "Leaver" } },
    patch({ op: "replace", value: { active: false } }),
  ],
};

export const PLAIN_DIALECT: ScimDialect = {
  userAgent: "other-idp",
  searchQuery: "",
  newUser: (userName) => ({ schemas: [CORE], ...person(userName) }),
  leaver: () => [patch({ op: "replace", path: "active", value: false })],
};
