/** The sandbox can move time; this is how the provider follows it. */
import { readFileSync } from "node:fs";
import { isLoopback } from "../../constructs/rules/text";
import { type Clock, systemClock } from "../rotation/clock";

/**
 * The system's clock; where DRUVA_SCIM_CLOCK_FILE is set and the SCIM base URL is on loopback, moved
 * by the milliseconds that the file holds, read anew at each look. No real tenant's clock can be
 * moved this way.
 */
export function clockFor(scimUrl: string, environment: NodeJS.ProcessEnv): Clock {
  const file = environment["DRUVA_SCIM_CLOCK_FILE"];
  if (!file || !isLoopback(new URL(scimUrl))) return systemClock;
  return { now: () => new Date(systemClock.now().getTime() + offsetMs(file)) };
}

function offsetMs(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch {
    throw new Error(
      `${file} (DRUVA_SCIM_CLOCK_FILE) is not there: the sandbox that this environment is of has ended. Start another one, and take over what it exports`,
    );
  }
  if (!/^-?\d+$/.test(text)) {
    throw new Error(`${file} (DRUVA_SCIM_CLOCK_FILE) must hold milliseconds, but holds "${text}"`);
  }
  return Number(text);
}
