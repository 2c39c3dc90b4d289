/** How a token stands, from its state and the clock. Pure. */
import { DAY_MS } from "../../provider/rotation/schedule";
import {
  OBSERVED,
  tokenStatus,
  type ReasonedStatus,
  type TokenStatus,
} from "../../provider/rotation/token-status";
import type { TokenState } from "../terraform/tenant-state";

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

export function tokenSituation(token: TokenState, now: Date): TokenSituation {
  const { generation, fingerprint, issuedAt, expiresAt, rotateAt, pastFingerprints, provenAt } =
    token;
  return {
    generation,
    fingerprint,
    ...standingOf(token, now),
    issuedAt,
    expiresAt,
    rotateAt,
    ageDays: issuedAt && Math.floor((now.getTime() - issuedAt.getTime()) / DAY_MS),
    daysLeft: daysLeftOf(token, now),
    pastFingerprints,
    provenAt,
  };
}

/** Whole days until it expires; negative afterwards, null where its age is unknown. */
export function daysLeftOf({ expiresAt }: Pick<TokenState, "expiresAt">, now: Date): number | null {
  return expiresAt && Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS);
}

/** The status found last, unless the token became due or expired since. */
function standingOf(token: TokenState, now: Date): ReasonedStatus {
  if (token.secret === null) return OBSERVED;
  const { status, reason, expiresAt, rotateAt } = token;
  const schedule = expiresAt && rotateAt && { expiresAt, rotateAt };
  const verdict = status === "rejected" ? "rejected" : "none";
  const found = tokenStatus({ verdict, message: "it was not asked now" }, schedule, now);
  const isNewer = found.status === "due" || found.status === "expired";
  return status === null || (isNewer && found.status !== status)
    ? found
    : { status, reason: reason ?? found.reason };
}
