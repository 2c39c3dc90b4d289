/** Druva's users, as SCIM sees them. */
import { randomUUID } from "node:crypto";
import { scimPatch, ScimError, type ScimPatchOperation, type ScimResource } from "scim-patch";
import { filter, parse, type Filter } from "scim2-parse-filter";
import { z } from "zod";
import type { SandboxClock } from "../clock";
import type { DruvaUser } from "../control/types";
import { scimError } from "./errors";

const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const MOST_RESULTS = 200;

/** What a client may send: unknown attributes are kept, as SCIM servers commonly do. */
const userBody = z.looseObject({
  userName: z.string().min(1),
  active: z.boolean().default(true),
});
const patchBody = z.object({
  Operations: z
    .array(
      z.looseObject({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() }),
    )
    .min(1),
});

export interface ScimUser extends ScimResource {
  id: string;
  userName: string;
  active: boolean;
}

interface Stored {
  readonly user: ScimUser;
  readonly createdWith: string;
}

export class DruvaUsers {
  readonly #stored = new Map<string, Stored>();

  constructor(readonly clock: SandboxClock) {}

  /** `startIndex` counts from 1. */
  search({
    expression,
    startIndex = 1,
    count = MOST_RESULTS,
  }: {
    readonly expression?: string | undefined;
    readonly startIndex?: number | undefined;
    readonly count?: number | undefined;
  }) {
    const matching = [...this.#stored.values()]
      .map(({ user }) => user)
      .filter(expression === undefined ? () => true : matcher(expression));
    const first = Math.max(1, startIndex);
    const most = Math.min(MOST_RESULTS, Math.max(0, count));
    const resources = matching.slice(first - 1, first - 1 + most);
    return { total: matching.length, startIndex: first, resources };
  }

  get(id: string): ScimUser {
    return this.#find(id).user;
  }

  /** `createdWith` is the fingerprint of the token that the client used. */
  create(body: unknown, createdWith: string): ScimUser {
    const wanted = readUser(body);
    this.#refuseTaken(wanted.userName);
    const now = this.clock.now();
    const user: ScimUser = {
      ...wanted,
      schemas: [USER_SCHEMA],
      id: randomUUID(),
      meta: { created: now, lastModified: now },
    };
    this.#stored.set(user.id, { user, createdWith });
    return user;
  }

  replace(id: string, body: unknown): ScimUser {
    return this.#save(id, readUser(body));
  }

  patch(id: string, body: unknown): ScimUser {
    const { user } = this.#find(id);
    const read = patchBody.safeParse(body);
    if (!read.success)
      throw scimError(400, "A PatchOp with at least one operation is expected.", "invalidSyntax");
    try {
      // All or nothing: the operations work on a copy.
      const patched = scimPatch(structuredClone(user), read.data.Operations.map(operation));
      return this.#save(id, readUser(patched));
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      const scimType = error.scimCode === "noTarget" ? "noTarget" : "invalidPath";
      throw scimError(400, error.message, scimType);
    }
  }

  delete(id: string): void {
    this.#find(id);
    this.#stored.delete(id);
  }

  list(): readonly DruvaUser[] {
    return [...this.#stored.values()].map(({ user: { id, userName, active }, createdWith }) => ({
      id,
      userName,
      active,
      createdWith,
    }));
  }

  #find(id: string): Stored {
    const stored = this.#stored.get(id);
    if (stored === undefined) throw scimError(404, `There is no user with the id ${id}.`);
    return stored;
  }

  /** Identity and creation are the server's, whatever a client sends. */
  #save(id: string, wanted: z.infer<typeof userBody>): ScimUser {
    const { user, createdWith } = this.#find(id);
    this.#refuseTaken(wanted.userName, id);
    const saved: ScimUser = {
      ...wanted,
      schemas: [USER_SCHEMA],
      id,
      meta: { ...user.meta, lastModified: this.clock.now() },
    };
    this.#stored.set(id, { user: saved, createdWith });
    return saved;
  }

  #refuseTaken(userName: string, except?: string): void {
    const taken = [...this.#stored.values()].some(
      ({ user }) => user.id !== except && user.userName.toLowerCase() === userName.toLowerCase(),
    );
    if (taken) throw scimError(409, `The user name ${userName} is taken.`, "uniqueness");
  }
}

function readUser(body: unknown): z.infer<typeof userBody> {
  const read = userBody.safeParse(body);
  if (!read.success) throw scimError(400, "A user with a userName is expected.", "invalidValue");
  return read.data;
}

/** Entra writes `Replace`, and `"False"` for a boolean. */
function operation({
  op,
  path,
  value,
}: z.infer<typeof patchBody>["Operations"][number]): ScimPatchOperation {
  const kind = op.toLowerCase();
  const target = path === undefined ? {} : { path };
  if (kind === "remove") {
    if (path === undefined) throw scimError(400, "A remove needs a path.", "noTarget");
    return { op: "remove", path };
  }
  if (kind !== "add" && kind !== "replace")
    throw scimError(400, `add, replace or remove is expected, not ${op}.`, "invalidSyntax");
  return { op: kind, ...target, value: path === "active" ? asBoolean(value) : value };
}

function asBoolean(value: unknown): unknown {
  return typeof value === "string" && /^(true|false)$/i.test(value)
    ? value.toLowerCase() === "true"
    : value;
}

function matcher(expression: string): (user: ScimUser) => boolean {
  try {
    const test = filter(userNamesInLowerCase(parse(expression)));
    return (user) => test({ ...user, userName: user.userName.toLowerCase() });
  } catch {
    throw scimError(400, `The filter ${expression} cannot be read.`, "invalidFilter");
  }
}

/** User names are compared without regard to case (RFC 7643, section 4.1.1). */
function userNamesInLowerCase(expression: Filter): Filter {
  switch (expression.op) {
    case "and":
    case "or":
      return { ...expression, filters: expression.filters.map(userNamesInLowerCase) };
    case "not":
      return { ...expression, filter: userNamesInLowerCase(expression.filter) };
    case "pr":
    case "[]":
      return expression;
    case "eq":
    case "ne":
    case "co":
    case "sw":
    case "ew":
    case "gt":
    case "ge":
    case "lt":
    case "le":
      return expression.attrPath.toLowerCase() === "username" &&
        typeof expression.compValue === "string"
        ? { ...expression, attrPath: "userName", compValue: expression.compValue.toLowerCase() }
        : expression;
  }
}
