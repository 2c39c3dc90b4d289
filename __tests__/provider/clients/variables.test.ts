import {
  ENTRA_VARIABLES,
  IRRELEVANT_VARIABLES,
  OKTA_VARIABLES,
  UNSUPPORTED_VARIABLES,
  type Variable,
} from "../../../provider/clients/variables";

/** Of azuread 3.9.0 (internal/provider/provider.go and helpers.go) and okta 6.12.0 (okta/config/config.go). */
const READ_BY_AZUREAD = [
  ..."ARM_CLIENT_ID ARM_CLIENT_ID_FILE_PATH ARM_TENANT_ID ARM_ENVIRONMENT ARM_METADATA_HOSTNAME".split(
    " ",
  ),
  ..."ARM_CLIENT_CERTIFICATE ARM_CLIENT_CERTIFICATE_PASSWORD ARM_CLIENT_CERTIFICATE_PATH".split(
    " ",
  ),
  ..."ARM_CLIENT_SECRET ARM_CLIENT_SECRET_FILE_PATH ARM_USE_OIDC ARM_OIDC_TOKEN".split(" "),
  ..."ARM_OIDC_TOKEN_FILE_PATH ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID".split(" "),
  ..."ARM_OIDC_AZURE_SERVICE_CONNECTION_ID ARM_OIDC_REQUEST_TOKEN ARM_OIDC_REQUEST_URL".split(" "),
  ..."ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL SYSTEM_ACCESSTOKEN".split(" "),
  ..."SYSTEM_OIDCREQUESTURI ARM_USE_AKS_WORKLOAD_IDENTITY AZURE_TENANT_ID ARM_USE_CLI".split(" "),
  ..."ARM_USE_MSI ARM_MSI_ENDPOINT ARM_PARTNER_ID ARM_DISABLE_TERRAFORM_PARTNER_ID".split(" "),
];
const READ_BY_OKTA = [
  ..."OKTA_ORG_NAME OKTA_BASE_URL OKTA_API_TOKEN OKTA_ACCESS_TOKEN OKTA_API_CLIENT_ID".split(" "),
  ..."OKTA_API_PRIVATE_KEY OKTA_API_PRIVATE_KEY_ID OKTA_API_SCOPES OKTA_HTTP_PROXY".split(" "),
  "MAX_API_CAPACITY",
];

test("whatever azuread and okta read works here too, or is named as unsupported or irrelevant", () => {
  const table: readonly Variable[] = [
    ...Object.values(ENTRA_VARIABLES),
    ...Object.values(OKTA_VARIABLES),
  ];
  const known = [
    ...table.flatMap(({ names, files = [] }) => [...names, ...files]),
    ...Object.keys(UNSUPPORTED_VARIABLES),
    ...IRRELEVANT_VARIABLES,
  ];
  const missing = [...READ_BY_AZUREAD, ...READ_BY_OKTA].filter((each) => !known.includes(each));
  expect(missing).toEqual([]);
});
