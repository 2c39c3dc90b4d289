/**
 * Is the new token this tenant's? A new token kills its tenant's old one at once, so an old one that
 * goes on working belongs to another tenant. Where the old one was dead before that, its death shows
 * nothing: then the tenant's users do, if they are remembered.
 */
import { type Diagnostic, ProviderError } from "../framework/diagnostics";
import { argumentName } from "./argument-name";
import type { Clock } from "./clock";
import { fingerprint } from "./fingerprint";
import type { Probe } from "./probe";

const PATIENCE_MS = 60_000;
const POLL_MS = 3_000;

/** What a token shows of the users that are remembered of the tenant. "unknown": none, or no answer. */
export type Tenant = "same" | "other" | "unknown";

export interface TenantPorts {
  readonly clock: Clock;
  probe(token: string): Promise<Probe>;
  tenantOf(token: string): Promise<Tenant>;
  pause(milliseconds: number): Promise<void>;
  warn(warning: Omit<Diagnostic, "severity">): void;
}

export interface Newcomer {
  readonly token: string;
  /** When Druva accepted it. */
  readonly provenAt: Date;
  /** Nothing says so but a variable that any tenant's token may be in. */
  readonly isStray: boolean;
  /**
   * Where it is and what to do if it is another tenant's, for people. Null: nothing but this process
   * knows it, and waiting or an error would lose it.
   */
  readonly next: string | null;
}

export interface OldToken {
  readonly token: string;
  /** Who saw it alive: this run, or only an earlier look, since which anybody may have ended it. */
  readonly seenAlive: "now" | "earlier" | null;
}

/**
 * Gives when the old token was last seen alive after the new one was proven; null where it was not.
 * Throws where the new one is shown to be another tenant's, and where nothing shows whose a stray
 * one is; warns where nothing shows it otherwise. `accepted`: the fingerprint that a reviewed
 * configuration accepts without proof.
 */
export async function ruleOutMixUp(
  newcomer: Newcomer,
  old: OldToken | null,
  accepted: string | null,
  ports: TenantPorts,
): Promise<Date | null> {
  const { next } = newcomer;
  if (next === null) {
    ports.warn(notProven("nothing else knows it, so nothing was waited for"));
    return null;
  }
  const { lastAlive, doubt } = await watchDie(newcomer, old, next, ports);
  const isSeen = lastAlive !== null || old?.seenAlive === "now";
  if (doubt === null && isSeen) return lastAlive;
  const tenant = await ports.tenantOf(newcomer.token);
  if (tenant === "same" || fingerprint(newcomer.token) === accepted) return lastAlive;
  if (doubt === null) {
    if (tenant === "unknown") return lastAlive;
    throw notThisTenants(newcomer.token, "the old one may have died before", tenant, next);
  }
  if (tenant === "other" || newcomer.isStray)
    throw notThisTenants(newcomer.token, doubt, tenant, next);
  ports.warn(notProven(doubt));
  return lastAlive;
}

/** Waits for the old token's death. `doubt`: why it does not show the tenant; null where it does. */
async function watchDie(
  { provenAt }: Newcomer,
  old: OldToken | null,
  next: string,
  ports: TenantPorts,
): Promise<{ readonly lastAlive: Date | null; readonly doubt: string | null }> {
  if (old === null) return { lastAlive: null, doubt: "no token was known before" };
  const deadline = provenAt.getTime() + PATIENCE_MS;
  for (let lastAlive: Date | null = null; ;) {
    const { verdict, message, at } = await ports.probe(old.token);
    // Refused: the new one got 200 meanwhile.
    if (verdict === "rejected" || (verdict === "refused" && at.getTime() <= deadline)) {
      const isShown = old.seenAlive !== null || lastAlive !== null;
      const doubt = isShown ? null : "nothing shows that the old one was alive until then";
      return { lastAlive, doubt };
    }
    if (verdict !== "accepted") {
      return { lastAlive, doubt: `asked about the old token, ${message}` };
    }
    if (at.getTime() >= deadline) throw mixedUp(next);
    lastAlive = at;
    await ports.pause(POLL_MS);
  }
}

function notProven(why: string): Omit<Diagnostic, "severity"> {
  return {
    summary: "Tenant not proven",
    detail: `Druva accepts the token. Not provable here: that it is this tenant's (${why}). Compare the tenant's name in Druva's console.`,
    attribute: ["token"],
  };
}

function notThisTenants(token: string, doubt: string, tenant: Tenant, next: string): ProviderError {
  const name = fingerprint(token);
  const shown =
    tenant === "other"
      ? "none of the users that are remembered of this tenant is found with it"
      : "no user of this tenant is remembered, and a variable without the tenant's name can hold any tenant's token";
  return new ProviderError({
    summary: "The new token may be another tenant's",
    detail: `Druva accepts ${name}, but ${doubt}; and ${shown}. Nothing was bound. Check in which tenant it was generated. If it is this one, set ${argumentName("accept_unproven")} to "${name}" and apply again. If not: ${next}`,
    attribute: ["accept_unproven"],
  });
}

function mixedUp(next: string): ProviderError {
  return new ProviderError({
    summary: "The old token still works: is the new one another tenant's?",
    detail: `Druva accepts both, a minute after the new one was first seen to work. Within one tenant a new token ends the old one at once. Nothing was bound. Check in which tenant the new token was generated. If it is not this one: ${next}`,
    attribute: ["token"],
  });
}
