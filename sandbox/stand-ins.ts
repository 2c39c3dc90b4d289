/** The stand-ins as one process beside the sandbox, which Terraform attaches to. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { built } from "./built";

export interface StayingStandIns {
  /** What TF_REATTACH_PROVIDERS takes. */
  readonly attachments: string;
  stop(): Promise<void>;
}

/** `environment` is the sandbox's: as with a stand-in that Terraform starts, it says whom to ask. */
export async function startStandIns(
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<StayingStandIns> {
  const folder = join(directory, "attached");
  mkdirSync(folder, { mode: 0o700 });
  const program = built("sandbox", "providers", "staying.js");
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
  };
}
