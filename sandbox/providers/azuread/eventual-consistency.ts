/**
 * Entra is eventually consistent, so the real provider believes only what it has seen five times
 * in a row, five seconds apart: twenty seconds at the least, with no setting to change it.
 */
import type { Wait } from "../waits";

const IN_A_ROW = 5;
const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 10;
/** Of the deadline, what has run off when the looking starts: the real provider says 4m59.99s of 5m. */
const SPENT_SECONDS = 0.01;

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
        `timeout while waiting for state to become '${target}' (last state: 'Waiting', timeout: ${goDuration(deadlineSeconds - SPENT_SECONDS)})`,
      );
    await wait(pauseSeconds, signal);
    waitedSeconds += pauseSeconds;
  }
}

/** As Go prints it: 4m59.99s. */
function goDuration(total: number): string {
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = `${Number((total % 60).toFixed(2))}s`;
  return total < 60
    ? seconds
    : total < 3600
      ? `${minutes}m${seconds}`
      : `${hours}h${minutes}m${seconds}`;
}

async function lookOr(looking: string, look: () => Promise<boolean>): Promise<boolean> {
  try {
    return await look();
  } catch (error) {
    throw new Error(`retrieving resource: ${looking}`, { cause: error });
  }
}
