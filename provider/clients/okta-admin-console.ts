/**
 * How a person enters a token into an app, in the words of Okta's Admin Console and of Druva's help
 * article "Regenerate the SCIM Token and apply to the SCIM application in IdP".
 */
export const ENTER_TOKEN =
  "Applications > the app > Provisioning > Integration > Edit > API Token: paste the token > Test API Credentials > Save";
