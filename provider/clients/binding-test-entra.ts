/** Entra's own Test Connection, with the credentials that it has saved. */
import type { TestResult } from "../rotation/connection-test";
import type { Clients } from "./clients";
import type { Entra, Job } from "./entra";
import { jobOf, whatStops } from "./entra-job";
import { VendorError } from "./vendor-error";

export interface EntraTestResult extends TestResult {
  /** With which it was tested; absent where there is none to test with. */
  readonly job?: Job;
}

/** `jobId` is null where the principal has one job. */
export async function testSavedInEntra(
  entra: Entra,
  { principalId, jobId }: { readonly principalId: string; readonly jobId: string | null },
  { scim }: Pick<Clients, "scim">,
  signal: AbortSignal,
): Promise<EntraTestResult> {
  let job: Job | undefined;
  try {
    const found = jobOf(await entra.jobs(principalId, signal), jobId);
    if (typeof found === "string") return { verdict: "no-verdict", evidence: found };
    job = found;
    await entra.validateSavedCredentials(principalId, job.id, signal);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    // Entra answers a failed test with 400, whatever the reason was (its words tell).
    if (job === undefined || error.status !== 400) {
      return { verdict: "no-verdict", evidence: error.message };
    }
    // While Druva itself does not answer, every token fails there.
    const druva = await scim.probe("", signal);
    if (druva.verdict === "unreachable") {
      return {
        verdict: "no-verdict",
        evidence: `${error.message}, but so it would be now for any token: ${druva.message}`,
        job,
      };
    }
    return { verdict: "rejected", evidence: error.message, job };
  }
  return {
    verdict: "tested",
    evidence: `Entra's connection test passed with the saved credentials (job ${job.id})`,
    notes: notesOn(job),
    job,
  };
}

export function notesOn(job: Job): string[] {
  const stop = whatStops(job);
  return stop === undefined ? [] : [stop];
}
