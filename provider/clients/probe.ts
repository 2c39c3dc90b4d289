/**
 * Asks Druva about a token with the request that Entra's own Test Connection makes: a user who does
 * not exist, by filter. 200 with a SCIM list means that the token works.
 */
import { randomUUID } from "node:crypto";
import { ProviderError } from "../framework/diagnostics";
import type { Clock } from "../rotation/clock";
import type { Probe } from "../rotation/probe";
import { clockAheadMs } from "./clock-ahead";
import type { Http } from "./http";
import { inUsers } from "./users-url";
import { causeOf, redacted } from "./vendor-error";

/**
 * An empty token is not sent: whoever answers 401 to that is there. `url` is the SCIM base URL; a query
 * of its own, which is for Entra, is left out. Never throws for what the other side does; throws when
 * `signal` is aborted.
 */
export async function probe(
  token: string,
  { url, http, clock }: { readonly url: string; readonly http: Http; readonly clock: Clock },
  signal: AbortSignal,
): Promise<Probe> {
  let verdict: Omit<Probe, "at">;
  const askedMs = Date.now(); // this machine's: a sandbox's clock is moved without Druva's
  try {
    const { status, headers, body } = await http.send(
      {
        method: "GET",
        url: usersUrl(url),
        headers: {
          accept: "application/scim+json",
          ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      signal,
    );
    const behindMs = clockAheadMs(headers["date"], askedMs, Date.now());
    verdict = {
      ...read(status, body, url),
      ...(behindMs !== 0 && { clockAheadMs: -behindMs }),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProviderError) throw error;
    const cause = redacted(causeOf(error), token);
    verdict = { verdict: "unreachable", message: `${url} could not be asked: ${cause}` };
  }
  return { ...verdict, at: clock.now() };
}

/** With a filter for a user who does not exist. */
function usersUrl(base: string): string {
  return inUsers(base, `?filter=${encodeURIComponent(`userName eq "${randomUUID()}"`)}`);
}

function read(status: number, body: string, url: string): Omit<Probe, "at"> {
  switch (status) {
    case 200:
      return isScimList(body)
        ? { verdict: "accepted", message: "Druva answered 200" }
        : {
            verdict: "unreachable",
            message: `${url} answered 200, but not with a SCIM list: is it Druva's SCIM base URL?`,
          };
    case 401:
      return { verdict: "rejected", message: "Druva answered 401: it does not know this token" };
    case 403:
      return {
        verdict: "refused",
        message: "Druva answered 403, which its gateway also does for other reasons",
      };
    default:
      return {
        verdict: "unreachable",
        message: `${url} answered ${status}, which says nothing about the token`,
      };
  }
}

/** How many users it lists is left open: whether Druva honours filters is not documented. */
function isScimList(body: string): boolean {
  try {
    const list: unknown = JSON.parse(body);
    return (
      typeof list === "object" &&
      list !== null &&
      "schemas" in list &&
      Array.isArray(list.schemas) &&
      list.schemas.includes("urn:ietf:params:scim:api:messages:2.0:ListResponse")
    );
  } catch {
    return false;
  }
}
