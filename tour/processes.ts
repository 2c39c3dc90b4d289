/** Finds what a deploy that is under way has started: in /proc, or with `ps` where there is none. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { promisify } from "node:util";

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Where Terraform finds it; the shell's launcher gives way to node, which names the file. */
export const PROVIDER = "terraform.local/druva-scim/druva/";

/** Its children, theirs, and so on. */
export async function processesBelow(root: number): Promise<readonly Process[]> {
  const processes = await listProcesses();
  const parentOf = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isBelowRoot = (pid: number | undefined): boolean => {
    const parent = pid === undefined ? undefined : parentOf.get(pid);
    return parent === root || (parent !== undefined && isBelowRoot(parent));
  };
  return processes.filter(({ pid }) => isBelowRoot(pid));
}

async function listProcesses(): Promise<readonly Process[]> {
  if (!existsSync("/proc")) return await askPs();
  const pids = (await readdir("/proc")).map(Number).filter(Number.isInteger);
  const found = await Promise.all(
    pids.map(async (pid): Promise<Process[]> => {
      try {
        const [stat, command] = await Promise.all([
          readFile(`/proc/${pid}/stat`, "utf8"),
          readFile(`/proc/${pid}/cmdline`, "utf8"),
        ]);
        // The program's name stands in parentheses and may hold anything; the parent comes second after it.
        const parent = Number(
          stat
            .slice(stat.lastIndexOf(")") + 1)
            .trim()
            .split(" ")[1],
        );
        return [{ pid, parent, command: command.replaceAll("\0", " ") }];
      } catch {
        return []; // ended in the meantime
      }
    }),
  );
  return found.flat();
}

/** macOS has it in each installation. */
async function askPs(): Promise<readonly Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,command="]);
  return [...stdout.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, parent, command = ""]) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }));
}
