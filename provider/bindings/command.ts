/** Any other place: the user's own commands put the token in and tell whether it is held. */
import type { Clients } from "../clients/clients";
import { type Command, runCommand } from "../clients/command";
import { ProviderError } from "../framework/diagnostics";
import type { Look, Place } from "./place";

export interface CommandBinding {
  readonly name: string;
  readonly bindCommand: readonly string[];
  readonly testCommand: readonly string[];
  /** Names of the variables that both get, beside PATH. */
  readonly environment: readonly string[];
  readonly deadlineSeconds: number | null;
  /** Null where no token is known. */
  readonly fingerprint: string | null;
  /** Null of an observed binding. */
  readonly scimUrl: string | null;
}

/** For each of a binding's commands, unless it says otherwise. */
const DEADLINE_SECONDS = 60;

/** What a test command ends with where the place does not hold the token; 0 where it does. */
const DOES_NOT_HOLD = 10;

/** A null_resource has run the bind command before; what fails its test gets the token once more. */
export function commandPlace(
  binding: CommandBinding,
  { environment, scim }: Pick<Clients, "environment" | "scim">,
): Place {
  const { name, bindCommand, testCommand, fingerprint, scimUrl } = binding;
  const url = { DRUVA_SCIM_URL: scimUrl ?? scim.url };
  const common = {
    passed: binding.environment,
    environment,
    deadlineSeconds: binding.deadlineSeconds ?? DEADLINE_SECONDS,
  };
  return {
    name: `Command binding ${name}`,
    writer: "another",
    testsThisToken: true,
    scimUrl,

    look: (signal) =>
      runTestCommand(fingerprint, { ...common, command: testCommand, variables: url }, signal),

    async write(token, signal) {
      const variables = { DRUVA_SCIM_TOKEN: token, ...url };
      const ending = await runCommand({ ...common, command: bindCommand, variables }, signal);
      if ("exitCode" in ending && ending.exitCode === 0) return;
      const how =
        "failure" in ending
          ? ending.failure
          : `${bindCommand[0] ?? ""} ended with ${ending.exitCode}`;
      throw new ProviderError({
        code: "binding-not-written",
        summary: "A binding did not take the token",
        detail: `Command binding ${name}: ${how}. Its output is not shown, because it could hold the token. Run it by hand to see it, fix it, and apply again: the same token is used, none is issued.`,
        attribute: ["bind_command"],
      });
    },
  };
}

/** The command never gets the token. */
async function runTestCommand(
  fingerprint: string | null,
  { variables, ...command }: Command,
  signal: AbortSignal,
): Promise<Look> {
  if (fingerprint === null) {
    return { found: "silent", evidence: "no fingerprint is known to test for" };
  }
  const ending = await runCommand(
    { ...command, variables: { DRUVA_SCIM_FINGERPRINT: fingerprint, ...variables } },
    signal,
  );
  if ("failure" in ending) return { found: "unknown", evidence: ending.failure };
  const evidence = `${command.command[0] ?? ""} ended with ${ending.exitCode}`;
  switch (ending.exitCode) {
    case 0:
      return { found: "worked", evidence };
    case DOES_NOT_HOLD:
      return { found: "refused", evidence: `${evidence}: it does not hold ${fingerprint}` };
    default:
      return { found: "unknown", evidence: `${evidence}, which is no verdict` };
  }
}
