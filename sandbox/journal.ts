/** Every request that the stand-ins saw, without its secrets. */
import type { SandboxHost, RequestRecord, JournalFilter } from "./control/types";
import { fingerprint } from "./fingerprint";
import { pathMatches, pathOf } from "./paths";
import { credentialOf, redactAuthorization, redactBody, redactUrl } from "./redaction";

const KEPT_HEADERS = ["accept", "accept-encoding", "content-type", "user-agent"];
/** The oldest entries go first. */
const MOST_ENTRIES = 20_000;

export interface SeenRequest {
  readonly at: Date;
  readonly host: SandboxHost;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** An entry while its request is under way. */
export interface OpenEntry {
  setBody(body: string): void;
  setFault(id: string): void;
  setStatus(status: number): void;
}

export class RequestJournal {
  #entries: RequestRecord[] = [];
  #count = 0;

  open({ at, host, method, url, headers }: SeenRequest): OpenEntry {
    const authorization = single(headers.authorization);
    const token = credentialOf(authorization, "Bearer", "SSWS");
    const contentType = single(headers["content-type"]);
    const entry: { -readonly [K in keyof RequestRecord]: RequestRecord[K] } = {
      number: ++this.#count,
      at: at.toISOString(),
      host,
      method,
      url: redactUrl(url),
      headers: {
        ...Object.fromEntries(
          KEPT_HEADERS.flatMap((name) => {
            const value = single(headers[name]);
            return value === undefined ? [] : [[name, value]];
          }),
        ),
        ...(authorization === undefined
          ? {}
          : { authorization: redactAuthorization(authorization) }),
      },
      body: "",
      status: null,
      fault: null,
      fingerprint: token === undefined ? null : fingerprint(token),
    };
    this.#entries.push(entry);
    if (this.#entries.length > MOST_ENTRIES) this.#entries.shift();
    return {
      setBody: (body) => (entry.body = redactBody(body, contentType)),
      setFault: (id) => (entry.fault = id),
      setStatus: (status) => (entry.status = status),
    };
  }

  list({ host, method, path, after = 0 }: JournalFilter = {}): readonly RequestRecord[] {
    return this.#entries.filter(
      (each) =>
        each.number > after &&
        (host === undefined || each.host === host) &&
        (method === undefined || each.method === method) &&
        (path === undefined || pathMatches(path, pathOf(each.url))),
    );
  }

  clear(): void {
    this.#entries = [];
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
