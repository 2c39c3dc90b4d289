/** A provisioning cycle: the application's job creates one new user with the token that it holds. */
import type { ScimClient, VendorCycle } from "../scim-client";
import { scimCredentials, type Directory } from "./directory";
import { failOnce, quarantine, reasonNotToRun, succeed } from "./job";

export async function runEntraCycle(
  directory: Directory,
  scim: ScimClient,
  principalId: string,
  userName: string,
): Promise<VendorCycle> {
  const { credentials, jobs } = directory.principal(principalId);
  const [job] = jobs;
  const now = () => directory.clock.now();
  const reason =
    job === undefined ? "The application has no provisioning job." : reasonNotToRun(job, now());
  if (job === undefined || reason !== undefined)
    return { outcome: "skipped", detail: reason ?? "" };
  const saved = scimCredentials(credentials);
  if (saved === undefined) {
    const detail = "There are no complete credentials.";
    quarantine(job, now(), detail);
    return { outcome: "failed", detail };
  }
  const { works, ...result } = await scim.provision(`entra/${principalId}`, saved, userName);
  if (works) succeed(job, now());
  else if (result.status === 401) quarantine(job, now(), result.detail);
  else failOnce(job, now());
  return { outcome: works ? "created" : "failed", ...result };
}
