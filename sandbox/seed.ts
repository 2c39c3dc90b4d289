/** What the sandbox is filled with at its start; the example's druva-scim.yaml names the same ids. */

export const DRUVA_TENANT = "acme";
export const SCIM_PATH = "/insync/scim";

export type Role = "Druva Cloud administrator" | "inSync Cloud administrator" | "Help desk";

/** Who can sign in to the Druva console; only the first two may generate a token. */
export const DRUVA_ACCOUNTS: readonly { readonly email: string; readonly role: Role }[] = [
  { email: "cloud.admin@acme.example", role: "Druva Cloud administrator" },
  { email: "insync.admin@acme.example", role: "inSync Cloud administrator" },
  { email: "help.desk@acme.example", role: "Help desk" },
];

export const ENTRA_TENANT_ID = "00000000-0000-0000-0000-0000000000cc";
/** A second one, with one application. */
export const OTHER_ENTRA_TENANT_ID = "00000000-0000-0000-0000-0000000000cd";
export const ENTRA_TENANTS: readonly string[] = [ENTRA_TENANT_ID, OTHER_ENTRA_TENANT_ID];
export const ENTRA_CLIENT_ID = "00000000-0000-0000-0000-0000000000ee";

/** Where Microsoft's clouds sign in and have Graph: Azure, its government clouds, and China. */
export const ENTRA_HOSTS: readonly string[] = [
  "login.microsoftonline.com",
  "graph.microsoft.com",
  "login.microsoftonline.us",
  "graph.microsoft.us",
  "dod-graph.microsoft.us",
  "login.chinacloudapi.cn",
  "login.partner.microsoftonline.cn",
  "microsoftgraph.chinacloudapi.cn",
];

const GALLERY_DRUVA = "00000000-0000-0000-0000-00000000d10a";
const GALLERY_OTHER = "00000000-0000-0000-0000-00000000d10b";

export interface PrincipalSeed {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly applicationTemplateId: string;
  /** Whether somebody set its provisioning up in the portal, which saves four keys. */
  readonly setUpInPortal: boolean;
  /** Whether it has a provisioning job from the start. */
  readonly job: boolean;
  /** Default: the first one. */
  readonly tenantId?: string;
}

/** What the portal saves beside BaseAddress and SecretToken: whom to alert, and whom to provision. */
export const PORTAL_SETTINGS = {
  SyncNotificationSettings: JSON.stringify({
    Enabled: true,
    Recipients: "it@acme.example",
    DeleteThresholdEnabled: true,
    DeleteThresholdValue: 17,
  }),
  SyncAll: "false",
};

export const PRINCIPALS: readonly PrincipalSeed[] = [
  {
    id: "00000000-0000-0000-0000-0000000000aa",
    appId: "00000000-0000-0000-0000-00000000aa01",
    displayName: "Druva Engineering",
    applicationTemplateId: GALLERY_DRUVA,
    setUpInPortal: true,
    job: true,
  },
  {
    id: "00000000-0000-0000-0000-0000000000ab",
    appId: "00000000-0000-0000-0000-00000000ab01",
    displayName: "Druva Sales",
    applicationTemplateId: GALLERY_DRUVA,
    setUpInPortal: true,
    job: true,
  },
  {
    id: "00000000-0000-0000-0000-0000000000ac",
    appId: "00000000-0000-0000-0000-00000000ac01",
    displayName: "Legacy SCIM app",
    applicationTemplateId: GALLERY_OTHER,
    setUpInPortal: true,
    job: false,
  },
  {
    id: "00000000-0000-0000-0000-0000000000ad",
    appId: "00000000-0000-0000-0000-00000000ad01",
    displayName: "Druva Legal",
    applicationTemplateId: GALLERY_DRUVA,
    setUpInPortal: false,
    job: false,
  },
];

/** In the second Entra tenant. */
export const OTHER_TENANTS_PRINCIPAL: PrincipalSeed = {
  id: "00000000-0000-0000-0000-0000000000ae",
  appId: "00000000-0000-0000-0000-00000000ae01",
  displayName: "Druva Subsidiary",
  applicationTemplateId: GALLERY_DRUVA,
  setUpInPortal: true,
  job: true,
  tenantId: OTHER_ENTRA_TENANT_ID,
};

/** Of an application beyond those above, counted from 0. */
export function furtherApplicationId(index: number): string {
  return `00000000-0000-0000-0001-${index.toString(16).padStart(12, "0")}`;
}

/** As many more of Druva's gallery applications, each set up in the portal. */
export function furtherApplications(count: number): PrincipalSeed[] {
  return Array.from({ length: count }, (_, index) => {
    const id = furtherApplicationId(index);
    return {
      id,
      appId: id.replace("-0001-", "-0002-"),
      displayName: `Druva ${index}`,
      applicationTemplateId: GALLERY_DRUVA,
      setUpInPortal: true,
      job: true,
    };
  });
}

export const OKTA_ORG_NAME = "sandbox";
export const OKTA_BASE_URL = "okta.com";
export const OKTA_HOST = `${OKTA_ORG_NAME}.${OKTA_BASE_URL}`;

/** Apps that programs sign in as. Okta demands proofs of possession of each that is made today. */
export const OKTA_SERVICE_APPS: readonly {
  readonly clientId: string;
  readonly demandsProofs: boolean;
}[] = [
  { clientId: "0oaService", demandsProofs: false },
  { clientId: "0oaServiceWithProofs", demandsProofs: true },
];

export interface OktaAppSeed {
  readonly id: string;
  /** Of the integration, the same for all apps made from it. */
  readonly name: string;
  readonly label: string;
  /** Whether the connections API takes a token for it; else only the Admin Console does. */
  readonly connectionsApi: boolean;
}

export const OKTA_APPS: readonly OktaAppSeed[] = [
  { id: "0oaDruvaApi", name: "okta_org2org", label: "Druva by API", connectionsApi: true },
  { id: "0oaDruvaPerson", name: "druva_20", label: "Druva 2.0", connectionsApi: false },
];

export const OTHER_IDP_NAME = "other-idp";
