/** A few users of a tenant, remembered, tell its tokens from another tenant's. */
import { ProviderError } from "../framework/diagnostics";
import { fingerprint } from "../rotation/fingerprint";
import type { Tenant } from "../rotation/whose-token";
import type { Http } from "./http";
import { inUsers } from "./users-url";

const HOW_MANY = 5;

export interface Asking {
  readonly token: string;
  readonly url: string;
  readonly http: Http;
  readonly signal: AbortSignal;
}

/** Each by its id and a hash of its name; null where they could not be read. Throws only when aborted. */
export async function someUsers(asking: Asking): Promise<readonly string[] | null> {
  const list = await get(asking, `?startIndex=1&count=${HOW_MANY}`);
  if (typeof list !== "object" || list === null) return null;
  if (!("Resources" in list) || !Array.isArray(list.Resources)) {
    return "totalResults" in list && list.totalResults === 0 ? [] : null;
  }
  return list.Resources.flatMap((user) => remembered(user) ?? []).slice(0, HOW_MANY);
}

/** A user that is found there under its id and name is not in two tenants. Throws only when aborted. */
export async function tenantOf(asking: Asking, users: readonly string[]): Promise<Tenant> {
  let isAnswered = users.length > 0;
  for (const each of users) {
    const found = await get(asking, `/${each.split("#")[0]}`);
    if (remembered(found) === each) return "same";
    isAnswered &&= found !== undefined;
  }
  return isAnswered ? "other" : "unknown";
}

function remembered(user: unknown): string | undefined {
  if (typeof user !== "object" || user === null || !("id" in user && "userName" in user)) return;
  const { id, userName } = user;
  if (typeof id !== "string" || typeof userName !== "string") return;
  return `${encodeURIComponent(id)}#${fingerprint(userName)}`;
}

/** Null where there is none; undefined where it could not be read. */
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
