/** How a token stands, from its state, Druva's answer now and the clock. Pure. */
import { type Probe, verdictOf } from "../../provider/rotation/probe";
import { DAY_MS } from "../../provider/rotation/schedule";
import { OBSERVED, standing, type Standing, type Status } from "../../provider/rotation/standing";
import type { TokenState } from "../terraform/tenant-state";

export interface TokenSituation {
  /** 0 when observed. */
  readonly generation: number;
  /** Null when observed. */
  readonly fingerprint: string | null;
  readonly status: Status;
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

/** `probe` is null where nobody was asked. */
export function tokenSituation(token: TokenState, probe: Probe | null, now: Date): TokenSituation {
  const { generation, fingerprint, issuedAt, expiresAt, rotateAt, pastFingerprints, provenAt } =
    token;
  return {
    generation,
    fingerprint,
    ...standingOf(token, probe, now),
    issuedAt,
    expiresAt,
    rotateAt,
    ageDays: issuedAt && Math.floor((now.getTime() - issuedAt.getTime()) / DAY_MS),
    daysLeft: expiresAt && Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS),
    pastFingerprints,
    provenAt,
  };
}

function standingOf(token: TokenState, probe: Probe | null, now: Date): Standing {
  if (token.secret === null) return OBSERVED;
  const { status, expiresAt, rotateAt } = token;
  const schedule = expiresAt && rotateAt && { expiresAt, rotateAt };
  const before = status === "rejected" ? "rejected" : "none";
  const verdict = probe === null ? before : verdictOf(probe, before);
  const message =
    probe?.message ?? (verdict === "rejected" ? "when it was last asked" : "it was not asked now");
  const found = standing({ verdict, message }, schedule, now);
  // Nobody was asked, and the clock says nothing new: what state says stays.
  const isSilent = probe === null && found.status === "unproven" && status !== null;
  return isSilent ? { status, reason: token.reason ?? found.reason } : found;
}
