import { setTimeout as pause } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 60_000;

/** Waits for a condition; throws after a minute. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not happen in time: ${String(holds)}`);
    await pause(LOOK_EVERY_MS);
  }
}
