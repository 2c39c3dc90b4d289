/** Okta pushes one new user to an app with the token that it holds, and writes down how it went. */
import type { VendorCycle } from "../scim-client";
import type { Organization } from "./organization";

export async function runOktaCycle(
  organization: Organization,
  appId: string,
  userName: string,
): Promise<VendorCycle> {
  const { log, scim } = organization;
  const app = organization.app(appId);
  const isOff = app.seed.connectionsApi && app.connection !== "ENABLED";
  if (app.credentials === undefined || isOff)
    return { outcome: "skipped", detail: "The app's API integration is not enabled." };
  const { works, ...result } = await scim.provision(`okta/${appId}`, app.credentials, userName);
  const failure = works ? {} : { reason: result.detail };
  if (!works)
    log.add(
      app,
      result.status === 401
        ? "application.integration.authentication_failure"
        : "application.integration.general_failure",
      "FAILURE",
      failure,
    );
  log.add(app, "application.provision.user.push", works ? "SUCCESS" : "FAILURE", {
    user: userName,
    ...failure,
  });
  return { outcome: works ? "created" : "failed", ...result };
}
