/**
 * What Entra, Okta and Druva may do to a request at any time, done to every so many of them: the same
 * at every run, so that no client passes by luck.
 */
import { UNKIND, type Fault, type SandboxHost } from "./control/types";
import { pathMatches, pathOf } from "./paths";

/** Of the requests to Entra's and Okta's APIs, every so many meet a 429. */
export const LIMITED_EVERY = 7;
/** Of the answers to the druva provider that may be lost, every so many are. */
export const LOST_EVERY = 9;
const RETRY_AFTER_SECONDS = 1;

/** APIs with a limit on requests. Signing in is spared: azuread asks for the metadata only once. */
const LIMITED: Readonly<Partial<Record<SandboxHost, readonly string[]>>> = {
  entra: ["/v1.0/*", "/beta/*"],
  okta: ["/api/*"],
};

/**
 * The one client whose answers are lost. azuread gives up at the first lost answer, and so do
 * the sandbox's own SCIM clients.
 */
const REPEATS_LOST_REQUESTS = "terraform-provider-druva";

export interface UnkindRequest {
  readonly host: SandboxHost;
  readonly method: string;
  readonly url: string;
  readonly userAgent: string | undefined;
}

export class Unkindness {
  readonly #limited = new Map<SandboxHost, number>();
  readonly #lost = new Map<SandboxHost, number>();
  /** What met it is served when it comes again: one repetition is enough to get through. */
  readonly #met = new Set<string>();

  meet({ host, method, url, userAgent }: UnkindRequest): Fault | undefined {
    const path = pathOf(url);
    const request = `${host} ${method} ${path}`;
    if (this.#met.delete(request)) return undefined;
    const fault =
      isLimited(host, path) && isTurn(this.#limited, host, LIMITED_EVERY)
        ? tooManyRequests(host)
        : mayBeLost(method, path, userAgent) && isTurn(this.#lost, host, LOST_EVERY)
          ? { drop: true, carriedOut: true }
          : undefined;
    if (fault === undefined) return undefined;
    this.#met.add(request);
    return { ...fault, id: UNKIND, host, method, path, seen: 1 };
  }
}

function isLimited(host: SandboxHost, path: string): boolean {
  return LIMITED[host]?.some((pattern) => pathMatches(pattern, path)) ?? false;
}

/** Never what creates or issues something: nobody could know what became of it. */
function mayBeLost(method: string, path: string, userAgent: string | undefined): boolean {
  const repeatable = method !== "POST" || path.endsWith("/validateCredentials");
  return userAgent === REPEATS_LOST_REQUESTS && repeatable;
}

function isTurn(counts: Map<SandboxHost, number>, host: SandboxHost, every: number): boolean {
  const count = (counts.get(host) ?? 0) + 1;
  counts.set(host, count);
  return count % every === 0;
}

function tooManyRequests(host: SandboxHost): Pick<Fault, "status" | "headers"> {
  const reset = Math.ceil(Date.now() / 1000) + RETRY_AFTER_SECONDS; // as clients read it
  return {
    status: 429,
    headers: {
      "retry-after": String(RETRY_AFTER_SECONDS),
      ...(host === "okta" ? { "x-rate-limit-reset": String(reset) } : {}),
    },
  };
}
