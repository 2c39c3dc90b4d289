/** How a tenant stands: its token, and everything that holds it. From state, and from live answers. */
import type { Finding } from "../provider/clients/preflight";
import type { BindingKey } from "./tenant-state";

export type TokenStatus = "valid" | "due" | "expired" | "rejected" | "unproven" | "observed";

/**
 * "tested": it was shown that it holds the living token. "rejected": it holds one that does not
 * work. "unproven": no evidence either way. "waiting": for a person. "blind": it could not be
 * looked at now (no permission, vendor down); what state says is in `lastState`.
 */
export type BindingState = "tested" | "rejected" | "unproven" | "waiting" | "blind";

export interface TokenSituation {
  /** 0 when observed. */
  readonly generation: number;
  /** Null when observed. */
  readonly fingerprint: string | null;
  readonly status: TokenStatus;
  /** Why: for people. */
  readonly reason: string;
  /** Null: unknown, like all that follows from it. */
  readonly issuedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly rotateAt: Date | null;
  /** Whole days since it was issued. */
  readonly ageDays: number | null;
  /** Whole days until it expires; negative afterwards. */
  readonly daysLeft: number | null;
  /** Oldest first. */
  readonly pastFingerprints: readonly string[];
  /** When Druva first accepted it. */
  readonly provenAt: Date | null;
}

/** Seconds; null: unknown. */
export interface Gap {
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

export interface BindingSituation {
  readonly key: BindingKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  /** What people call it; the id where nothing is known. */
  readonly name: string;
  readonly state: BindingState;
  /** Of the last apply; null where its test was never applied. */
  readonly lastState: "tested" | "rejected" | "unproven" | "waiting" | null;
  /** How it was proven, or what speaks against it: the vendor's own word. */
  readonly evidence: string | null;
  /** When an apply last saw its test pass. */
  readonly verifiedAt: Date | null;
  /** From the death of the token before to this binding's test; null where there was none. */
  readonly gap: Gap | null;
  /** What is wrong; null where nothing is. */
  readonly problem: string | null;
  /** What to do about it. */
  readonly todo: string | null;
}

export interface Situation {
  readonly tenant: string;
  /** By the clock in use (the sandbox moves its own). */
  readonly takenAt: Date;
  /** False: from state alone, nobody was asked. */
  readonly isLive: boolean;
  /** SCIM base URL. */
  readonly scimUrl: string;
  readonly token: TokenSituation;
  /** Of the last rotation, over all bindings; null where there was none. */
  readonly lastGap: Gap | null;
  readonly bindings: readonly BindingSituation[];
  /** Applications of the same kind that are not bound: they may hold the token. Empty when not live. */
  readonly unmanaged: readonly {
    readonly key: string;
    readonly message: string;
    readonly todo: string;
  }[];
  /** What else a person should know. */
  readonly warnings: readonly Pick<Finding, "message" | "todo">[];
}
