/** Are the commands of a command binding there, and do they work with the living token? */
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join, sep } from "node:path";
import type { Clients } from "../clients/clients";
import { commandPlace } from "./command";
import { type Consumer, keyOf, labelOf } from "./consumer";
import { lookAt } from "./look-at-place";
import {
  type ConsumerPreflight,
  failedPreflight,
  type PreflightFinding,
  type LivingToken,
} from "./preflight-finding";
import { saveAgain } from "./preflight-write";

export async function commandPreflight(
  consumer: Consumer,
  living: LivingToken | null,
  clients: Clients,
  signal: AbortSignal,
): Promise<ConsumerPreflight> {
  const { id, bindCommand = [], testCommand = [], environment = [], deadlineSeconds } = consumer;
  const key = keyOf(consumer);
  const name = `Command binding ${labelOf(consumer)}`;
  const missing: PreflightFinding[] = [];
  for (const [argument, command] of Object.entries({ bindCommand, testCommand })) {
    const program = command[0] ?? "";
    if (await isThere(program, clients.environment["PATH"] ?? "")) continue;
    missing.push({
      severity: "error",
      consumer: key,
      message: `${name}: there is no program ${program} (of ${argument})`,
      todo: "Install it where this runs, or correct its name; it is looked for as a path or on PATH",
    });
  }
  if (missing.length > 0) return failedPreflight(...missing);
  const place = commandPlace(
    {
      name: id,
      bindCommand,
      testCommand,
      environment,
      deadlineSeconds: deadlineSeconds ?? null,
      fingerprint: living?.fingerprint ?? null,
      scimUrl: clients.scim.url,
    },
    clients,
  );
  const look = await lookAt(place, signal);
  if (look.found === "unknown") {
    return failedPreflight({
      severity: "error",
      consumer: key,
      message: `${name}: its test command gave no verdict, so a new token could not be tested: ${look.evidence}`,
      todo: "Run it by hand with DRUVA_SCIM_FINGERPRINT to see why: it ends with 0 or 10",
    });
  }
  return saveAgain(place, consumer, living, { look, warnings: [] }, clients, signal);
}

async function isThere(program: string, path: string): Promise<boolean> {
  const places =
    isAbsolute(program) || program.includes(sep)
      ? [program]
      : path.split(delimiter).map((folder) => join(folder, program));
  for (const place of places) {
    const isProgram = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isProgram) return true;
  }
  return false;
}
