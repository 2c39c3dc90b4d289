/**
 * The one way to the network: deadlines, retries, and trust and proxies as the Go providers beside
 * this one have them. undici is loaded, and certificates are read, at the first call.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import type * as Undici from "undici";
import { ProviderError } from "../framework/diagnostics";
import { proxyFor } from "./proxy";
import { trustedCertificates } from "./trust";

/** By which vendors' logs tell this provider from the stock ones beside it. */
const USER_AGENT = "terraform-provider-druva";

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Whether it may be sent again when no answer came. Default: all but POST and PATCH. Never say so
   * of a request that issues something.
   */
  readonly repeatable?: boolean;
}

export interface Answer {
  readonly status: number;
  /** By lower-case name; a repeated header's values are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Http {
  /**
   * Any status is an answer. Throws a ProviderError where the environment names whom to trust and
   * nobody is found there; and where there is no answer: the network's error, one that tells of
   * the deadline, or the reason of an aborted `signal`.
   */
  send(request: Request, signal: AbortSignal): Promise<Answer>;
}

export interface HttpOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** How long one try may take. */
  readonly deadlineMs?: number;
  readonly retries?: number;
  /** Before the first retry; doubled for each further one. */
  readonly backoffMs?: number;
  /** A wait that the other side asks for and that is longer than this is not waited for. */
  readonly longestWaitMs?: number;
}

export function createHttp({
  environment,
  deadlineMs = 30_000,
  retries = 4,
  backoffMs = 500,
  longestWaitMs = 60_000,
}: HttpOptions): Http {
  const dispatchers = new Map<string | null, Undici.Dispatcher>();
  let found: TrustOptions | undefined;
  const trust = () => (found ??= trustIn(environment));

  /** One pool of connections per proxy; null is the direct way. */
  function dispatcherFor(url: URL, undici: typeof Undici): Undici.Dispatcher {
    const proxy = proxyFor(url, environment);
    const dispatcher = dispatchers.get(proxy) ?? connect(proxy, trust(), undici);
    dispatchers.set(proxy, dispatcher);
    return dispatcher;
  }

  async function attempt(request: Request, signal: AbortSignal): Promise<Answer> {
    const undici = await import("undici");
    const dispatcher = dispatcherFor(new URL(request.url), undici);
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const { statusCode, headers, body } = await undici.request(request.url, {
        method: request.method,
        dispatcher,
        headers: { "user-agent": USER_AGENT, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: AbortSignal.any([signal, deadline]),
      });
      return { status: statusCode, headers: byName(headers), body: await body.text() };
    } catch (error) {
      if (deadline.aborted) throw new Error(`no answer within ${deadlineMs / 1000} s`);
      throw error;
    }
  }

  return {
    async send(request, signal) {
      trust(); // not retried: it would fail again
      const { default: retry } = await import("p-retry");
      const repeatable =
        request.repeatable ?? (request.method !== "POST" && request.method !== "PATCH");

      async function tried(): Promise<Answer> {
        const answer = await attempt(request, signal);
        if (isPassing(answer.status)) throw new Passing(answer);
        return answer;
      }
      return retry(tried, {
        retries: repeatable ? retries : 0,
        minTimeout: backoffMs,
        randomize: true,
        signal,
        async onFailedAttempt({ error, retriesLeft }) {
          if (!(error instanceof Passing) || retriesLeft === 0) return;
          const waitMs = askedWaitMs(error.answer);
          if (waitMs > longestWaitMs) throw error;
          await sleep(waitMs, undefined, { signal });
        },
      }).catch((error: unknown) => {
        signal.throwIfAborted();
        if (error instanceof Passing) return error.answer;
        throw error;
      });
    },
  };
}

/** An answer that may be another one in a moment: too many requests, or a failure of the server's. */
class Passing extends Error {
  constructor(readonly answer: Answer) {
    super(`answered ${answer.status}`);
  }
}

function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

/**
 * What the other side asks to wait, beside our own backoff: Retry-After in seconds or as a date (RFC
 * 9110), or in a 429 Okta's x-rate-limit-reset in seconds since 1970. Instants are read against the
 * answer's own Date, so that a wrong clock here does no harm.
 */
function askedWaitMs({ status, headers }: Answer): number {
  const now = Date.parse(headers["date"] ?? "") || Date.now();
  const retryAfter = headers["retry-after"];
  const reset = headers["x-rate-limit-reset"];
  const ms =
    retryAfter !== undefined
      ? /^\d+$/.test(retryAfter)
        ? Number(retryAfter) * 1000
        : Date.parse(retryAfter) - now
      : status === 429 && reset !== undefined
        ? Number(reset) * 1000 - now
        : 0;
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

function byName(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) found[name.toLowerCase()] = [value].flat().join(", ");
  }
  return found;
}

function connect(
  proxy: string | null,
  trust: TrustOptions,
  { Agent, ProxyAgent }: typeof Undici,
): Undici.Dispatcher {
  return proxy === null
    ? new Agent({ connect: trust })
    : new ProxyAgent({ uri: proxy, requestTls: trust, proxyTls: trust });
}

interface TrustOptions {
  readonly secureContext?: SecureContext;
}

/** One for all connections: reading some hundred certificates takes longer than a request. */
function trustIn(environment: NodeJS.ProcessEnv): TrustOptions {
  const ca = trustedCertificates(environment);
  if (ca !== undefined) return { secureContext: createSecureContext({ ca }) };
  const named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].filter((name) => environment[name]);
  if (named.length === 0) return {};
  throw new ProviderError({
    summary: "No certificate authority is found",
    detail: `${named.map((name) => `${name}=${String(environment[name])}`).join(", ")}: expected PEM certificates there, found none. Correct the variable, or unset it to trust the system's authorities.`,
  });
}
