/** Are the commands of a command binding there? They are not run: binding is what a rotation does. */
import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join, sep } from "node:path";
import { type Consumer, type Finding, nameOf } from "./preflight-finding";

export async function checkCommand(
  consumer: Consumer,
  environment: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const commands = { bind_command: consumer.bind_command, test_command: consumer.test_command };
  for (const [name, command] of Object.entries(commands)) {
    const program = command?.[0];
    if (program === undefined || (await isThere(program, environment["PATH"] ?? ""))) continue;
    found.push({
      severity: "error",
      consumer: `command/${consumer.id}`,
      message: `Command binding ${nameOf(consumer)}: there is no program ${program} (of ${name})`,
      todo: "Install it where this runs, or correct its name; it is looked for as a path or on PATH",
    });
  }
  return found;
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
