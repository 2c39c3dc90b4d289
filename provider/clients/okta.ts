/** Okta's management API, as far as an app's provisioning connection goes. */
import { clockAheadMs } from "./clock-ahead";
import type { Http } from "./http";
import type { Z } from "./json";
import { oktaAccess, type OktaEntry, orgUrl } from "./okta-sign-in";
import { vendorHttp } from "./vendor-http";

/** All throw a VendorError where Okta refuses or cannot be reached. */
export interface Okta {
  app(id: string, signal: AbortSignal): Promise<OktaApp>;
  /** Every app that was made from the same catalogue entry, by the entry's name: "druva_20". */
  appsNamed(name: string, signal: AbortSignal): Promise<OktaApp[]>;
  connection(appId: string, signal: AbortSignal): Promise<Connection>;
  /** Okta tries the token when it is saved, and refuses one that does not work: status 400. */
  saveConnection(
    appId: string,
    credentials: { readonly baseUrl: string; readonly token: string },
    signal: AbortSignal,
  ): Promise<Connection>;
  activateConnection(appId: string, signal: AbortSignal): Promise<void>;
  /** How far Okta's clock was ahead of this machine's when it last answered; 0 before it did. */
  clockAheadMs(): number;
  /** What provisioning of the app left in the System Log after that instant, latest first. */
  provisioningEvents(appId: string, since: Date, signal: AbortSignal): Promise<ProvisioningEvent[]>;
}

const app = (z: Z) =>
  z.object({ id: z.string(), name: z.string(), label: z.string(), status: z.string() });
export type OktaApp = ReturnType<ReturnType<typeof app>["parse"]>;

const connection = (z: Z) => z.object({ authScheme: z.string(), status: z.string() });
/** For an app that the API does not serve, both are "UNKNOWN". */
export type Connection = ReturnType<ReturnType<typeof connection>["parse"]>;

const event = (z: Z) =>
  z.object({
    eventType: z.string(),
    published: z.string(),
    outcome: z.object({ result: z.string(), reason: z.string().nullish() }).nullish(),
    target: z
      .array(z.object({ type: z.string(), id: z.string() }))
      .nullish()
      .catch(null),
  });
export type ProvisioningEvent = ReturnType<ReturnType<typeof event>["parse"]>;

/** Events that show that the remote side took the credentials, when their outcome is a success. */
export const PROVISIONED = [
  "application.provision.user.push",
  "application.provision.user.push_profile",
  "application.provision.user.deactivate",
  "application.provision.user.reactivate",
  "application.provision.user.sync",
];
/** Okta asked for a user before pushing it: its failure may tell of the credentials, as a push's may. */
export const ASKED_FOR_USER = "application.provision.user.verify_exists";
/** The remote side refused the credentials; and, despite its name, that they could not be verified. */
export const REFUSED = [
  "application.integration.authentication_failure",
  "application.configuration.update",
];

export function createOkta(entry: OktaEntry, environment: NodeJS.ProcessEnv, http: Http): Okta {
  let aheadMs = 0;
  const access = oktaAccess(entry, environment, http);
  const watched: Http = {
    async send(request, signal) {
      const asked = Date.now();
      const answer = await access.http.send(request, signal);
      aheadMs = clockAheadMs(answer.headers["date"], asked, Date.now());
      return answer;
    },
  };
  const okta = vendorHttp({
    name: "Okta",
    http: watched,
    base: () => `${orgUrl(entry, environment)}/api/v1`,
    authorization: (signal) => access.authorization(signal),
    wordsOf: (z) =>
      z
        .object({
          errorCode: z.string(),
          errorSummary: z.string(),
          errorCauses: z.array(z.object({ errorSummary: z.string() })).default([]),
        })
        .transform((said) =>
          [
            `${said.errorCode}: ${said.errorSummary}`,
            ...said.errorCauses.map((cause) => cause.errorSummary),
          ].join("; "),
        ),
  });
  const appPath = (id: string) => `/apps/${encodeURIComponent(id)}`;
  const connectionPath = (appId: string) => `${appPath(appId)}/connections/default`;

  return {
    clockAheadMs: () => aheadMs,

    app: (id, signal) => okta.read({ trying: `reading app ${id}`, url: appPath(id) }, app, signal),

    appsNamed(name, signal) {
      const query = new URLSearchParams({ filter: `name eq "${name}"`, limit: "200" });
      return okta.list(
        { trying: `listing the apps named ${name}`, url: `/apps?${query.toString()}` },
        (z) => z.array(app(z)),
        (items, { headers }) => ({ items, next: nextPage(headers["link"]) }),
        signal,
      );
    },

    connection(appId, signal) {
      const trying = `reading the provisioning connection of app ${appId}`;
      return okta.read({ trying, url: connectionPath(appId) }, connection, signal);
    },

    saveConnection: (appId, { baseUrl, token }, signal) =>
      okta.read(
        {
          trying: `saving the token in app ${appId}`,
          method: "POST",
          url: connectionPath(appId),
          json: { baseUrl, profile: { authScheme: "TOKEN", token } },
          repeatable: true, // the same token again changes nothing
          secret: token,
        },
        connection,
        signal,
      ),

    activateConnection(appId, signal) {
      const trying = `activating the provisioning connection of app ${appId}`;
      const url = `${connectionPath(appId)}/lifecycle/activate`;
      return okta.sent({ trying, method: "POST", url, repeatable: true }, signal);
    },

    provisioningEvents(appId, since, signal) {
      const trying = `reading the System Log for app ${appId}`;
      const types = [...PROVISIONED, ASKED_FOR_USER, ...REFUSED].map(
        (type) => `eventType eq "${type}"`,
      );
      const query = new URLSearchParams({
        since: since.toISOString(),
        filter: `target.id eq "${appId}" and (${types.join(" or ")})`,
        sortOrder: "DESCENDING",
        limit: "100",
      });
      const url = `/logs?${query.toString()}`;
      return okta.read({ trying, url }, (z) => z.array(event(z)), signal);
    },
  };
}

/** RFC 8288; Okta sends a Link header for each relation. */
function nextPage(link: string | undefined): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}
