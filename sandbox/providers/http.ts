/**
 * HTTP as the real providers have it: the proxy and the trusted certificates come from the same
 * variables as those of a Go program, and what fails is repeated with a patience of the vendor's
 * own client library.
 */
import { readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { createSecureContext } from "node:tls";
import type { Dispatcher } from "undici";

import type { Wait } from "./waits";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Status and reason as Go prints them: "400 Bad Request". */
  readonly statusLine: string;
  /** By name in lower case. */
  header(name: string): string | undefined;
  readonly body: string;
}

/** When a request is made again, and how long after. */
export interface Patience {
  /** How often it is made again, at most. */
  readonly repeats: number;
  repeatsAnswer(answer: HttpAnswer): boolean;
  /** Whether a connection that broke before its answer came is tried again. */
  readonly repeatsLostConnection: boolean;
  /** Seconds before the repeat of that number, counted from 0. */
  waitSeconds(repeat: number, answer: HttpAnswer | undefined): number;
}

/** One try. */
export const IMPATIENT: Patience = {
  repeats: 0,
  repeatsAnswer: () => false,
  repeatsLostConnection: false,
  waitSeconds: () => 0,
};

/** No answer came: the connection was refused, cut or not trusted. */
export class ConnectionError extends Error {
  constructor({ method, url }: HttpRequest, cause: unknown) {
    super(`${method} ${url}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = "ConnectionError";
  }
}

/** The last answer that came, and the number of tries it took. */
export interface StandInAnswer {
  readonly answer: HttpAnswer;
  readonly tries: number;
}

/** The way out of one provider. */
export class StandInHttp {
  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    readonly wait: Wait,
  ) {}

  /** Throws a `ConnectionError` where the last try got no answer. */
  async send(
    request: HttpRequest,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<StandInAnswer> {
    for (let repeat = 0; ; repeat++) {
      const result = await this.sendOnce(request, signal);
      const worthRepeating =
        result instanceof ConnectionError
          ? patience.repeatsLostConnection
          : patience.repeatsAnswer(result);
      if (worthRepeating && repeat < patience.repeats) {
        const answer = result instanceof ConnectionError ? undefined : result;
        await this.wait(patience.waitSeconds(repeat, answer), signal);
        continue;
      }
      if (result instanceof ConnectionError) throw result;
      return { answer: result, tries: repeat + 1 };
    }
  }

  private async sendOnce(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<HttpAnswer | ConnectionError> {
    signal.throwIfAborted();
    const undici = await import("undici");
    try {
      const { statusCode, headers, body } = await undici.request(request.url, {
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        dispatcher: await dispatcherFor(this.environment),
        signal,
      });
      return {
        status: statusCode,
        statusLine: `${statusCode} ${STATUS_CODES[statusCode] ?? ""}`.trim(),
        header: (name) => [headers[name]].flat()[0],
        body: await body.text(),
      };
    } catch (error) {
      signal.throwIfAborted();
      return new ConnectionError(request, error);
    }
  }
}

/**
 * By what it is made of. Providers that stay up are configured anew for each Terraform, and keep their
 * connections: to make them is a good part of a plan's work.
 */
const dispatchers = new Map<string, Promise<Dispatcher>>();

/** HTTPS_PROXY by CONNECT and NO_PROXY; like Go, never a proxy for this machine itself. */
async function dispatcherFor(environment: NodeJS.ProcessEnv): Promise<Dispatcher> {
  const proxy = environment.HTTPS_PROXY ?? environment.https_proxy;
  const exceptions = environment.NO_PROXY ?? environment.no_proxy;
  const trusted = environment.SSL_CERT_FILE;
  const key = JSON.stringify([proxy, exceptions, trusted]);
  const dispatcher = dispatchers.get(key) ?? openDispatcher({ proxy, exceptions, trusted });
  dispatchers.set(key, dispatcher);
  return dispatcher;
}

async function openDispatcher({
  proxy,
  exceptions,
  trusted,
}: Readonly<Record<"proxy" | "exceptions" | "trusted", string | undefined>>): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import("undici");
  // One for all connections: each would read the certificates anew.
  const trust = trusted && { secureContext: createSecureContext({ ca: readFileSync(trusted) }) };
  return new EnvHttpProxyAgent({
    ...(proxy && { httpsProxy: proxy }),
    noProxy: ["localhost", "127.0.0.1", ...(exceptions ? [exceptions] : [])].join(","),
    ...(trust && { connect: trust, requestTls: trust }),
  });
}

/** A `Retry-After` of whole seconds; neither vendor sends a date. */
export function retryAfterSeconds(answer: HttpAnswer | undefined): number | undefined {
  const text = answer?.header("retry-after");
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** 1, 2, 4, … times the shortest wait, up to the longest. */
export const exponentialWait = (repeat: number, minSeconds: number, maxSeconds: number): number =>
  Math.min(minSeconds * 2 ** repeat, maxSeconds);
