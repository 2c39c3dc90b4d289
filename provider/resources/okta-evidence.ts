/** What Okta's System Log shows about the credentials of an app's provisioning. */
import { type Okta, PROVISIONED } from "../clients/okta";
import { VendorError } from "../clients/vendor-error";

export interface Evidence {
  /** "silent": no event, which proves nothing. "unreadable": the log could not be asked. */
  readonly kind: "worked" | "refused" | "silent" | "unreadable";
  readonly words: string;
}

/** The latest event decides. */
export async function evidenceSince(
  okta: Okta,
  appId: string,
  since: Date,
  signal: AbortSignal,
): Promise<Evidence> {
  try {
    for (const event of await okta.provisioningEvents(appId, since, signal)) {
      const words = `Okta's System Log: ${event.eventType} at ${event.published}`;
      if (!PROVISIONED.includes(event.eventType)) return { kind: "refused", words };
      // A user that could not be provisioned may be the user's fault: that alone proves nothing.
      if (event.outcome?.result === "SUCCESS") return { kind: "worked", words };
    }
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { kind: "unreadable", words: error.message };
  }
  return { kind: "silent", words: `Okta's System Log shows nothing since ${since.toISOString()}` };
}

const WEEK_MS = 7 * 86_400_000;

/** Where no instant is known to start from: what an observed app did of late. */
export function lately(now: Date): Date {
  return new Date(now.getTime() - WEEK_MS);
}
