/** Providers as one process beside the sandbox, which Terraform attaches to. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline/promises";

export interface AttachedProviders {
  /** What TF_REATTACH_PROVIDERS takes. */
  readonly attachments: string;
  readonly stop: () => Promise<void>;
  /** With SIGKILL. */
  readonly kill: () => Promise<void>;
  /** Lets this process end while they run; they end with it. */
  readonly unref: () => void;
}

/**
 * Runs `node PROGRAM FOLDER`, which makes its sockets in the new folder, prints the attachments in a
 * line, and ends with its standard input. Throws if it ends before.
 */
export async function startAttachedProviders(
  program: string,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<AttachedProviders> {
  mkdirSync(folder, { mode: 0o700 });
  const child = spawn(process.execPath, [program, folder], {
    env: environment,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), ended]);
  const [attachments] = first as readonly unknown[];
  if (typeof attachments !== "string") throw new Error(`${program} has ended.`);
  return {
    attachments,
    async stop() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    unref() {
      child.unref();
      child.stdout.destroy(); // nothing else is printed
    },
  };
}
