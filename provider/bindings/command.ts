/** Any other place: the user's own commands put the token in and tell whether it is held. */
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join, sep } from "node:path";
import type { Clients } from "../clients/clients";
import { type Command, runCommand } from "../clients/command";
import { ProviderError } from "../framework/diagnostics";
import { nameOf } from "./consumer";
import { lookAt } from "./look-at-place";
import type { Look, Place } from "./place";
import { NotReady, type VendorPreflight } from "./preflight-consumer";

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
  const place = nameOf({ kind: "command", id: name });
  return {
    name: place,
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
        detail: `${place}: ${how}. Its output is not shown, because it could hold the token. Run it by hand to see it, fix it, and apply again: the same token is used, and no new one is issued.`,
        attribute: ["bind_command"],
      });
    },
  };
}

/** Gives the command the fingerprint, never the token. */
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

export const commandPreflight: VendorPreflight = async (call) => {
  const { consumer, living, clients, signal } = call;
  const { id, bindCommand = [], testCommand = [], environment = [] } = consumer;
  const missing: string[] = [];
  for (const [argument, [program = ""]] of Object.entries({ bindCommand, testCommand })) {
    if (await isThere(program, clients.environment["PATH"] ?? "")) continue;
    missing.push(`${program} (of ${argument})`);
  }
  if (missing.length > 0) {
    throw new NotReady(
      `there is no program ${missing.join(" and no ")}`,
      "Install it where this runs, or correct its name; it is looked for as a path or on PATH",
    );
  }
  const place = commandPlace(
    {
      name: id,
      bindCommand,
      testCommand,
      environment,
      deadlineSeconds: consumer.deadlineSeconds ?? null,
      fingerprint: living?.fingerprint ?? null,
      scimUrl: clients.scim.url,
    },
    clients,
  );
  const look = await lookAt(place, signal);
  if (look.found === "unknown") {
    throw new NotReady(
      `its test command gave no verdict, so a new token could not be tested: ${look.evidence}`,
      "Run it by hand with DRUVA_SCIM_FINGERPRINT to see why: it must end with 0 or 10",
    );
  }
  return { place, look };
};

async function isThere(program: string, path: string): Promise<boolean> {
  const isPath = isAbsolute(program) || program.includes(sep);
  const places = isPath ? [program] : path.split(delimiter).map((dir) => join(dir, program));
  const found = await Promise.allSettled(places.map((place) => access(place, constants.X_OK)));
  return found.some(({ status }) => status === "fulfilled");
}
