/** What is to be said of a token that stays as it is: a status, and why. */
import type { Verdict } from "./probe";
import { clockVerdict, type Schedule } from "./schedule";

export const TOKEN_STATUSES = [
  "valid",
  "due",
  "expired",
  "rejected",
  "unproven",
  "observed",
] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];

export interface ReasonedStatus {
  readonly status: TokenStatus;
  /** For people. Says dates, never days left: it must not change by time alone. */
  readonly reason: string;
}

export const OBSERVED: ReasonedStatus = {
  status: "observed",
  reason: "only watched: the token itself is not known",
};

/** Druva's word goes before the calendar's. */
export function tokenStatus(
  probe: { readonly verdict: Verdict; readonly message: string | null },
  schedule: Schedule | null,
  now: Date,
): ReasonedStatus {
  if (probe.verdict === "rejected") {
    return { status: "rejected", reason: `Druva rejects it (${probe.message ?? "401"})` };
  }
  const verdict =
    probe.verdict === "accepted"
      ? "Druva accepts it"
      : `Druva gave no verdict (${probe.message ?? "not asked"})`;
  if (schedule === null) {
    return {
      status: probe.verdict === "accepted" ? "valid" : "unproven",
      reason: `${verdict}; its age is unknown`,
    };
  }
  const clock = clockVerdict(schedule, now);
  if (clock === "expired") {
    return { status: "expired", reason: `expired ${utcDay(schedule.expiresAt)}; ${verdict}` };
  }
  if (clock === "due") {
    return {
      status: "due",
      reason: `due since ${utcDay(schedule.rotateAt)}, expires ${utcDay(schedule.expiresAt)}; ${verdict}`,
    };
  }
  return {
    status: probe.verdict === "accepted" ? "valid" : "unproven",
    reason: `${verdict}; due from ${utcDay(schedule.rotateAt)}`,
  };
}

export function utcDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
