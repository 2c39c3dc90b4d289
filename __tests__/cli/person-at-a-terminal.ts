/** Runs the built command on a pseudo-terminal, and types when something is shown. */
import { spawn } from "@lydell/node-pty";

import { built } from "../../sandbox/built";

/** What is typed once the screen shows the text, after what was typed before. */
export type Typing = readonly [shown: string, typed: string | (() => Promise<string>)];

export const ENTER = "\r";
export const DOWN = "\u001b[B";
export const CTRL_C = "\u0003";

export async function atATerminal(
  args: readonly string[],
  typings: readonly Typing[],
  { cwd, environment }: { readonly cwd: string; readonly environment: NodeJS.ProcessEnv },
): Promise<{ readonly code: number; readonly screen: string }> {
  const env: Record<string, string> = { TERM: "xterm" };
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && name !== "CI") env[name] = value;
  }
  const terminal = spawn(process.execPath, [built("cli", "main.js"), ...args], {
    cwd,
    env,
    cols: 200,
    rows: 60,
  });
  const left = [...typings];
  let screen = "";
  let from = 0;
  terminal.onData((data) => {
    screen += data;
    const [next] = left;
    if (next === undefined) return;
    const [shown, typed] = next;
    const at = screen.indexOf(shown, from);
    if (at < 0) return;
    from = screen.length;
    left.shift();
    if (typeof typed === "string") terminal.write(typed);
    else void typed().then((text) => terminal.write(text));
  });
  const code = await new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => resolve(exitCode));
  });
  return { code, screen };
}
