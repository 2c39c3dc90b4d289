/** A provisioning cycle: the application's job pushes one new user with the token that it holds. */
import type { CycleResult, HolderId } from "../control/types";
import { fingerprint } from "../fingerprint";
import type { ScimClient } from "../scim-client";
import { scimCredentials, type Directory } from "./directory";
import { failOnce, quarantine, reasonNotToRun, succeed } from "./job";

export async function runEntraCycle(
  directory: Directory,
  scim: ScimClient,
  principalId: string,
  userName: string,
): Promise<CycleResult> {
  const holder: HolderId = `entra/${principalId}`;
  const { credentials, jobs } = directory.principal(principalId);
  const saved = scimCredentials(credentials);
  const held = saved === undefined ? null : fingerprint(saved.token);
  const skipped = (detail: string): CycleResult => ({
    holder,
    outcome: "skipped",
    detail,
    status: null,
    userName: null,
    userId: null,
    fingerprint: held,
  });

  const [job] = jobs;
  if (job === undefined) return skipped("The application has no provisioning job.");
  const reason = reasonNotToRun(job, directory.clock.now());
  if (reason !== undefined) return skipped(reason);
  if (saved === undefined) {
    quarantine(job, directory.clock.now(), "There are no complete credentials.");
    return { ...skipped("There are no complete credentials."), outcome: "failed" };
  }
  const { works, status, detail, userId } = await scim.createUser(saved, userName);
  if (works) succeed(job, directory.clock.now());
  else if (status === 401) quarantine(job, directory.clock.now(), detail);
  else failOnce(job, directory.clock.now());
  return {
    holder,
    outcome: works ? "created" : "failed",
    detail,
    status,
    userName,
    userId,
    fingerprint: held,
  };
}
