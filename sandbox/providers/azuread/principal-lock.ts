/** One write at a time on a service principal, as the real provider has it: within one process. */
const lastWrite = new Map<string, Promise<unknown>>();

/** Runs `write` once all earlier ones on that principal have ended, however they ended. */
export async function whileLocked<T>(
  servicePrincipalId: string,
  write: () => Promise<T>,
): Promise<T> {
  const earlier = lastWrite.get(servicePrincipalId) ?? Promise.resolve();
  const mine = earlier.then(write, write);
  lastWrite.set(servicePrincipalId, mine);
  return mine;
}
