/** Which provisioning job a principal's credentials are tested with, and what is wrong with it. */
import type { Job } from "../clients/entra";

/** What Entra gives as the reason where credentials failed; all others are not ours to end. */
const CREDENTIALS_QUARANTINE = "EncounteredQuarantineException";
/** Of the last execution, where Entra gives no reason. */
const CREDENTIALS_ERROR = "SystemForCrossDomainIdentityManagementInvalidCredentials";

/**
 * Whether credentials that work end what stops it. A job that somebody paused may still carry the
 * quarantine from before: that one is not ours to start.
 */
export function isInQuarantineForCredentials({ status }: Job): boolean {
  if (status?.code !== "Quarantine") return false;
  const reason = status.quarantine?.reason ?? null;
  return reason === null
    ? status.lastExecution?.error?.code === CREDENTIALS_ERROR
    : reason === CREDENTIALS_QUARANTINE;
}

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
export function whatStopsJob(job: Job): string | undefined {
  const { id, status, schedule } = job;
  if (isInQuarantineForCredentials(job)) {
    return `job ${id} is in quarantine because its credentials failed; Entra tries again by itself within a day, "Restart provisioning" does it at once`;
  }
  if (status?.code === "Paused") return `job ${id} is paused: start it in Entra if it should run`;
  if (status?.code === "Quarantine") {
    const reason = status.quarantine?.reason;
    return `job ${id} is in quarantine for another reason than its credentials (${reason ?? "not given"}): see Entra's provisioning logs, then start it there`;
  }
  if (schedule?.state === "Disabled") {
    return `job ${id} is switched off (Entra does so after 28 days in quarantine): start it in Entra if it should run`;
  }
  return undefined;
}
