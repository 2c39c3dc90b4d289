/** Which provisioning job a principal's credentials are tested with, and what is wrong with it. */
import type { Job } from "./entra";

/** The reason that Entra gives where credentials failed; all others are not ours to end. */
export const CREDENTIALS_QUARANTINE = "EncounteredQuarantineException";

/** A sentence where it cannot be told. */
export function jobOf(jobs: readonly Job[], jobId: string | null): Job | string {
  const ids = jobs.map((each) => each.id).join(", ");
  if (jobId !== null) {
    return (
      jobs.find((each) => each.id === jobId) ??
      `it has no provisioning job ${jobId}${ids === "" ? "" : `, but ${ids}`}`
    );
  }
  const [first, second] = jobs;
  if (first === undefined)
    return "it has no provisioning job, and Entra tests credentials with one";
  return second === undefined
    ? first
    : `it has several provisioning jobs (${ids}): name one as its job`;
}

/** What stops a job that holds a working token, for people. */
export function whatStops({ id, status, schedule }: Job): string | undefined {
  const reason = status?.quarantine?.reason;
  if (reason === CREDENTIALS_QUARANTINE) {
    return `job ${id} is in quarantine because its credentials failed; Entra tries again by itself within a day, "Restart provisioning" does it at once`;
  }
  if (status?.code === "Quarantine" || reason) {
    return `job ${id} is in quarantine for another reason than its credentials (${reason ?? "not given"}): see Entra's provisioning logs, then start it there`;
  }
  if (status?.code === "Paused") return `job ${id} is paused: start it in Entra if it should run`;
  if (schedule?.state === "Disabled") {
    return `job ${id} is switched off (Entra does so after 28 days in quarantine): start it in Entra if it should run`;
  }
  return undefined;
}
