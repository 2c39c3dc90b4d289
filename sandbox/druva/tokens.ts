/**
 * Druva's SCIM tokens: one is alive, for 365 days; a new one kills it at once. Those of another tenant
 * are accepted at the same URL, and see that tenant's users.
 */
import { randomBytes } from "node:crypto";
import type { SandboxClock } from "../clock";
import { DAY_MS } from "../clock";
import type { TokenRecord } from "../control/types";
import { fingerprint } from "../fingerprint";

const LIFETIME_DAYS = 365;

interface Issued {
  readonly fingerprint: string;
  readonly issuedAt: Date;
  readonly by: string;
}

export class DruvaTokens {
  /** Fingerprints only: like the console, the sandbox shows a token once and does not keep it. */
  readonly #issued: Issued[] = [];
  /** Fingerprints of another tenant's tokens. */
  readonly #foreign = new Set<string>();

  constructor(readonly clock: SandboxClock) {}

  /** Returns the token, which nobody can ask for again. Its format is the sandbox's own: Druva's is unknown. */
  generate(by: string): string {
    const token = randomBytes(32).toString("base64url");
    this.#issued.push({ fingerprint: fingerprint(token), issuedAt: this.clock.now(), by });
    return token;
  }

  /** Another tenant's administrator generates one; this tenant's stays alive. */
  generateElsewhere(): string {
    const token = randomBytes(32).toString("base64url");
    this.#foreign.add(fingerprint(token));
    return token;
  }

  isForeign(token: string): boolean {
    return this.#foreign.has(fingerprint(token));
  }

  isAlive(token: string): boolean {
    if (this.isForeign(token)) return true;
    return (
      this.list().at(-1)?.alive === true && this.#issued.at(-1)?.fingerprint === fingerprint(token)
    );
  }

  list(): readonly TokenRecord[] {
    const now = this.clock.now();
    return this.#issued.map(({ fingerprint, issuedAt, by }, index) => {
      const expiresAt = new Date(issuedAt.getTime() + LIFETIME_DAYS * DAY_MS);
      return {
        generation: index + 1,
        fingerprint,
        issuedAt: issuedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        alive: index === this.#issued.length - 1 && now < expiresAt,
        by,
      };
    });
  }
}
