import type { Job } from "../../../provider/clients/entra";
import {
  isInQuarantineForCredentials,
  jobOf,
  whatStopsJob,
} from "../../../provider/bindings/entra-job";

const CREDENTIALS = "EncounteredQuarantineException";
const INVALID = "SystemForCrossDomainIdentityManagementInvalidCredentials";

const aJob = (set: Partial<Job> = {}): Job => ({
  id: "one",
  schedule: { state: "Active" },
  status: { code: "Active" },
  ...set,
});
const quarantined = (reason: string | null, error?: string): Job =>
  aJob({
    status: {
      code: "Quarantine",
      quarantine: { reason },
      ...(error === undefined ? {} : { lastExecution: { error: { code: error } } }),
    },
  });

describe("the job to test with", () => {
  test("is the only one", () => {
    expect(jobOf([aJob()], null)).toEqual(aJob());
  });
  test("is the named one of several", () => {
    expect(jobOf([aJob(), aJob({ id: "two" })], "two")).toMatchObject({ id: "two" });
  });
  test.each([
    ["there is none", [], null, "has no provisioning job"],
    ["there are several", [aJob(), aJob({ id: "two" })], null, "(one, two)"],
    ["the named one is not there", [aJob()], "two", "no provisioning job two, but one"],
  ])("is said to be missing where %s", (_, jobs, id, said) => {
    expect(jobOf(jobs, id)).toContain(said);
  });
});

test.each<[string, boolean, Job]>([
  ["Entra's reason is the credentials", true, quarantined(CREDENTIALS)],
  ["Entra gives no reason and the last execution had bad ones", true, quarantined(null, INVALID)],
  ["Entra gives no reason at all", false, quarantined(null)],
  ["Entra has another reason", false, quarantined("TooManyDeletes", INVALID)],
  ["it runs", false, aJob()],
  [
    "somebody paused it since",
    false,
    aJob({ status: { code: "Paused", quarantine: { reason: CREDENTIALS } } }),
  ],
])("where %s, that it is in quarantine for its credentials is %s", (_, expected, job) => {
  expect(isInQuarantineForCredentials(job)).toBe(expected);
});

test.each<[string, Job, string]>([
  ["in quarantine for its credentials", quarantined(CREDENTIALS), "its credentials failed"],
  ["in quarantine for another reason", quarantined("TooManyDeletes"), "TooManyDeletes"],
  ["paused", aJob({ status: { code: "Paused" } }), "is paused"],
  ["switched off", aJob({ schedule: { state: "Disabled" } }), "is switched off"],
])("a job that is %s is stopped", (_, job, said) => {
  expect(whatStopsJob(job)).toContain(said);
});

test("a job that runs is not stopped", () => {
  expect(whatStopsJob(aJob())).toBeUndefined();
});
