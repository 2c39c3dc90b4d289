/** What is to be said of a token that stays as it is: a status, and why. */
import type { Verdict } from "./probe";
import { clockVerdict, type Schedule } from "./schedule";

export const STATUSES = ["valid", "due", "expired", "rejected", "unproven", "observed"] as const;
export type Status = (typeof STATUSES)[number];

export interface Standing {
  readonly status: Status;
  /** For people. Says dates, never days left: it must not change by time alone. */
  readonly reason: string;
}

export const OBSERVED: Standing = {
  status: "observed",
  reason: "only watched: the token itself is not known",
};

/** Druva's word goes before the calendar's. */
export function standing(
  probe: { readonly verdict: Verdict; readonly message: string | null },
  schedule: Schedule | null,
  now: Date,
): Standing {
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
    return { status: "expired", reason: `expired ${day(schedule.expiresAt)}; ${verdict}` };
  }
  if (clock === "due") {
    return {
      status: "due",
      reason: `due since ${day(schedule.rotateAt)}, expires ${day(schedule.expiresAt)}; ${verdict}`,
    };
  }
  return {
    status: probe.verdict === "accepted" ? "valid" : "unproven",
    reason: `${verdict}; due from ${day(schedule.rotateAt)}`,
  };
}

export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
