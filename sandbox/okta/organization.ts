/** What the Okta organization holds: apps with their provisioning connections. */
import type { SandboxClock } from "../clock";
import { fingerprint } from "../fingerprint";
import type { ScimClient, ScimCredentials, ScimVerdict } from "../scim-client";
import { OKTA_APPS, type OktaAppSeed } from "../seed";
import { notFound } from "./errors";
import { SystemLog } from "./system-log";

export interface OrganizationApp {
  readonly seed: OktaAppSeed;
  credentials: ScimCredentials | undefined;
  /** As the connections API shows it; an app that it does not know is UNKNOWN whatever it holds. */
  connection: "UNKNOWN" | "DISABLED" | "ENABLED";
}

export class Organization {
  readonly apps: readonly OrganizationApp[];
  readonly log: SystemLog;

  constructor(
    clock: SandboxClock,
    readonly scim: ScimClient,
  ) {
    this.log = new SystemLog(clock);
    this.apps = OKTA_APPS.map((seed) => ({ seed, credentials: undefined, connection: "UNKNOWN" }));
  }

  /** Throws Okta's own 404. */
  app(id: string): OrganizationApp {
    const found = this.apps.find(({ seed }) => seed.id === id);
    if (found === undefined) throw notFound(id, "AppInstance");
    return found;
  }

  /** Tests the credentials and saves them where they work, whoever asks: API or Admin Console. */
  async save(app: OrganizationApp, credentials: ScimCredentials): Promise<ScimVerdict> {
    const verdict = await this.scim.test(credentials);
    if (verdict.works) app.credentials = credentials;
    else
      this.log.add(app, "application.configuration.update", "FAILURE", {
        // A failure, despite the name: Okta could not verify the credentials.
        reason: "Could not verify the API credentials",
      });
    return verdict;
  }

  heldBy(app: OrganizationApp): string | null {
    return app.credentials === undefined ? null : fingerprint(app.credentials.token);
  }
}
