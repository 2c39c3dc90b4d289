/** How Entra, Okta and the other identity provider call the SCIM server, each with the token that it holds. */
import { randomUUID } from "node:crypto";
import { Agent, request } from "undici";
import type { CycleResult, HolderId } from "./control/types";
import type { ScimDialect } from "./scim-dialects";

export interface ScimCredentials {
  readonly baseUrl: string;
  readonly token: string;
}

/** `status` is `null` where there was no answer. */
export interface ScimVerdict {
  readonly works: boolean;
  readonly status: number | null;
  /** For people; never a secret. */
  readonly detail: string;
}

export interface ScimProvisioning extends ScimVerdict {
  readonly userId: string | null;
}

/** How a vendor's cycle went; nothing beyond `detail` where Druva was not asked. */
export type VendorCycle = Pick<CycleResult, "outcome" | "detail"> &
  Partial<Pick<CycleResult, "status" | "userId">>;

interface Answer {
  readonly status: number | null;
  readonly body: unknown;
  readonly detail: string;
}

const DEADLINE_MS = 10_000;

export class ScimClient {
  readonly #dispatcher: Agent;
  /** The id of the user whom each holder created last. */
  readonly #joined = new Map<HolderId, string>();

  constructor(
    readonly dialect: ScimDialect,
    ca: string,
  ) {
    this.#dispatcher = new Agent({ connect: { ca } });
  }

  /** Asks for a user that does not exist, as Entra's Test Connection does; an empty list passes. */
  async test(credentials: ScimCredentials): Promise<ScimVerdict> {
    const { status, body, detail } = await this.#find(credentials, randomUUID());
    const works = status === 200 && totalOf(body) === 0;
    return {
      works,
      status,
      detail: status === 200 && !works ? "Not an empty list of users." : detail,
    };
  }

  /**
   * A provisioning cycle: looks the user up and creates it; the one whom the holder created before
   * leaves. The result is the creation's, unless the leaving failed.
   */
  async provision(
    holder: HolderId,
    credentials: ScimCredentials,
    userName: string,
  ): Promise<ScimProvisioning> {
    const found = await this.#find(credentials, userName);
    if (found.status !== 200 || totalOf(found.body) !== 0)
      return { works: false, status: found.status, detail: found.detail, userId: null };
    const created = await this.#call(credentials, "POST", "/Users", {
      body: this.dialect.newUser(userName),
    });
    const { status, detail } = created;
    const userId = idOf(created.body);
    if (status !== 201 || userId === null) return { works: false, status, detail, userId };
    const leaver = this.#joined.get(holder);
    this.#joined.set(holder, userId);
    const left = leaver === undefined ? undefined : await this.#leave(credentials, leaver);
    return left ?? { works: true, status, detail, userId };
  }

  /** Returns what failed. */
  async #leave(credentials: ScimCredentials, id: string): Promise<ScimProvisioning | undefined> {
    const path = `/Users/${encodeURIComponent(id)}`;
    const { body } = await this.#call(credentials, "GET", path);
    const query = queryOf(credentials.baseUrl);
    const user = typeof body === "object" && body !== null ? body : {};
    for (const change of this.dialect.leaver(user, query)) {
      const { status, detail } = await this.#call(credentials, change.method, path, change);
      if (status !== 200 && status !== 204) return { works: false, status, detail, userId: null };
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #find(credentials: ScimCredentials, userName: string): Promise<Answer> {
    const filter = `filter=${encodeURIComponent(`userName eq "${userName}"`)}`;
    const query = [filter, this.dialect.searchQuery].filter((each) => each !== "").join("&");
    return this.#call(credentials, "GET", "/Users", { query });
  }

  async #call(
    { baseUrl, token }: ScimCredentials,
    method: "GET" | "POST" | "PUT" | "PATCH",
    path: string,
    { query = "", body }: { readonly query?: string; readonly body?: object } = {},
  ): Promise<Answer> {
    const unreachable = (reason: string) => ({ status: null, body: undefined, detail: reason });
    // A sandbox never calls anybody outside, whatever address it was given.
    if (!isLoopback(baseUrl)) return unreachable(`${baseUrl} is not reached from a sandbox.`);
    try {
      const answer = await request(urlOf(baseUrl, path, query), {
        method,
        dispatcher: this.#dispatcher,
        headersTimeout: DEADLINE_MS,
        bodyTimeout: DEADLINE_MS,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/scim+json",
          "user-agent": this.dialect.userAgent,
          ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      return {
        status: answer.statusCode,
        body: parsed(text),
        detail: `The SCIM server answered ${answer.statusCode}.`,
      };
    } catch (error) {
      return unreachable(
        `The SCIM server gave no answer: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** The base URL's own query, such as `?aadOptscim062020`, goes along with every request. */
function urlOf(baseUrl: string, path: string, query: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`;
  url.search = [query, url.search.slice(1)].filter((each) => each !== "").join("&");
  return url;
}

function queryOf(url: string): string {
  return new URL(url).search;
}

function isLoopback(url: string): boolean {
  try {
    return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
  } catch {
    return false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function totalOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "totalResults" in body
    ? body.totalResults
    : undefined;
}

function idOf(body: unknown): string | null {
  return typeof body === "object" && body !== null && "id" in body ? String(body.id) : null;
}
