/**
 * What Okta's System Log shows about the credentials of an app's provisioning. Its events bear
 * Okta's time, so where to start is reckoned in that too: by a clock here that is slow, successes of
 * the old token would count for the new one; by one that is fast, refusals would be missed.
 */
import { DAY_MS } from "../rotation/schedule";
import type { Clients } from "../clients/clients";
import { type Okta, PROVISIONED, type ProvisioningEvent, REFUSED } from "../clients/okta";
import { VendorError } from "../clients/vendor-error";
import type { Look } from "./place";

/** An instant by Okta's clock, or by this machine's. */
export type Instant = { readonly okta: Date } | { readonly here: Date };

/**
 * The latest event decides, and pushes that the remote side refused as unauthorized for several users
 * in a row: one alone is a note. "silent": nothing of that, which proves nothing.
 */
export async function evidenceSince(
  okta: Okta,
  appId: string,
  start: Instant,
  clients: Pick<Clients, "clock">,
  signal: AbortSignal,
): Promise<Look> {
  const unauthorized: ProvisioningEvent[] = [];
  const log = (found: Look["found"], evidence: string): Look => ({
    found,
    evidence,
    ...(found === "refused" || unauthorized[0] === undefined
      ? {}
      : { notes: [`${wordsOf(unauthorized[0])}: ${reasonOf(unauthorized[0])}`] }),
    since: byOkta(start, okta).toISOString(),
    at: nowByOkta(okta, clients),
  });
  try {
    for (const event of await eventsSince(okta, appId, start, signal)) {
      if (REFUSED.includes(event.eventType)) return log("refused", wordsOf(event));
      if (event.outcome?.result === "SUCCESS") {
        if (PROVISIONED.includes(event.eventType)) return log("worked", wordsOf(event));
        continue;
      }
      // A user that could not be provisioned may be the user's fault: that alone proves nothing.
      if (!UNAUTHORIZED.test(reasonOf(event))) continue;
      unauthorized.push(event);
      const users = new Set(unauthorized.map(userOf));
      if (users.size >= SEVERAL) {
        return log(
          "refused",
          `${wordsOf(unauthorized[0] ?? event)}: ${users.size} users in a row, ${reasonOf(event)}`,
        );
      }
    }
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return log("unknown", error.message);
  }
  const from = inUtc(byOkta(start, okta), "second");
  return log(
    "silent",
    `Okta's System Log shows nothing since ${from}, and only a provisioning after that counts`,
  );
}

/** So many users in a row are not at fault themselves. */
const SEVERAL = 2;

/**
 * How the remote side's 401 stands in an event's reason. Okta publishes one form: "Error while
 * verifying if user … exists: Unauthorized. Errors reported by remote server: Unauthorized".
 */
const UNAUTHORIZED =
  /\b(401|unauthori[sz]ed|not authori[sz]ed)\b|\b(invalid|expired|bad)\b.{0,20}\b(credentials?|token)\b|\bauthenticat\w+ (failed|error)\b|\berror authenticating\b/i;

const wordsOf = ({ eventType, published }: ProvisioningEvent) => {
  const at = new Date(published);
  const when = Number.isNaN(at.getTime()) ? published : inUtc(at, "minute");
  return `Okta's System Log: ${eventType} at ${when}`;
};

/** 2027-01-31 08:05 UTC, or 2027-01-31 08:05:12 UTC. */
function inUtc(date: Date, to: "minute" | "second"): string {
  const text = date.toISOString().slice(0, to === "minute" ? 16 : 19);
  return `${text.replace("T", " ")} UTC`;
}

const reasonOf = ({ outcome }: ProvisioningEvent) => outcome?.reason ?? "";

/** Undefined, and so one user, where the event names nobody. */
const userOf = ({ target }: ProvisioningEvent) =>
  target?.find(({ type }) => /user/i.test(type))?.id;

/** Asks again where only the answer showed that the clocks differ. */
async function eventsSince(
  okta: Okta,
  appId: string,
  start: Instant,
  signal: AbortSignal,
): Promise<ProvisioningEvent[]> {
  const first = byOkta(start, okta);
  const events = await okta.provisioningEvents(appId, first, signal);
  const since = byOkta(start, okta);
  return Math.abs(since.getTime() - first.getTime()) < TICK_MS
    ? events
    : okta.provisioningEvents(appId, since, signal);
}

/** As exactly as clocks can be compared. */
const TICK_MS = 1000;

function byOkta(instant: Instant, okta: Okta): Date {
  if ("okta" in instant) return instant.okta;
  const ahead = okta.clockAheadMs();
  return new Date(instant.here.getTime() + (ahead === 0 ? 0 : ahead + TICK_MS));
}

/** The present time by Okta's clock, as RFC 3339. */
export function nowByOkta(okta: Okta, { clock }: Pick<Clients, "clock">): string {
  return byOkta({ here: clock.now() }, okta).toISOString();
}

const WEEK_MS = 7 * DAY_MS;

/**
 * From when on the log tells of a token: once it was seen to work and the one before was seen no
 * longer. After the latest of these; where no such instant is known, the last week.
 */
export function startAfter(
  instants: readonly (Date | null)[],
  { clock }: Pick<Clients, "clock">,
): Instant {
  const times = instants.flatMap((each) => each?.getTime() ?? []);
  const latest = times.length === 0 ? clock.now().getTime() - WEEK_MS : Math.max(...times);
  return { here: new Date(latest) };
}
