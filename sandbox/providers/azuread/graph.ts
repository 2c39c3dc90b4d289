/** Microsoft Graph as the real provider's client library speaks it. */
import { STATUS_CODES } from "node:http";

import {
  exponentialWait,
  type StandInHttp,
  type HttpAnswer,
  type HttpRequest,
  type Patience,
  retryAfterSeconds,
} from "../http";
import { Json } from "../json";
import type { Wait } from "../waits";
import type { Session } from "./sign-in";

/** Graph answered something that was not expected; the text is the client library's own. */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    body: string,
  ) {
    super(
      `unexpected status ${status} (${status} ${STATUS_CODES[status] ?? ""}) ${reasonIn(body)}`,
    );
    this.name = "GraphError";
  }
}

export interface GraphRequest {
  readonly method: HttpRequest["method"];
  /** From the API version on: `v1.0/servicePrincipals/…`. */
  readonly path: string;
  readonly body?: unknown;
  /** Within which all tries must fit. */
  readonly deadlineSeconds: number;
  /** 403 and 409 are repeated too: the real provider takes them for signs of replication. */
  readonly synchronization?: boolean;
}

export class Graph {
  constructor(
    private readonly http: StandInHttp,
    private readonly session: Session,
  ) {}

  get wait(): Wait {
    return this.http.wait;
  }

  /** The answer's JSON. Throws a `GraphError` for a status of 300 and more. */
  async ask(request: GraphRequest, signal: AbortSignal): Promise<Json> {
    const { method, path, body } = request;
    const { answer } = await this.http.send(
      {
        method,
        url: `${this.session.graphUrl}/${path}`,
        headers: {
          accept: "application/json; charset=utf-8; IEEE754Compatible=false",
          authorization: `Bearer ${await this.session.accessToken(signal)}`,
          "content-type": "application/json; charset=utf-8",
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      patienceFor(request),
      signal,
    );
    if (answer.status >= 300) throw new GraphError(answer.status, answer.body);
    return Json.parse(answer.body);
  }
}

function patienceFor({ deadlineSeconds, synchronization }: GraphRequest): Patience {
  const repeated = new Set([408, 424, 429, ...(synchronization ? [403, 409] : [])]);
  return {
    repeats: repeatsWithin(deadlineSeconds),
    repeatsAnswer: ({ status }: HttpAnswer) =>
      repeated.has(status) || (status >= 500 && status !== 501),
    // A connection that ends without an answer is given up, whatever the method.
    repeatsLostConnection: false,
    waitSeconds: (repeat, answer) => retryAfterSeconds(answer) ?? exponentialWait(repeat, 1, 61),
  };
}

/**
 * As many repeats as fit into the deadline with waits of 1, 2, 4, … 32 and then 61 seconds. Five
 * minutes, the usual deadline, hold nine: ten tries in 247 seconds.
 */
function repeatsWithin(deadlineSeconds: number): number {
  // One less than its length: the deadline runs already when the count is made.
  return deadlineSeconds <= 63
    ? Math.max(0, Math.floor(Math.log2(deadlineSeconds + 1)) - 1)
    : Math.floor((deadlineSeconds - 64) / 61) + 6;
}

function reasonIn(body: string): string {
  if (body === "") return "received with no body";
  try {
    const words = errorWords(Json.parse(body).at("error"));
    if (words.length > 0) return `with error: ${words.join(": ")}`;
  } catch {
    // not JSON: quoted as it is
  }
  return `with response: ${body}`;
}

function errorWords(error: Json): string[] {
  if (error.isMissing) return [];
  const words = [error.at("code").text, error.at("message").text].filter((word) => word !== "");
  return [...words, ...errorWords(error.at("innerError"))];
}
