/** Can a new token be put into an Okta app, and by whom? */
import type { Clients } from "../clients/clients";
import { VendorError } from "../clients/vendor-error";
import { type Consumer, keyOf, labelOf } from "./consumer";
import { oktaPlace } from "./okta";
import { evidenceSince, startAfter } from "./okta-system-log";
import {
  type ConsumerPreflight,
  failedPreflight,
  type PreflightFinding,
  type LivingToken,
  refusalOf,
} from "./preflight-finding";
import { saveAgain } from "./preflight-write";

/** The apps whose token Okta's connections API takes, by Okta's documentation. */
const TAKES_TOKEN = ["okta_org2org", "zscalerbyz"];

export async function oktaPreflight(
  consumer: Consumer,
  living: LivingToken | null,
  clients: Clients,
  signal: AbortSignal,
): Promise<ConsumerPreflight> {
  const okta = clients.okta(consumer.provider ?? null);
  const key = keyOf(consumer);
  const name = `Okta app ${labelOf(consumer)}`;
  const found = (
    severity: PreflightFinding["severity"],
    message: string,
    todo: string,
  ): PreflightFinding => ({
    severity,
    consumer: key,
    message: `${name}${message}`,
    todo,
  });
  try {
    const app = await okta.app(consumer.id, signal);
    if (app.status !== "ACTIVE") {
      return failedPreflight(
        found(
          "error",
          ` is ${app.status}, so it does not provision`,
          "Activate it in Okta, or release its binding",
        ),
      );
    }
    const start = startAfter([], clients);
    if (consumer.through === "person") {
      // Nothing but the log will show that the new token works there.
      const log = await evidenceSince(okta, consumer.id, start, clients, signal);
      const isReadable = log.found !== "unknown" || consumer.untestable !== undefined;
      return isReadable
        ? { findings: [], write: "person" }
        : failedPreflight(
            found(
              "error",
              `: Okta's System Log cannot be read, so nothing would show that a new token works: ${log.evidence}`,
              "Let these credentials read logs (okta.logs.read)",
            ),
          );
    }
    const connection = await okta.connection(consumer.id, signal);
    // Of an app that takes a token, UNKNOWN may just mean that none was ever saved.
    if (connection.authScheme === "UNKNOWN" && !TAKES_TOKEN.includes(app.name)) {
      return failedPreflight(
        found(
          "error",
          `: Okta answers UNKNOWN for its connection, so Okta's API does not take a token for this kind of app (${app.name})`,
          'A person has to enter the token in the Admin Console: set through: "person"',
        ),
      );
    }
    const place = oktaPlace(
      { appId: consumer.id, scimUrl: clients.scim.url, start },
      okta,
      clients,
    );
    // Saving is Okta's test too: there is no other of what is saved.
    const look = { found: "silent", evidence: `its connection is ${connection.status}` } as const;
    return await saveAgain(place, consumer, living, { look, warnings: [] }, clients, signal);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return failedPreflight(refusalOf(key, error));
  }
}
