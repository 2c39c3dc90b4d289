/** Puts the sandbox's commands into a folder for PATH, each knowing its own sandbox. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { built } from "../built";

const COMMANDS = ["other-idp", "druva-issue"] as const;

/**
 * Each is a shell script: a binding's or an issuer's command starts with next to no environment, so the
 * addresses stand in it. A variable of the same name that is set comes first.
 */
export function installCommands(
  folder: string,
  environment: Readonly<Record<string, string>>,
): void {
  const defaults = Object.entries(environment).map(
    ([name, value]) => `: "\${${name}:=${value}}"\nexport ${name}\n`,
  );
  for (const name of COMMANDS) {
    const program = built("sandbox", "commands", `${name}.js`);
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${defaults.join("")}${execNode(program)}`);
    chmodSync(file, 0o755);
  }
}

/** The last line of a script that becomes `node program`, with the node that runs the sandbox. */
export function execNode(program: string): string {
  return `exec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
