/**
 * Entra is eventually consistent, so the real provider believes only what it has seen five times
 * in a row, five seconds apart: twenty seconds at the least, with no setting to change it.
 */
import type { Wait } from "../waits";

const IN_A_ROW = 5;
const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 10;

/**
 * Throws as Terraform's SDK does: when a look fails, and once that many seconds were waited.
 * `target` is the SDK's word for "seen", `looking` what a failed look is called.
 */
export async function untilSteady(
  look: () => Promise<boolean>,
  {
    target,
    looking,
    deadlineSeconds,
    wait,
    signal,
  }: {
    readonly target: "Done" | "Deleted";
    readonly looking: string;
    readonly deadlineSeconds: number;
    readonly wait: Wait;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  let seen = 0;
  let pauseSeconds = SHORTEST_SECONDS / 2;
  let waitedSeconds = 0;
  for (;;) {
    seen = (await lookOr(looking, look)) ? seen + 1 : 0;
    if (seen === IN_A_ROW) return;
    if (seen === 0) pauseSeconds = Math.min(pauseSeconds * 2, LONGEST_SECONDS);
    pauseSeconds = Math.max(pauseSeconds, SHORTEST_SECONDS);
    if (waitedSeconds + pauseSeconds > deadlineSeconds)
      throw new Error(
        `timeout while waiting for state to become '${target}' (last state: 'Waiting', timeout: ${deadlineSeconds}s)`,
      );
    await wait(pauseSeconds, signal);
    waitedSeconds += pauseSeconds;
  }
}

async function lookOr(looking: string, look: () => Promise<boolean>): Promise<boolean> {
  try {
    return await look();
  } catch (error) {
    throw new Error(`retrieving resource: ${looking}`, { cause: error });
  }
}
