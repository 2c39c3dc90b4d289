/**
 * The one way to the network: deadlines, retries, and trust and proxies as the Go providers beside
 * this one have them. undici is loaded, and certificates are read, at the first call.
 */
import { createSecureContext, type SecureContext } from "node:tls";
import type * as Undici from "undici";
import { ProviderError } from "../framework/diagnostics";
import {
  type Answer,
  Host,
  type HostOptions,
  isPassing,
  isUnsendable,
  ShortTry,
  Throttled,
} from "./host";
import { proxyFor } from "./proxy";
import { throughSocks } from "./socks";
import { trustedCertificates } from "./trust";

export type { Answer } from "./host";

/** By which vendors' logs tell this provider from the stock ones beside it. */
const USER_AGENT = "terraform-provider-druva";

type Headers = Readonly<Record<string, string>>;

export interface Request {
  readonly method: string;
  readonly url: string;
  /** A function is called for each try. */
  readonly headers?: Headers | (() => Headers);
  readonly body?: string;
  /**
   * Whether it may be sent again when no answer came. Default: all but POST and PATCH. Never say so
   * of a request that issues something.
   */
  readonly repeatable?: boolean;
  /**
   * An answer is not likely: a try has twice the time of the first one at a new host, and is not
   * repeated if no answer came. A 429 or 5xx is asked again as for any other request.
   */
  readonly isHurried?: boolean;
  /** Whether an answer is final although its status, 429 or 5xx, says to try again. Default: never. */
  readonly isVerdict?: (answer: Answer) => boolean;
}

export interface Http {
  /**
   * Any status is an answer. Throws a ProviderError where the environment names whom to trust and
   * nobody is found there, or names a proxy that is none; and where there is no answer: the network's
   * error, one that tells of the deadline, or the reason of an aborted `signal`. For a host that is down, that is at once the
   * error of the try that showed it; where the host asks for too long a wait, the status and headers
   * that said so are everybody's answer.
   */
  send(request: Request, signal: AbortSignal): Promise<Answer>;
}

export interface HttpOptions extends HostOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** How long one try may take. */
  readonly deadlineMs?: number;
  /**
   * The same, of the first GET to a host that has not answered anything in this process, where it may
   * be repeated. The next try has `deadlineMs`: a slow host is heard, and a silent one is down then.
   */
  readonly firstDeadlineMs?: number;
  readonly retries?: number;
  /** Before the first retry; doubled for each further one. */
  readonly backoffMs?: number;
  /** A body that is longer is no answer. Default: any length. */
  readonly mostBodyBytes?: number;
}

/** For one try. */
export function headersOf({ headers = {} }: Pick<Request, "headers">): Headers {
  return typeof headers === "function" ? headers() : headers;
}

export function createHttp({
  environment,
  deadlineMs = 30_000,
  firstDeadlineMs = Math.min(deadlineMs, 5_000),
  retries = 4,
  backoffMs = 500,
  mostBodyBytes: maxResponseSize = -1, // undici's word for any
  ...hostOptions
}: HttpOptions): Http {
  const hosts = new Map<string, Host>();
  const dispatchers = new Map<string | null, Undici.Dispatcher>();
  let found: TrustOptions | undefined;
  const trust = () => (found ??= trustIn(environment));

  function hostOf({ origin }: URL): Host {
    const host = hosts.get(origin) ?? new Host(hostOptions);
    hosts.set(origin, host);
    return host;
  }

  /** One pool of connections per proxy; null is the direct way. */
  function dispatcherFor(url: URL, undici: typeof Undici): Undici.Dispatcher {
    const proxy = proxyFor(url, environment);
    const key = proxy?.href ?? null;
    const dispatcher =
      dispatchers.get(key) ?? connect(proxy, { ...trust(), maxResponseSize }, undici);
    dispatchers.set(key, dispatcher);
    return dispatcher;
  }

  async function attempt(
    request: Request,
    { undici, dispatcher }: { undici: typeof Undici; dispatcher: Undici.Dispatcher },
    isFirst: boolean,
    signal: AbortSignal,
  ): Promise<Answer> {
    const hurriedMs = Math.min(deadlineMs, 2 * firstDeadlineMs);
    const patienceMs =
      request.isHurried === true ? hurriedMs : isFirst ? firstDeadlineMs : deadlineMs;
    const deadline = AbortSignal.timeout(patienceMs);
    try {
      const { statusCode, headers, body } = await undici.request(request.url, {
        method: request.method,
        dispatcher,
        headers: { "user-agent": USER_AGENT, ...headersOf(request) },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: AbortSignal.any([signal, deadline]),
      });
      return { status: statusCode, headers: byName(headers), body: await body.text() };
    } catch (error) {
      if (!deadline.aborted) throw error;
      const message = `no answer within ${patienceMs / 1000} s`;
      throw isFirst && patienceMs < deadlineMs ? new ShortTry(message) : new Error(message);
    }
  }

  return {
    async send(request, signal) {
      const undici = await import("undici");
      // Not retried: trust or proxy would be wrong again.
      const way = { undici, dispatcher: dispatcherFor(new URL(request.url), undici) };
      const { default: retry } = await import("p-retry");
      const host = hostOf(new URL(request.url));
      const patience = AbortSignal.any([signal, host.stopped]);
      const mayRepeat =
        retries > 0 &&
        (request.repeatable ?? (request.method !== "POST" && request.method !== "PATCH"));
      let answer: Answer | undefined;

      async function tried(): Promise<Answer> {
        answer = undefined;
        // A write or a test may take a vendor long, also the first one that it is asked.
        const isFirst = () =>
          mayRepeat && request.method === "GET" && request.isHurried !== true && host.isUntried;
        answer = await host.ask(() => attempt(request, way, isFirst(), signal), patience);
        if (!isPassing(answer.status) || request.isVerdict?.(answer)) return answer;
        throw new Error(`answered ${answer.status}`); // to be tried again
      }
      return retry(tried, {
        retries: mayRepeat ? retries : 0,
        minTimeout: backoffMs,
        randomize: true,
        signal: patience,
        shouldRetry: ({ error }) =>
          !host.refuses &&
          !isUnsendable(error) &&
          (answer !== undefined || request.isHurried !== true),
      }).catch((error: unknown) => {
        signal.throwIfAborted();
        if (answer !== undefined) return answer; // whatever the others were stopped by
        if (error instanceof Throttled) return error.answer;
        throw error;
      });
    },
  };
}

function byName(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) found[name.toLowerCase()] = [value].flat().join(", ");
  }
  return found;
}

/** Whatever a vendor offers: a provider that stays up opens new ones with each of Terraform's phases. */
const MOST_IDLE_MS = 5_000;

function connect(
  proxy: URL | null,
  { maxResponseSize, ...trust }: TrustOptions & { readonly maxResponseSize: number },
  { Agent, buildConnector, ProxyAgent }: typeof Undici,
): Undici.Dispatcher {
  const limits = { maxResponseSize, keepAliveMaxTimeout: MOST_IDLE_MS };
  if (proxy === null) return new Agent({ connect: trust, ...limits });
  if (proxy.protocol.startsWith("socks")) {
    return new Agent({ connect: throughSocks(proxy, buildConnector(trust)), ...limits });
  }
  return new ProxyAgent({
    uri: proxy.href,
    requestTls: trust,
    ...(proxy.protocol === "https:" ? { proxyTls: trust } : {}),
    ...limits,
  });
}

interface TrustOptions {
  readonly secureContext?: SecureContext;
  /** Said outright: Node's default is what NODE_TLS_REJECT_UNAUTHORIZED says. */
  readonly rejectUnauthorized: true;
}

/** One for all connections: reading some hundred certificates takes longer than a request. */
function trustIn(environment: NodeJS.ProcessEnv): TrustOptions {
  const ca = trustedCertificates(environment);
  if (ca !== undefined) {
    return { rejectUnauthorized: true, secureContext: createSecureContext({ ca }) };
  }
  const named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].filter((name) => environment[name]);
  if (named.length === 0) return { rejectUnauthorized: true };
  throw new ProviderError({
    summary: "No certificate authority was found",
    detail: `${named.map((name) => `${name}=${String(environment[name])}`).join(", ")}: expected PEM certificates there, found no certificate. Correct the variable, or unset it to trust the system's authorities.`,
  });
}
