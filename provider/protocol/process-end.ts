/** When a provider's process ends: with its Terraform, but never in the middle of what must be done whole. */

const LOOK_EVERY_MS = 500;
const underWay = new Set<Promise<unknown>>();

/** Does the task; until it has settled, only SIGKILL ends this process. */
export async function uninterrupted<T>(task: () => Promise<T>): Promise<T> {
  const running = task();
  underWay.add(running);
  try {
    return await running;
  } finally {
    underWay.delete(running);
  }
}

/** Ends this process with that exit code, once nothing runs that must not be interrupted. */
export async function endProcess(exitCode: number): Promise<never> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
  process.exit(exitCode);
}

/**
 * Calls `ended` once, when the process that started this one is gone, so that no orphan stays behind
 * where Terraform was killed. Keeps no process alive.
 */
export function whenParentEnds(ended: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    // An orphan is given to another process.
    if (process.ppid === parent) return;
    clearInterval(timer);
    ended();
  }, LOOK_EVERY_MS);
  timer.unref();
}
