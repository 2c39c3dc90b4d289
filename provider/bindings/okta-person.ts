/** What a person has to do for an app whose token Okta's API does not take. */
import { labelOf, type Consumer } from "./consumer";

/**
 * How a person enters a token into an app, in the words of Okta's Admin Console and of Druva's help
 * article "Regenerate the SCIM Token and apply to the SCIM application in IdP".
 */
export const ENTER_TOKEN =
  "Applications > the app > Provisioning > Integration > Edit > API Token: paste the token > Test API Credentials > Save";

/**
 * For each app that a person sets, between generating a token and handing it over. Empty where there
 * are none.
 */
export function stepsByHand(consumers: readonly Consumer[]): string[] {
  return consumers
    .filter((each) => each.kind === "okta" && each.through === "person")
    .map(
      (each) =>
        `Okta app ${labelOf(each)}: ${ENTER_TOKEN}. Do this right after generating the token, before it is handed over.`,
    );
}

/** While the binding waits. `provenUrl`: with which SCIM URL the token was last shown to work. */
export function stepsWhileWaiting({
  fingerprint,
  scimUrl,
  provenUrl,
  needsSuccess,
}: {
  readonly fingerprint: string | null;
  readonly scimUrl: string;
  readonly provenUrl: string | null;
  readonly needsSuccess: boolean;
}): string[] {
  const before =
    provenUrl === null || provenUrl === scimUrl ? "" : ` (it last worked with ${provenUrl})`;
  return [
    ...(needsSuccess ? [`Check that Okta uses the SCIM URL ${scimUrl}${before}.`] : []),
    `Enter the token in Okta, where that is not done yet: ${ENTER_TOKEN}.`,
    needsSuccess || fingerprint === null
      ? "Run a provisioning, again if one has just run: only its success shows that the token works there."
      : `Run a provisioning, again if one has just run; or, once its test passed in Okta, set confirmed to "${fingerprint}" for this app in the reviewed configuration.`,
  ];
}
