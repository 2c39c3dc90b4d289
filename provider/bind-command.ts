/**
 * The launcher that a CommandScimBinding's null_resource runs: starts bind_command as the provider
 * does, and prints nothing of it.
 *
 *   node bind-command.cjs '{"command":["other-idp","bind"],"environment":["OTHER_IDP_URL"],"deadlineSeconds":60}'
 *
 * DRUVA_SCIM_TOKEN and DRUVA_SCIM_URL come in its own environment. Exit codes: 0 the command ended
 * with 0, 1 it did not, 2 the launcher was called wrongly.
 */
import { runCommand } from "./clients/command";

interface Call {
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly deadlineSeconds: number;
}

class WrongCall extends Error {}

async function main(argument: string | undefined, environment: NodeJS.ProcessEnv): Promise<void> {
  const { command, environment: passed, deadlineSeconds } = readCall(argument);
  const variables = {
    DRUVA_SCIM_TOKEN: given(environment, "DRUVA_SCIM_TOKEN"),
    DRUVA_SCIM_URL: given(environment, "DRUVA_SCIM_URL"),
  };
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));
  }
  const ending = await runCommand(
    { command, variables, passed, environment, deadlineSeconds },
    controller.signal,
  );
  if ("failure" in ending) throw new Error(ending.failure);
  if (ending.exitCode !== 0) {
    throw new Error(
      `${command[0]} ended with ${ending.exitCode}. What it printed is not shown, it could hold the token: run it by hand to see`,
    );
  }
}

function readCall(argument: string | undefined): Call {
  let call: unknown;
  try {
    call = JSON.parse(argument ?? "");
  } catch {
    throw new WrongCall("expected one argument, a JSON object");
  }
  if (typeof call !== "object" || call === null) throw new WrongCall("expected a JSON object");
  const command = "command" in call ? call.command : undefined;
  const environment = "environment" in call ? call.environment : [];
  const deadlineSeconds = "deadlineSeconds" in call ? call.deadlineSeconds : 60;
  if (!isStrings(command) || !command[0]) {
    throw new WrongCall('expected "command", a list of a program and its arguments');
  }
  if (!isStrings(environment)) {
    throw new WrongCall('expected "environment", a list of names of variables');
  }
  if (typeof deadlineSeconds !== "number" || !(deadlineSeconds > 0)) {
    throw new WrongCall('expected "deadlineSeconds", a number above 0');
  }
  return { command, environment, deadlineSeconds };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function given(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new WrongCall(`${name} is not in the environment`);
}

main(process.argv[2], process.env).catch((error: unknown) => {
  process.stderr.write(`bind-command: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof WrongCall ? 2 : 1;
});
