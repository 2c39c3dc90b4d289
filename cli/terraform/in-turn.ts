/** Keeps the runs in one checkout apart: a synth writes the very files that a deploy works with. */
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { CliError } from "../terminal/cli-error";
import type { Terminal } from "../terminal/terminal";

const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 10 * 60_000;

interface Options {
  readonly terminal: Pick<Terminal, "during">;
  readonly signal?: AbortSignal | undefined;
  readonly patienceMs?: number;
}

/**
 * Does `work` when no other run of druva-scim that lives does its own in `outputFolder`. Throws a
 * CliError that names the other one where it takes too long, and the reason of an aborted `signal`.
 * cdktf's own commands take no turns.
 */
export async function inTurn<T>(
  outputFolder: string,
  { terminal, signal, patienceMs = PATIENCE_MS }: Options,
  work: () => Promise<T>,
): Promise<T> {
  const turn = join(outputFolder, "druva-scim.turn");
  await mkdir(outputFolder, { recursive: true });
  if (!(await take(turn))) {
    await terminal.during("waiting for another druva-scim in this folder", () =>
      waitFor(turn, patienceMs, signal),
    );
  }
  try {
    return await work();
  } finally {
    await rm(turn, { force: true });
  }
}

async function waitFor(turn: string, patienceMs: number, signal?: AbortSignal): Promise<void> {
  const until = performance.now() + patienceMs;
  do {
    signal?.throwIfAborted();
    await sleep(Math.min(LOOK_EVERY_MS, patienceMs));
    if (await take(turn)) return;
  } while (performance.now() < until);
  throw new CliError(
    `Another druva-scim (process ${await readFile(turn, "utf8").catch(() => "unknown")}) is at work in this folder.`,
    { todo: `Wait for its end, or work in another checkout. If it has ended, remove ${turn}.` },
  );
}

/** With this process's number in it, from the first moment on. One whose process was killed gives way. */
async function take(turn: string): Promise<boolean> {
  const beside = `${turn}.${randomUUID()}`;
  await writeFile(beside, String(process.pid), { flag: "wx" });
  try {
    await link(beside, turn);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") return true; // a file system without links: nobody takes turns
    const holder = Number(await readFile(turn, "utf8").catch(() => ""));
    if (holder > 0 && !isAlive(holder)) await rm(turn, { force: true }); // taken at the next look
    return false;
  } finally {
    await rm(beside, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM"; // another user's
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
