/** The stand-ins' fixed waits are the real providers' own, in seconds; a run may scale them down. */
import { setTimeout } from "node:timers/promises";

/** Waits that many of the real provider's seconds; rejects when Terraform asks to stop. */
export type Wait = (seconds: number, signal: AbortSignal) => Promise<void>;

/** Reads the factor from DRUVA_SCIM_SANDBOX_WAIT_SCALE: 0 to 1, by default 1, the real length. */
export function scaledWait(environment: NodeJS.ProcessEnv): Wait {
  const text = environment.DRUVA_SCIM_SANDBOX_WAIT_SCALE ?? "1";
  const scale = Number(text);
  if (text.trim() === "" || !(scale >= 0 && scale <= 1))
    throw new Error(
      `DRUVA_SCIM_SANDBOX_WAIT_SCALE is ${JSON.stringify(text)}: a number from 0 to 1 was expected, such as 0.02.`,
    );
  return async (seconds, signal) => {
    await setTimeout(seconds * 1000 * scale, undefined, { signal });
  };
}
