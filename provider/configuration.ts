/** What `provider "druva"` is configured with. */
import { ENTRA_VARIABLES, namesOf, OKTA_VARIABLES } from "./clients/variables";
import { bool, listOfStrings, objectsByName, string } from "./framework/schema";

const entraFrom = (name: keyof typeof ENTRA_VARIABLES) =>
  `Environment: ${namesOf(ENTRA_VARIABLES[name])}.`;
const oktaFrom = (name: keyof typeof OKTA_VARIABLES) =>
  `Environment: ${namesOf(OKTA_VARIABLES[name])}.`;

export const entraFields = {
  tenant_id: string({ optional: true, description: entraFrom("tenant_id") }),
  client_id: string({ optional: true, description: entraFrom("client_id") }),
  client_secret: string({
    optional: true,
    sensitive: true,
    description: entraFrom("client_secret"),
  }),
  client_certificate_path: string({
    optional: true,
    description: `A PEM file with certificate and key. ${entraFrom("client_certificate_path")}`,
  }),
  client_certificate_password: string({
    optional: true,
    sensitive: true,
    description: entraFrom("client_certificate_password"),
  }),
  use_oidc: bool({
    optional: true,
    description: `A workload's identity, as GitHub Actions, Azure DevOps and clusters give one. ${entraFrom("use_oidc")}`,
  }),
  use_cli: bool({ optional: true, description: entraFrom("use_cli") }),
  use_msi: bool({ optional: true, description: entraFrom("use_msi") }),
  environment: string({
    optional: true,
    description: `"public" (default), "usgovernment", "usgovernmentl5" or "china". ${entraFrom("environment")}`,
  }),
  metadata_host: string({
    optional: true,
    description: `Host[:port] that serves the cloud's metadata. ${entraFrom("metadata_host")}`,
  }),
};

export const oktaFields = {
  org_name: string({ optional: true, description: oktaFrom("org_name") }),
  base_url: string({
    optional: true,
    description: `Default: "okta.com". ${oktaFrom("base_url")}`,
  }),
  api_token: string({
    optional: true,
    sensitive: true,
    description: oktaFrom("api_token"),
  }),
  access_token: string({
    optional: true,
    sensitive: true,
    description: `An OAuth access token, made elsewhere. ${oktaFrom("access_token")}`,
  }),
  client_id: string({ optional: true, description: oktaFrom("client_id") }),
  private_key: string({
    optional: true,
    sensitive: true,
    description: `PEM. ${oktaFrom("private_key")}`,
  }),
  private_key_id: string({ optional: true, description: oktaFrom("private_key_id") }),
  scopes: listOfStrings({
    optional: true,
    description: `${oktaFrom("scopes")} Separated by commas there.`,
  }),
};

export const providerFields = {
  scim_url: string({
    optional: true,
    description:
      "Druva's SCIM base URL. Environment: DRUVA_SCIM_URL. Default: https://apis.druva.com/insync/scim.",
  }),
  journal_dir: string({
    optional: true,
    description:
      "Where interrupted rotations are remembered. Environment: DRUVA_SCIM_JOURNAL_DIR. Default: $XDG_STATE_HOME/druva-scim.",
  }),
  bound_elsewhere: listOfStrings({
    optional: true,
    description:
      'Applications that hold the token of another Druva tenant, as "entra/<object id>" or "okta/<app id>": nothing warns of them. The constructs fill it in.',
  }),
  entra: objectsByName(entraFields, {
    optional: true,
    description:
      'Ways to Entra tenants, by name. Default: one, "default", from the ARM_* variables that azuread reads.',
  }),
  okta: objectsByName(oktaFields, {
    optional: true,
    description:
      'Ways to Okta organizations, by name. Default: one, "default", from the OKTA_* variables that okta reads.',
  }),
};
