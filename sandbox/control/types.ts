/** What the control API speaks: the sandbox seen from above, never a secret. */

/** The sandbox's servers, as faults and the journal name them. */
export const HOSTS = ["druva", "entra", "okta", "other-idp"] as const;
export type Host = (typeof HOSTS)[number];

/** `<kind>/<id>`, as in `entra/00000000-0000-0000-0000-0000000000aa` or `command/other-idp`. */
export type HolderId = `${"entra" | "okta" | "command"}/${string}`;

/** What to do to requests, and to how many of them. */
export interface FaultRequest {
  readonly host: Host;
  /** Upper case, as in `PUT`; `*` for any. */
  readonly method: string;
  /** The path without its query; `*` stands for any characters: `/v1.0/servicePrincipals/*`. */
  readonly path: string;
  /** Answered instead. Without it the request is served as usual (after `delayMs`). */
  readonly status?: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** The connection is cut without an answer. */
  readonly drop?: boolean;
  /** The request is carried out first; only its answer is replaced or dropped. */
  readonly carriedOut?: boolean;
  /** How many requests meet it; omitted: all. */
  readonly count?: number;
  /** How many matching requests pass before. */
  readonly skip?: number;
}

export interface Fault extends FaultRequest {
  readonly id: string;
  /** How many requests have met it. */
  readonly seen: number;
}

/** One request as a server saw it. Secrets stand as `fingerprint:<12 hex>`. */
export interface JournalEntry {
  readonly number: number;
  /** RFC 3339, by the sandbox's clock. */
  readonly at: string;
  readonly host: Host;
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** accept, accept-encoding, authorization, content-type, user-agent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `null`: the connection was cut, or the answer is still under way. */
  readonly status: number | null;
  /** The fault that it met. */
  readonly fault: string | null;
  /** Of the bearer or SSWS token that it carried. */
  readonly fingerprint: string | null;
}

export interface JournalFilter {
  readonly host?: Host;
  readonly method?: string;
  /** As in a fault. */
  readonly path?: string;
  /** Entries after this number only. */
  readonly after?: number;
}

/** What one holder holds. */
export interface Holding {
  readonly holder: HolderId;
  readonly name: string;
  /** Of the token; `null`: none. */
  readonly fingerprint: string | null;
  readonly baseUrl: string | null;
  /** The vendor's own word for how it stands: a job's status code, a connection's status. */
  readonly status: string;
}

export interface TokenRecord {
  /** 1, 2, … in the order in which they were generated. */
  readonly generation: number;
  readonly fingerprint: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** The newest one, not yet expired. */
  readonly alive: boolean;
  /** The account that generated it. */
  readonly by: string;
}

/** What a provisioning cycle did. */
export interface CycleResult {
  readonly holder: HolderId;
  /** `skipped`: the vendor did not run it (paused, in quarantine, not configured). */
  readonly outcome: "created" | "failed" | "skipped";
  /** What happened, in words. */
  readonly detail: string;
  /** Druva's answer to the last request, if one was made and answered. */
  readonly status: number | null;
  readonly userName: string | null;
  readonly userId: string | null;
  readonly fingerprint: string | null;
}

export interface DruvaUser {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  /** Of the token with which it was created. */
  readonly createdWith: string;
}

export interface ClockReading {
  readonly now: string;
  readonly offsetMs: number;
}
