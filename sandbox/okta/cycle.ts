/** Okta pushes one new user to an app with the token that it holds, and writes down how it went. */
import type { CycleResult } from "../control/types";
import type { Organization } from "./organization";

export async function runOktaCycle(
  organization: Organization,
  appId: string,
  userName: string,
): Promise<CycleResult> {
  const app = organization.app(appId);
  const cycle = { holder: `okta/${appId}`, fingerprint: organization.heldBy(app) } as const;
  const off = app.seed.connectionsApi && app.connection !== "ENABLED";
  if (app.credentials === undefined || off)
    return {
      ...cycle,
      outcome: "skipped",
      detail: "The app's API integration is not enabled.",
      status: null,
      userName: null,
      userId: null,
    };
  const { works, status, detail, userId } = await organization.scim.createUser(
    app.credentials,
    userName,
  );
  if (status === 401)
    organization.log.add(app, "application.integration.authentication_failure", "FAILURE", {
      reason: detail,
    });
  else if (!works)
    organization.log.add(app, "application.integration.general_failure", "FAILURE", {
      reason: detail,
    });
  organization.log.add(app, "application.provision.user.push", works ? "SUCCESS" : "FAILURE", {
    user: userName,
    ...(works ? {} : { reason: detail }),
  });
  return { ...cycle, outcome: works ? "created" : "failed", detail, status, userName, userId };
}
