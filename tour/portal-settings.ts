/** What the portal saved beside the credentials: alarms, the deletion threshold, the scope. */
import type { ControlClient } from "../sandbox/control/client";
import { SET_UP_IN_PORTAL } from "./acme";

/** All of it as one text, so that a change of a single byte shows. */
export async function portalSettings(control: ControlClient): Promise<string> {
  const settings = await Promise.all(SET_UP_IN_PORTAL.map((each) => control.settings(each)));
  return JSON.stringify(settings);
}
