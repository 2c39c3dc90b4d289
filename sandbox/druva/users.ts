/**
 * Druva's users, as SCIM sees them. As Druva publishes, an e-mail address is mandatory and unique, and
 * a user that is deactivated or deleted is preserved: assigning the app again activates it.
 */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { Schemas, Types } from "scimmy";
import type { SandboxClock } from "../clock";
import type { DruvaUser } from "../control/types";
import { scimError } from "./errors";
import { userFilter } from "./filter";
import { patched } from "./patch";
import { CORE_USER, ENTERPRISE_USER, findAttribute, pathTo, primaries } from "./user-schema";

export const MOST_RESULTS = 200;

/** A user as it is stored: as JSON, without what is never shown. */
export interface ScimUser {
  readonly id: string;
  readonly userName: string;
  readonly active?: boolean;
  readonly emails: readonly { readonly value: string }[];
  readonly meta: { readonly created: string; readonly lastModified: string };
}
type WantedUser = Omit<ScimUser, "id" | "meta">;

interface Stored {
  readonly user: ScimUser;
  readonly createdWith: string;
  /** SCIM knows it no longer; Druva does. */
  readonly deleted: boolean;
}

/** Which attributes an answer is to have, comma-separated as in RFC 7644, section 3.9. */
export interface Projection {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

export class DruvaUsers {
  readonly #stored = new Map<string, Stored>();

  constructor(readonly clock: SandboxClock) {}

  /** `startIndex` counts from 1. */
  search({
    filter,
    startIndex = 1,
    count = MOST_RESULTS,
  }: {
    readonly filter?: string | undefined;
    readonly startIndex?: number | undefined;
    readonly count?: number | undefined;
  }) {
    const matching = this.#known()
      .map(({ user }) => user)
      .filter(filter === undefined ? () => true : userFilter(filter));
    const first = Math.max(1, startIndex);
    const most = Math.min(MOST_RESULTS, Math.max(0, count));
    return {
      total: matching.length,
      startIndex: first,
      users: matching.slice(first - 1, first - 1 + most),
    };
  }

  get(id: string): ScimUser {
    return this.#find(id).user;
  }

  /** `createdWith` is the fingerprint of the token that the client used. */
  create(body: unknown, createdWith: string): ScimUser {
    const wanted = { active: true, ...readUser(body) };
    const preserved = [...this.#stored.values()].find(
      ({ user, deleted }) => deleted && haveOneEmail(user, wanted),
    );
    const id = preserved?.user.id ?? randomUUID();
    this.#stored.delete(id);
    return this.#save(id, wanted, { createdWith, created: this.clock.now().toISOString() });
  }

  replace(id: string, body: unknown): ScimUser {
    return this.#change(id, readUser(body));
  }

  async patch(id: string, body: unknown): Promise<ScimUser> {
    return this.#change(id, readUser(await patched(this.get(id), body)));
  }

  delete(id: string): void {
    const { user, createdWith } = this.#find(id);
    this.#stored.set(id, { user: { ...user, active: false }, createdWith, deleted: true });
  }

  /** Everybody that Druva knows, the preserved ones included. */
  list(): readonly DruvaUser[] {
    return [...this.#stored.values()].map(({ user, createdWith }) => {
      const { id, userName, active = true } = user;
      return { id, userName, active, createdWith };
    });
  }

  #known(): readonly Stored[] {
    return [...this.#stored.values()].filter(({ deleted }) => !deleted);
  }

  #find(id: string): Stored {
    const stored = this.#stored.get(id);
    if (stored?.deleted === false) return stored;
    throw scimError(404, `There is no user with the id ${id}.`);
  }

  #change(id: string, wanted: WantedUser): ScimUser {
    const { user, createdWith } = this.#find(id);
    // What changes nothing leaves the time of the last change as it is (RFC 7644, section 3.5.2.1).
    if (isDeepStrictEqual({ ...wanted, id, meta: user.meta }, user)) return user;
    return this.#save(id, wanted, { createdWith, created: user.meta.created });
  }

  /** Identity and creation are the server's, whatever a client sends. */
  #save(
    id: string,
    wanted: WantedUser,
    { createdWith, created }: { readonly createdWith: string; readonly created: string },
  ): ScimUser {
    const others = this.#known().filter(({ user }) => user.id !== id);
    const isTaken = ({ user }: Stored) => isSame(user.userName, wanted.userName);
    if (others.some(isTaken))
      throw scimError(409, `The user name ${wanted.userName} is taken.`, "uniqueness");
    if (others.some(({ user }) => haveOneEmail(user, wanted)))
      throw scimError(409, "Another user has this e-mail address.", "uniqueness");
    const lastModified = this.clock.now().toISOString();
    const user = { ...wanted, id, meta: { created, lastModified } };
    this.#stored.set(id, { user, createdWith, deleted: false });
    return user;
  }
}

/** As a client is shown it: what it asked for, and never a password. `baseUrl` is SCIM's. */
export function shownUser(user: ScimUser, baseUrl: string, projection: Projection): Schemas.User {
  return new Schemas.User(user, "out", `${baseUrl}/Users`, attributeFilter(projection));
}

/** Names that no user has are ignored, as the RFC wants; what is always returned stays. */
function attributeFilter({ attributes, excludedAttributes }: Projection) {
  const names = (list: string) =>
    list
      .split(",")
      .flatMap((name) => findAttribute(name.trim()) ?? [])
      .map(pathTo);
  if (attributes !== undefined)
    return filterOf(["id", ...names(attributes)].map((name) => `${name} pr`));
  return excludedAttributes === undefined
    ? undefined
    : filterOf(names(excludedAttributes).map((name) => `${name} np`));
}

function filterOf(conditions: readonly string[]): Types.Filter | undefined {
  return conditions.length === 0 ? undefined : new Types.Filter(conditions.join(" and "));
}

/** Throws a SCIM error for what is no user. */
function readUser(body: unknown): WantedUser {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw scimError(400, "A user is expected.", "invalidSyntax");
  const { schemas } = body as { readonly schemas?: unknown };
  const known = [CORE_USER, ENTERPRISE_USER].map((each) => each.toLowerCase());
  const named = Array.isArray(schemas) ? schemas.map((each) => String(each).toLowerCase()) : [];
  if (!named.includes(CORE_USER.toLowerCase()) || !named.every((each) => known.includes(each)))
    throw scimError(400, `Expected schemas with ${CORE_USER}.`, "invalidSyntax");
  let user: WantedUser;
  try {
    const read = new Schemas.User({ ...body, schemas: [] }, "in");
    user = JSON.parse(JSON.stringify(read, (_, value: unknown) => assigned(value))) as WantedUser;
  } catch (error) {
    if (error instanceof TypeError || error instanceof Types.Error)
      throw scimError(400, `${error.message}.`, "invalidValue");
    throw error;
  }
  if (user.userName.trim() === "" || !user.emails?.every(({ value }) => value !== undefined))
    throw scimError(400, "A user needs a userName and an e-mail address.", "invalidValue");
  const many = Object.entries(user).find(([, values]) => primaries(values).length > 1);
  if (many !== undefined)
    throw scimError(400, `More than one of ${many[0]} is primary.`, "invalidValue");
  return user;
}

/** RFC 7643, section 2.5: null and an empty list are as good as nothing. */
function assigned(value: unknown): unknown {
  return value === null || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

function haveOneEmail(one: Pick<ScimUser, "emails">, other: Pick<ScimUser, "emails">): boolean {
  return one.emails.some((each) => other.emails.some(({ value }) => isSame(value, each.value)));
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
