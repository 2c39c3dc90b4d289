/** What the control API speaks: the sandbox seen from above, never a secret. */

/** The sandbox's servers, as faults and the journal name them. */
export const SANDBOX_HOSTS = ["druva", "entra", "okta", "other-idp"] as const;
export type SandboxHost = (typeof SANDBOX_HOSTS)[number];

/** `<kind>/<id>`, as in `entra/00000000-0000-0000-0000-0000000000aa` or `command/other-idp`. */
export type HolderId = `${"entra" | "okta" | "command"}/${string}`;

/** What a PUT of synchronization/secrets does with the keys that it does not name. */
export const SECRETS_PUTS = ["merges", "replaces", "drops"] as const;
export type SecretsPut = (typeof SECRETS_PUTS)[number];

/** How Entra behaves where the sources disagree or say nothing. */
export interface World {
  /**
   * `merges`: the keys that are not named stay. `replaces`: they are lost. `drops`: a set without
   * SyncNotificationSettings and SyncAll is answered 204 and not saved; any other merges.
   */
  readonly secretsPut: SecretsPut;
  /** Keys whose value Graph shows as "*", besides secrets. */
  readonly hiddenSettings: readonly string[];
}

/** What an Entra application has saved by key, without its secrets. */
export type Settings = Readonly<Record<string, string>>;
/** `null` takes a key away; keys that are not named stay. */
export type SettingsChange = Readonly<Record<string, string | null>>;

/** What to do to requests, and to how many of them. */
export interface FaultRequest {
  readonly host: SandboxHost;
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
  /** The answer is the usual one, and says that it is of this type. */
  readonly contentType?: string;
  /** The answer is the usual one, and the connection ends after half of it. */
  readonly cutShort?: boolean;
  /** The answer is the usual one, and its `Date` is so much later; less than 0: earlier. */
  readonly dateAheadMs?: number;
  /** How many requests meet it; omitted: all. */
  readonly count?: number;
  /** How many matching requests pass before. */
  readonly skip?: number;
}

/** The `id` of what an unkind sandbox does by itself. */
export const UNKIND = "unkind";

export interface Fault extends FaultRequest {
  readonly id: string;
  /** How many requests have met it. */
  readonly seen: number;
}

/** One request as a server saw it. Secrets stand as `fingerprint:<12 hex>`. */
export interface RequestRecord {
  readonly number: number;
  /** RFC 3339, by the sandbox's clock. */
  readonly at: string;
  readonly host: SandboxHost;
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** accept, accept-encoding, authorization, content-type, user-agent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `null`: the connection was cut, or the answer is still under way. */
  readonly status: number | null;
  /** The fault that it met; `unkind`: one of the sandbox's own, where it was started as unkind. */
  readonly fault: string | null;
  /** Of the bearer or SSWS token that it carried. */
  readonly fingerprint: string | null;
}

export interface JournalFilter {
  readonly host?: SandboxHost;
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

/** What a provisioning cycle did: one user joins, and the one that the holder created before leaves. */
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
