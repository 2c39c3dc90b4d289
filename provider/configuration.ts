/** What `provider "druva"` is configured with. */
import { bool, listOfStrings, objectsByName, string } from "./framework/schema";

export const entraFields = {
  tenant_id: string({ optional: true, description: "Environment: ARM_TENANT_ID." }),
  client_id: string({ optional: true, description: "Environment: ARM_CLIENT_ID." }),
  client_secret: string({
    optional: true,
    sensitive: true,
    description: "Environment: ARM_CLIENT_SECRET.",
  }),
  client_certificate_path: string({
    optional: true,
    description: "A PEM file with certificate and key. Environment: ARM_CLIENT_CERTIFICATE_PATH.",
  }),
  client_certificate_password: string({
    optional: true,
    sensitive: true,
    description: "Environment: ARM_CLIENT_CERTIFICATE_PASSWORD.",
  }),
  use_oidc: bool({
    optional: true,
    description: "A workload's identity, as GitHub Actions has it. Environment: ARM_USE_OIDC.",
  }),
  use_cli: bool({ optional: true, description: "Environment: ARM_USE_CLI." }),
  use_msi: bool({ optional: true, description: "Environment: ARM_USE_MSI." }),
  environment: string({
    optional: true,
    description:
      '"public" (default), "usgovernment", "usgovernmentl5" or "china". Environment: ARM_ENVIRONMENT.',
  }),
  metadata_host: string({
    optional: true,
    description:
      "Host[:port] that serves the cloud's metadata. Environment: ARM_METADATA_HOSTNAME.",
  }),
};

export const oktaFields = {
  org_name: string({ optional: true, description: "Environment: OKTA_ORG_NAME." }),
  base_url: string({
    optional: true,
    description: 'Default: "okta.com". Environment: OKTA_BASE_URL.',
  }),
  api_token: string({
    optional: true,
    sensitive: true,
    description: "Environment: OKTA_API_TOKEN.",
  }),
  client_id: string({ optional: true, description: "Environment: OKTA_API_CLIENT_ID." }),
  private_key: string({
    optional: true,
    sensitive: true,
    description: "PEM. Environment: OKTA_API_PRIVATE_KEY.",
  }),
  private_key_id: string({ optional: true, description: "Environment: OKTA_API_PRIVATE_KEY_ID." }),
  scopes: listOfStrings({
    optional: true,
    description: "Environment: OKTA_API_SCOPES, separated by commas.",
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
