/** A few users of a tenant, remembered, tell its tokens from another tenant's. */
import { ProviderError } from "../framework/diagnostics";
import { fingerprint } from "../rotation/fingerprint";
import type { Tenant } from "../rotation/whose-token";
import type { Http } from "./http";
import { inUsers } from "./users-url";

const HOW_MANY = 5;
/** One user that is gone or renamed is everyday life. */
const FEWEST_MISSES = 2;

export interface Asking {
  readonly token: string;
  readonly url: string;
  readonly http: Http;
  readonly signal: AbortSignal;
}

/**
 * Each by its id and a hash of its name; only those that Druva also gives by id, since it may answer
 * 404 to every id. Null where they could not be read. Throws only when aborted.
 */
export async function someUsers(asking: Asking): Promise<readonly string[] | null> {
  const list = await get(asking, `?startIndex=1&count=${HOW_MANY}`);
  if (typeof list !== "object" || list === null) return null;
  if (!("Resources" in list) || !Array.isArray(list.Resources)) {
    return "totalResults" in list && list.totalResults === 0 ? [] : null;
  }
  const listed = list.Resources.flatMap((user) => remembered(user) ?? []).slice(0, HOW_MANY);
  const found = await Promise.all(listed.map((each) => byId(asking, each)));
  const isUnread = listed.length > 0 && found.every((each) => each === undefined);
  return isUnread ? null : listed.filter((each, index) => found[index] === each);
}

/**
 * "same": one of the users is there under its id and name, which is so in one tenant only. "other":
 * two or more are not, and none is. Throws only when aborted.
 */
export async function tenantOf(asking: Asking, users: readonly string[]): Promise<Tenant> {
  const found = await Promise.all(users.map((each) => byId(asking, each)));
  if (users.some((each, index) => found[index] === each)) return "same";
  const misses = found.filter((each) => each !== undefined);
  return misses.length >= FEWEST_MISSES ? "other" : "unknown";
}

/** Who has the id of that user now; null where nobody has; undefined where it could not be read. */
async function byId(asking: Asking, user: string): Promise<string | null | undefined> {
  const id = user.split("#")[0] ?? "";
  const answer = await get(asking, `/${id}`);
  if (answer === null) return null;
  const found = remembered(answer);
  return found?.startsWith(`${id}#`) ? found : undefined;
}

function remembered(user: unknown): string | undefined {
  if (typeof user !== "object" || user === null || !("id" in user && "userName" in user)) return;
  const { id, userName } = user;
  if (typeof id !== "string" || typeof userName !== "string") return;
  return `${encodeURIComponent(id)}#${fingerprint(userName)}`;
}

/** Null where the answer is 404; undefined where it could not be read. */
async function get({ token, url, http, signal }: Asking, what: string): Promise<unknown> {
  const headers = { accept: "application/scim+json", authorization: `Bearer ${token}` };
  try {
    const { status, body } = await http.send(
      { method: "GET", url: inUsers(url, what), headers },
      signal,
    );
    if (status === 404) return null;
    return status === 200 ? JSON.parse(body) : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProviderError) throw error;
    return undefined;
  }
}
