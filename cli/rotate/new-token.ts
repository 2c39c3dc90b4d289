/** Is what a person gives the tenant's new token? Asked before anything is written anywhere. */
import { setTimeout as sleep } from "node:timers/promises";

import type { Clients } from "../../provider/clients/clients";
import type { Druva } from "../../provider/clients/druva";
import { faultOf } from "../../provider/issuers/token-text";
import { fingerprint } from "../../provider/rotation/fingerprint";
import { ruleOutMixUp } from "../../provider/rotation/whose-token";
import { Secret } from "../terminal/secret";

export interface KnownTokens {
  /** The token in state; null where none is known. */
  readonly present: Secret | null;
  readonly presentFingerprint: string | null;
  /** Druva accepted it in this run: the death of one that was dead before proves no tenant. */
  readonly presentWasAlive: boolean;
  /** Replaced before. */
  readonly pastFingerprints: readonly string[];
}

export type Checked =
  | {
      readonly kind: "good";
      readonly token: Secret;
      readonly fingerprint: string;
      /** The old one was still seen alive after the new one was: the gap's bound moves. */
      readonly oldAliveAt: Date | null;
      /** What could not be shown. */
      readonly warnings: readonly string[];
    }
  /** `isWorthAnother`: giving another one may help. */
  | { readonly kind: "bad"; readonly why: string; readonly isWorthAnother: boolean };

/**
 * New by its fingerprint, valid by Druva's 200, this tenant's by the old one's death (asked for up
 * to a minute). Throws a ProviderError where the old one goes on working: another tenant's token.
 */
export async function checkNewToken(
  text: string,
  known: KnownTokens,
  { scim, clock }: Pick<Clients, "clock"> & { readonly scim: Pick<Druva, "probe"> },
  signal: AbortSignal,
  pause: (milliseconds: number) => Promise<void> = (milliseconds) =>
    sleep(milliseconds, undefined, { signal }),
): Promise<Checked> {
  const given = text.trim();
  const bad = (why: string): Checked => ({ kind: "bad", why, isWorthAnother: true });
  const fault = faultOf(given);
  if (fault !== undefined) return bad(`This cannot be a token: ${fault}.`);
  const name = fingerprint(given);
  if (name === known.presentFingerprint) {
    return bad(`This is the present token (${name}), not a new one.`);
  }
  if (known.pastFingerprints.includes(name)) {
    return bad(`This token (${name}) was replaced before.`);
  }
  const probe = await scim.probe(given, signal);
  if (probe.verdict === "rejected") {
    return bad(`This token (${name}) does not work: ${probe.message}. Was it copied as a whole?`);
  }
  if (probe.verdict !== "accepted") {
    const why = `Druva gave no verdict on this token (${name}): ${probe.message}.`;
    return { kind: "bad", why, isWorthAnother: false };
  }
  const warnings: string[] = [];
  const ports = {
    clock,
    probe: (token: string) => scim.probe(token, signal),
    tenantOf: async () => "unknown" as const, // the apply has the tenant's users remembered
    pause,
    warn: ({ summary, detail }: { readonly summary: string; readonly detail: string }) =>
      warnings.push(`${summary}: ${detail}`),
  };
  const oldAliveAt = await ruleOutMixUp(
    {
      token: given,
      provenAt: probe.at,
      isStray: false,
      next: "generate a token in this tenant, and run this again.",
    },
    known.present && {
      token: known.present.reveal(),
      seenAlive: known.presentWasAlive ? "now" : null,
    },
    null,
    ports,
  );
  return { kind: "good", token: new Secret(given), fingerprint: name, oldAliveAt, warnings };
}
