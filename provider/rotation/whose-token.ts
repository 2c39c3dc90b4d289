/**
 * Is the new token this tenant's? A new token kills its tenant's old one at once, so an old one that
 * goes on working belongs to another tenant.
 */
import { type Diagnostic, ProviderError } from "../framework/diagnostics";
import type { Clock } from "./clock";
import type { Probe } from "./probe";

const PATIENCE_MS = 60_000;
const POLL_MS = 3_000;

/**
 * Gives when the old token was last seen alive after the new one was proven; null where it was not.
 * Throws where it still works after a minute; warns where nothing can be told: a token that nobody
 * has seen alive may have been dead for long, and then its death is not the new one's doing.
 */
export async function ruleOutMixUp(
  oldToken: string | null,
  proof: Pick<Probe, "at">,
  ports: {
    readonly clock: Clock;
    probe(token: string): Promise<Probe>;
    pause(milliseconds: number): Promise<void>;
    warn(warning: Omit<Diagnostic, "severity">): void;
  },
  /** The old one is known to have been alive until there was a new one. */
  wasAlive: boolean,
): Promise<Date | null> {
  if (oldToken === null) {
    ports.warn(notProven("no token was known before"));
    return null;
  }
  const deadline = proof.at.getTime() + PATIENCE_MS;
  for (let lastAlive: Date | null = null; ;) {
    const { verdict, message, at } = await ports.probe(oldToken);
    // Refused: the new one got 200 meanwhile.
    if (verdict === "rejected" || (verdict === "refused" && at.getTime() <= deadline)) {
      if (!wasAlive && lastAlive === null) {
        ports.warn(notProven("nothing shows that the old one was alive until then"));
      }
      return lastAlive;
    }
    if (verdict !== "accepted") {
      ports.warn(notProven(`asked about the old token, ${message}`));
      return lastAlive;
    }
    if (at.getTime() >= deadline) throw mixedUp();
    lastAlive = at;
    await ports.pause(POLL_MS);
  }
}

function notProven(why: string): Omit<Diagnostic, "severity"> {
  return {
    summary: "Tenant not proven",
    detail: `Druva accepts the new token, but ${why}: the death of the old one would have shown that both are of the same tenant. Look at the tenant's name in Druva's console before you rely on it.`,
    attribute: ["token"],
  };
}

function mixedUp(): ProviderError {
  return new ProviderError({
    summary: "The old token still works: is the new one another tenant's?",
    detail:
      "Druva accepts both, a minute after the new one was first seen to work. Within one tenant a new token ends the old one at once. Nothing was bound. Check in which tenant the new token was generated, and hand one of this tenant over. One that was issued stays in the journal and is tried again; to issue another, remove it first with `druva-scim journal purge --force`.",
    attribute: ["token"],
  });
}
