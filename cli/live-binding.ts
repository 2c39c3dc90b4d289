/** Asks a vendor, now, about the credentials that it has saved for one binding. Changes nothing. */
import type { Clients } from "../provider/clients/clients";
import { runCommand } from "../provider/clients/command";
import { jobOf, whatStops } from "../provider/clients/entra-job";
import { PROVISIONED } from "../provider/clients/okta";
import { VendorError } from "../provider/clients/vendor-error";
import type { TestResult } from "../provider/rotation/connection-test";
import { DAY_MS } from "../provider/rotation/schedule";
import type { BindingTest, TokenState } from "./tenant-state";

type EntraTest = Extract<BindingTest, { kind: "entra" }>;
type OktaTest = Extract<BindingTest, { kind: "okta" }>;
type CommandTest = Extract<BindingTest, { kind: "command" }>;

/** Vendors' refusals are verdicts, or none: they are not thrown. */
export async function askAbout(
  test: BindingTest,
  token: TokenState,
  clients: Clients,
  signal: AbortSignal,
): Promise<TestResult> {
  try {
    switch (test.kind) {
      case "entra":
        return await askEntra(test, clients, signal);
      case "okta":
        return await askOkta(test, token, clients, signal);
      case "command":
        return await askCommand(test, clients, signal);
    }
  } catch (error) {
    signal.throwIfAborted();
    // Without any credentials the way to the vendor says so, in words.
    return { verdict: "no-verdict", evidence: error instanceof Error ? error.message : "" };
  }
}

/** Entra's own connection test, with the credentials that it has saved. */
async function askEntra(
  { id, provider, jobId }: EntraTest,
  clients: Clients,
  signal: AbortSignal,
): Promise<TestResult> {
  const entra = clients.entra(provider);
  const job = jobOf(await entra.jobs(id, signal), jobId);
  if (typeof job === "string") return { verdict: "no-verdict", evidence: job };
  try {
    await entra.validateSavedCredentials(id, job.id, signal);
  } catch (error) {
    if (!(error instanceof VendorError) || error.meaning !== "refused") throw error;
    return { verdict: "rejected", evidence: error.message };
  }
  const stop = whatStops(job);
  return {
    verdict: "tested",
    evidence: `Entra's connection test passed with the saved credentials (job ${job.id})`,
    notes: stop === undefined ? [] : [stop],
  };
}

/** Okta tries a token only when it is saved; afterwards its connection and its System Log tell. */
async function askOkta(
  { id, provider, enteredBy, verifiedAt }: OktaTest,
  { provenAt }: TokenState,
  clients: Clients,
  signal: AbortSignal,
): Promise<TestResult> {
  const okta = clients.okta(provider);
  if (enteredBy === "api") {
    const { status } = await okta.connection(id, signal);
    if (status !== "ENABLED") {
      return { verdict: "rejected", evidence: `its provisioning connection is ${status}` };
    }
  }
  const lastWeek = new Date(clients.clock.now().getTime() - 7 * DAY_MS);
  const since = verifiedAt ?? provenAt ?? lastWeek;
  for (const event of await okta.provisioningEvents(id, since, signal)) {
    const evidence = `Okta's System Log: ${event.eventType} at ${event.published}`;
    if (!PROVISIONED.includes(event.eventType)) return { verdict: "rejected", evidence };
    // A failure may be the user's who was provisioned.
    if (event.outcome?.result === "SUCCESS") return { verdict: "tested", evidence };
  }
  const evidence = `Okta's System Log shows nothing since ${since.toISOString()}`;
  return { verdict: "unproven", evidence };
}

/** What a test command ends with where its place does not hold the token; 0 where it does. */
const DOES_NOT_HOLD = 10;
const DEADLINE_SECONDS = 60;

async function askCommand(
  { fingerprint, testCommand, environment, deadlineSeconds }: CommandTest,
  clients: Clients,
  signal: AbortSignal,
): Promise<TestResult> {
  if (fingerprint === null) {
    return { verdict: "unproven", evidence: "no fingerprint is known to test for" };
  }
  const ending = await runCommand(
    {
      command: testCommand,
      variables: { DRUVA_SCIM_FINGERPRINT: fingerprint, DRUVA_SCIM_URL: clients.scim.url },
      passed: environment,
      environment: clients.environment,
      deadlineSeconds: deadlineSeconds ?? DEADLINE_SECONDS,
    },
    signal,
  );
  if ("failure" in ending) return { verdict: "no-verdict", evidence: ending.failure };
  const evidence = `${testCommand[0] ?? ""} ended with ${ending.exitCode}`;
  if (ending.exitCode === 0) return { verdict: "tested", evidence };
  return ending.exitCode === DOES_NOT_HOLD
    ? { verdict: "rejected", evidence: `${evidence}: it does not hold ${fingerprint}` }
    : { verdict: "no-verdict", evidence: `${evidence}, which is no verdict` };
}
