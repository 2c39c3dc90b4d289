/** Asks a vendor, now, about the credentials that it has saved for one binding. Changes nothing. */
import { DEADLINE_SECONDS, runTestCommand } from "../provider/clients/binding-test-command";
import { testSavedInEntra } from "../provider/clients/binding-test-entra";
import { resultOf, testOktaConnection } from "../provider/clients/binding-test-okta";
import type { Clients } from "../provider/clients/clients";
import { evidenceSince, type Instant, startAfter } from "../provider/clients/okta-evidence";
import type { TestResult } from "../provider/rotation/connection-test";
import type { BindingTest, TokenState } from "./tenant-state";

type LivingToken = Pick<TokenState, "fingerprint" | "provenAt" | "oldTokenLastValidAt">;

/** Vendors' refusals are verdicts, or none: they are not thrown. */
export async function askAbout(
  test: BindingTest,
  token: LivingToken,
  clients: Clients,
  signal: AbortSignal,
): Promise<TestResult> {
  try {
    return await ask(test, token, clients, signal);
  } catch (error) {
    signal.throwIfAborted();
    // Without any credentials the way to the vendor says so, in words.
    return { verdict: "no-verdict", evidence: error instanceof Error ? error.message : "" };
  }
}

async function ask(
  test: BindingTest,
  token: LivingToken,
  clients: Clients,
  signal: AbortSignal,
): Promise<TestResult> {
  switch (test.kind) {
    case "entra": {
      const saved = { principalId: test.id, jobId: test.jobId };
      return testSavedInEntra(clients.entra(test.provider), saved, clients, signal);
    }
    case "okta": {
      const okta = clients.okta(test.provider);
      const start = startOf(test, token, clients);
      return test.enteredBy === "api"
        ? testOktaConnection(okta, test.id, start, signal)
        : resultOf(await evidenceSince(okta, test.id, start, signal));
    }
    case "command":
      return runTestCommand(
        test.fingerprint,
        {
          command: test.testCommand,
          variables: { DRUVA_SCIM_URL: clients.scim.url },
          passed: test.environment,
          environment: clients.environment,
          deadlineSeconds: test.deadlineSeconds ?? DEADLINE_SECONDS,
        },
        signal,
      );
  }
}

/** The log tells of the living token from then on; a test of the one before has not looked for it. */
function startOf(
  { fingerprint, evidenceSince, verifiedAt }: Extract<BindingTest, { kind: "okta" }>,
  token: LivingToken,
  clients: Clients,
): Instant {
  return evidenceSince !== null && fingerprint === token.fingerprint
    ? { okta: evidenceSince }
    : startAfter([verifiedAt, token.provenAt, token.oldTokenLastValidAt], clients);
}
