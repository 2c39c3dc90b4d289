/** No orphan stays behind: a provider whose Terraform was killed ends by itself. */

const LOOK_EVERY_MS = 500;

/** Calls `ended` once, when the process that started this one is gone. Keeps no process alive. */
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
