/** Druva's SCIM service, as far as it tells whether a token works. */
import type { Clock } from "../rotation/clock";
import type { Probe } from "../rotation/probe";
import type { Tenant } from "../rotation/whose-token";
import type { Http } from "./http";
import { probe } from "./probe";
import { someUsers, tenantOf } from "./tenant-users";

/** Nothing here throws for what Druva does. A `scimUrl` may have a query, which is for Entra alone. */
export interface Druva {
  /** The SCIM base URL, without a slash at its end. */
  readonly url: string;
  /** An empty token is not sent: "rejected" then shows that Druva answers. Default: at `url`. */
  probe(token: string, signal: AbortSignal, scimUrl?: string): Promise<Probe>;
  /** The same; a verdict (200, 401) is asked for once in this process for each token and URL. */
  proof(token: string, scimUrl: string, signal: AbortSignal): Promise<Probe>;
  /** A few of the tenant's users, to be remembered; null where they could not be read. */
  users(token: string, signal: AbortSignal): Promise<readonly string[] | null>;
  /** Whether it is the token of the tenant in which those users were. */
  tenantOf(token: string, users: readonly string[], signal: AbortSignal): Promise<Tenant>;
  /** Whether there was no answer, or one that is no verdict, when this process asked last. */
  isSilent(scimUrl: string): boolean;
  /** In words why nobody answers there; undefined where Druva answers, whatever it says. */
  outage(scimUrl: string, signal: AbortSignal): Promise<string | undefined>;
}

export function createDruva({
  url,
  http,
  usersHttp,
  clock,
}: {
  readonly url: string;
  readonly http: Http;
  /** For the tenant's users, who are nice to have: one that gives up soon. */
  readonly usersHttp: Http;
  readonly clock: Clock;
}): Druva {
  const proofs = new Map<string, Promise<Probe>>();
  const outages = new Map<string, Promise<string | undefined>>();
  const silent = new Set<string>();

  async function ask(token: string, signal: AbortSignal, scimUrl: string): Promise<Probe> {
    const found = await probe(token, { url: scimUrl, http, clock }, signal);
    if (found.verdict === "unreachable") silent.add(withoutQuery(scimUrl));
    else silent.delete(withoutQuery(scimUrl));
    return found;
  }

  return {
    url,
    probe: (token, signal, scimUrl = url) => ask(token, signal, scimUrl),

    users: (token, signal) => someUsers({ token, url, http: usersHttp, signal }),
    tenantOf: (token, users, signal) => tenantOf({ token, url, http: usersHttp, signal }, users),

    proof(token, scimUrl, signal) {
      const key = JSON.stringify([token, withoutQuery(scimUrl)]);
      const known = proofs.get(key);
      if (known !== undefined) return known;
      const proof = ask(token, signal, scimUrl);
      proofs.set(key, proof);
      const forget = () => proofs.delete(key);
      proof.then(({ verdict }) => {
        if (verdict !== "accepted" && verdict !== "rejected") forget();
      }, forget);
      return proof;
    },

    isSilent: (scimUrl) => silent.has(withoutQuery(scimUrl)),

    /** Hundreds of bindings that fail together share a question. */
    outage(scimUrl, signal) {
      const key = withoutQuery(scimUrl);
      const asked =
        outages.get(key) ??
        ask("", signal, scimUrl)
          .then(({ verdict, message }) => (verdict === "unreachable" ? message : undefined))
          .finally(() => outages.delete(key));
      outages.set(key, asked);
      return asked;
    },
  };
}

/** A Tenant URL in Entra may carry a flag, such as "?aadOptscim062020": it is the same service. */
export function withoutQuery(scimUrl: string): string {
  return scimUrl.replace(/[?#].*$/, "").replace(/\/+$/, "");
}
