/** A provisioning job: its states, and how a failing cycle leads to quarantine. */
import { randomBytes } from "node:crypto";
import { DAY_MS } from "../clock";

const HOUR_MS = 60 * 60 * 1000;
/** Quarantined jobs are tried again after 6, 12 and 24 hours, then daily. */
const RETRY_AFTER_HOURS = [6, 12, 24];
const DISABLED_AFTER_MS = 28 * DAY_MS;
/** Documented for the last execution; what stands in the quarantine's own error is not. */
const INVALID_CREDENTIALS = "SystemForCrossDomainIdentityManagementInvalidCredentials";

interface SynchronizationError {
  readonly code: string;
  readonly message: string;
}

export interface Quarantine {
  readonly reason: string;
  readonly currentBegan: string;
  readonly nextAttempt: string;
  readonly error: SynchronizationError;
}

export interface JobModel {
  readonly id: string;
  readonly templateId: string;
  schedule: {
    readonly expiration: null;
    readonly interval: "PT40M";
    readonly state: "Active" | "Disabled";
  };
  status: {
    readonly code: "NotConfigured" | "NotRun" | "Active" | "Paused" | "Quarantine";
    readonly countSuccessiveCompleteFailures: number;
    readonly quarantine: Quarantine | null;
    readonly lastExecution: Execution | null;
    readonly lastSuccessfulExecution: Execution | null;
  };
}

interface Execution {
  readonly state: "Succeeded" | "Failed";
  readonly timeBegan: string;
  readonly timeEnded: string;
  readonly error: SynchronizationError | null;
}

/** A new job waits for its start. */
export function newJob(templateId: string): JobModel {
  return {
    id: `${templateId}.${randomBytes(8).toString("hex")}`,
    templateId,
    schedule: schedule("Disabled"),
    status: {
      code: "NotRun",
      countSuccessiveCompleteFailures: 0,
      quarantine: null,
      lastExecution: null,
      lastSuccessfulExecution: null,
    },
  };
}

/** As an application has it whose provisioning was set up long ago. */
export function startedJob(templateId: string): JobModel {
  const job = newJob(templateId);
  start(job);
  return job;
}

export function start(job: JobModel): void {
  job.schedule = schedule("Active");
  clearQuarantine(job);
}

export function pause(job: JobModel): void {
  job.schedule = schedule("Disabled");
  job.status = { ...job.status, code: "Paused" };
}

export function clearQuarantine(job: JobModel): void {
  job.status = {
    ...job.status,
    code: "Active",
    quarantine: null,
    countSuccessiveCompleteFailures: 0,
  };
}

/** Why the job would not run now, in words; `undefined`: it would. */
export function reasonNotToRun({ schedule, status }: JobModel, now: Date): string | undefined {
  if (status.code === "Paused") return "The job is paused.";
  if (schedule.state === "Disabled") return "The job is not started, or was disabled.";
  const { quarantine } = status;
  if (quarantine !== null && now < new Date(quarantine.nextAttempt))
    return `The job is in quarantine until its next attempt at ${quarantine.nextAttempt}.`;
  return undefined;
}

export function succeed(job: JobModel, now: Date): void {
  const execution = executionAt(now, "Succeeded");
  clearQuarantine(job);
  job.status = { ...job.status, lastExecution: execution, lastSuccessfulExecution: execution };
}

/** A cycle that failed for another reason than its credentials is tried again at the next interval. */
export function failOnce(job: JobModel, now: Date): void {
  job.status = { ...job.status, lastExecution: executionAt(now, "Failed") };
}

/** Bad credentials are a quarantine at the first failing cycle. */
export function quarantine(job: JobModel, now: Date, message: string): void {
  const failures = job.status.countSuccessiveCompleteFailures + 1;
  const hours = RETRY_AFTER_HOURS[failures - 1] ?? 24;
  const error = { code: INVALID_CREDENTIALS, message };
  const began = job.status.quarantine?.currentBegan ?? now.toISOString();
  job.status = {
    ...job.status,
    code: "Quarantine",
    countSuccessiveCompleteFailures: failures,
    lastExecution: { ...executionAt(now, "Failed"), error },
    quarantine: {
      reason: "EncounteredQuarantineException",
      currentBegan: began,
      nextAttempt: new Date(now.getTime() + hours * HOUR_MS).toISOString(),
      error,
    },
  };
  if (now.getTime() - new Date(began).getTime() >= DISABLED_AFTER_MS)
    job.schedule = schedule("Disabled");
}

function schedule(state: "Active" | "Disabled"): JobModel["schedule"] {
  return { expiration: null, interval: "PT40M", state };
}

function executionAt(now: Date, state: Execution["state"]): Execution {
  return { state, timeBegan: now.toISOString(), timeEnded: now.toISOString(), error: null };
}

/** As Graph answers it; azuread panics on a job without a schedule. */
export function shownJob({ id, templateId, schedule, status }: JobModel) {
  return {
    id,
    templateId,
    schedule,
    status: {
      ...status,
      escrowsPruned: false,
      steadyStateFirstAchievedTime: "0001-01-01T00:00:00Z",
      steadyStateLastAchievedTime: "0001-01-01T00:00:00Z",
      troubleshootingUrl: null,
      lastSuccessfulExecutionWithExports: null,
      progress: [],
      synchronizedEntryCountByType: [],
    },
    synchronizationJobSettings: [],
  };
}
