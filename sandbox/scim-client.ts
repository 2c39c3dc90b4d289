/** How Entra, Okta and the other identity provider call the SCIM server, each with the token that it holds. */
import { randomUUID } from "node:crypto";
import { Agent, request } from "undici";

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

interface Answer {
  readonly status: number | null;
  readonly body: unknown;
  readonly detail: string;
}

const DEADLINE_MS = 10_000;

export class ScimClient {
  readonly #dispatcher: Agent;

  constructor(
    /** What it calls itself in the journal. */
    readonly userAgent: string,
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

  /** Looks the user up and creates it, as a provisioning cycle does. */
  async createUser(credentials: ScimCredentials, userName: string): Promise<ScimProvisioning> {
    const found = await this.#find(credentials, userName);
    if (found.status !== 200 || totalOf(found.body) !== 0)
      return { works: false, status: found.status, detail: found.detail, userId: null };
    const { status, body, detail } = await this.#call(credentials, "POST", "", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName,
      active: true,
      emails: [{ value: userName, type: "work", primary: true }],
    });
    return { works: status === 201, status, detail, userId: idOf(body) };
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #find(credentials: ScimCredentials, userName: string): Promise<Answer> {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    return this.#call(credentials, "GET", `filter=${filter}`);
  }

  async #call(
    { baseUrl, token }: ScimCredentials,
    method: "GET" | "POST",
    query: string,
    body?: object,
  ): Promise<Answer> {
    const unreachable = (reason: string) => ({ status: null, body: undefined, detail: reason });
    // A sandbox never calls anybody outside, whatever address it was given.
    if (!isLoopback(baseUrl)) return unreachable(`${baseUrl} is not reached from a sandbox.`);
    try {
      const answer = await request(usersUrl(baseUrl, query), {
        method,
        dispatcher: this.#dispatcher,
        headersTimeout: DEADLINE_MS,
        bodyTimeout: DEADLINE_MS,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/scim+json",
          "user-agent": this.userAgent,
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
function usersUrl(baseUrl: string, query: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/Users`;
  url.search = [query, url.search.slice(1)].filter((each) => each !== "").join("&");
  return url;
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
