/** An Okta app. By API, saving the token is its test; by a person, Okta's System Log is. */
import type { Clients } from "../clients/clients";
import type { Connection, Okta } from "../clients/okta";
import { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import { argumentName } from "../rotation/argument-name";
import { nameOf } from "./consumer";
import { evidenceSince, type Instant, nowByOkta, startAfter } from "./okta-system-log";
import type { Look, Place } from "./place";
import { NotReady, type VendorPreflight } from "./preflight-consumer";

export interface OktaBinding {
  readonly appId: string;
  /** Null of an observed binding. */
  readonly scimUrl: string | null;
  /** From when on Okta's log tells of the token. */
  readonly start: Instant;
}

/** An app whose token Okta's connections API takes: Okta tries it when it is saved. */
export function oktaPlace(
  { appId, scimUrl, start }: OktaBinding,
  okta: Okta,
  clients: Pick<Clients, "clock">,
): Place {
  const name = nameOf({ kind: "okta", id: appId });
  let isSavedNow = false;
  return {
    name,
    writer: "us", // behind okta_app_connection too: only what is saved anew was tried
    scimUrl,

    look: (signal) => lookAtConnection(okta, appId, isSavedNow ? null : start, clients, signal),

    async write(token, signal) {
      if (scimUrl === null) throw new Error("an observed binding has no token to write");
      const saved = await okta.saveConnection(appId, { baseUrl: scimUrl, token }, signal);
      if (saved.authScheme === "UNKNOWN" || saved.status === "UNKNOWN") {
        throw new ProviderError({
          code: "okta-api-refuses-app",
          summary: "Okta's API does not take this app's token",
          detail: `${name}: Okta answered UNKNOWN, so nothing was saved. A person has to enter the token in the Admin Console: set ${argumentName("through")} to "person".`,
          attribute: ["through"],
        });
      }
      await okta.activateConnection(appId, signal);
      isSavedNow = true;
    },
  };
}

/** An app that Okta's API refuses ("Druva 2.0" today): a person enters the token in the Admin Console. */
export function oktaPlaceByPerson(
  { appId, scimUrl, start }: OktaBinding,
  okta: Okta,
  clients: Pick<Clients, "clock">,
): Place {
  return {
    name: nameOf({ kind: "okta", id: appId }),
    writer: "person",
    scimUrl,
    look: (signal) => evidenceSince(okta, appId, start, clients, signal),
    async write() {
      throw new Error("no program can enter the token of this app");
    },
  };
}

/** `start` is null where the token was saved just now. */
async function lookAtConnection(
  okta: Okta,
  appId: string,
  start: Instant | null,
  clients: Pick<Clients, "clock">,
  signal: AbortSignal,
): Promise<Look> {
  let connection: Connection;
  try {
    connection = await okta.connection(appId, signal);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { found: "unknown", evidence: error.message };
  }
  const is = `its provisioning connection is ${connection.status}`;
  if (connection.status !== "ENABLED") return { found: "refused", evidence: is };
  if (start === null) {
    const at = nowByOkta(okta, clients);
    return {
      found: "worked",
      evidence: `Okta tried the token when saving it, and ${is}`,
      since: at,
      at,
    };
  }
  const log = await evidenceSince(okta, appId, start, clients, signal);
  switch (log.found) {
    case "worked":
    case "refused":
      return log;
    case "silent":
      return { ...log, evidence: `${is}, and ${log.evidence}` };
    case "unknown":
      // The connection was read: more than nothing is known.
      return {
        ...log,
        found: "silent",
        evidence: `${is}, and ${log.evidence}`,
        notes: [log.evidence],
      };
  }
}

/** The apps whose token Okta's connections API takes, by Okta's documentation. */
const TAKES_TOKEN = ["okta_org2org", "zscalerbyz"];

export const oktaPreflight: VendorPreflight = async ({ consumer, clients, signal }) => {
  const okta = clients.okta(consumer.provider ?? null);
  const app = await okta.app(consumer.id, signal);
  if (app.status !== "ACTIVE") {
    throw new NotReady(
      `it is ${app.status}, so it does not provision`,
      "Activate it in Okta, or release its binding",
    );
  }
  const start = startAfter([], clients);
  if (consumer.through === "person") {
    const log = await evidenceSince(okta, consumer.id, start, clients, signal);
    if (log.found !== "unknown" || consumer.untestable !== undefined) return "person";
    throw new NotReady(
      `Okta's System Log cannot be read, and nothing else would show that a new token works: ${log.evidence}`,
      "Let these credentials read logs (okta.logs.read)",
    );
  }
  const connection = await okta.connection(consumer.id, signal);
  // Of an app that takes a token, UNKNOWN may just mean that none was ever saved.
  if (connection.authScheme === "UNKNOWN" && !TAKES_TOKEN.includes(app.name)) {
    throw new NotReady(
      `Okta answers UNKNOWN for its connection, so Okta's API does not take a token for this kind of app (${app.name})`,
      'A person has to enter the token in the Admin Console: set through: "person"',
    );
  }
  const binding = { appId: consumer.id, scimUrl: clients.scim.url, start };
  // Saving is Okta's test too: there is no other of what is saved.
  const look = { found: "silent", evidence: `its connection is ${connection.status}` } as const;
  return { place: oktaPlace(binding, okta, clients), look };
};
