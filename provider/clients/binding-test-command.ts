/** The user's own command tells whether another place holds the token, by its fingerprint. */
import type { TestResult } from "../rotation/connection-test";
import { type Command, runCommand } from "./command";

/** For each of a binding's commands, unless it says otherwise. */
export const DEADLINE_SECONDS = 60;

/** What it ends with where the place does not hold the token; 0 where it does. */
const DOES_NOT_HOLD = 10;

/** Never gets the token. `fingerprint` is null where no token is known. */
export async function runTestCommand(
  fingerprint: string | null,
  { variables, ...command }: Command,
  signal: AbortSignal,
): Promise<TestResult> {
  if (fingerprint === null) {
    return { verdict: "unproven", evidence: "no fingerprint is known to test for" };
  }
  const ending = await runCommand(
    { ...command, variables: { DRUVA_SCIM_FINGERPRINT: fingerprint, ...variables } },
    signal,
  );
  if ("failure" in ending) return { verdict: "no-verdict", evidence: ending.failure };
  const evidence = `${command.command[0] ?? ""} ended with ${ending.exitCode}`;
  switch (ending.exitCode) {
    case 0:
      return { verdict: "tested", evidence };
    case DOES_NOT_HOLD:
      return { verdict: "rejected", evidence: `${evidence}: it does not hold ${fingerprint}` };
    default:
      return { verdict: "no-verdict", evidence: `${evidence}, which is no verdict` };
  }
}
