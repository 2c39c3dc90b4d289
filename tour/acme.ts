/** The sandbox's tenant, as druva-scim.yaml at the top of this project describes it. */
import type { HolderId } from "../sandbox/control/types";

export const TENANT = "acme";
export const PERSONS_APP = "0oaDruvaPerson";
/** The Entra application whose secret is not written when step 5 makes the write fail. */
export const SALES = "00000000-0000-0000-0000-0000000000ab";
/** In no binding: the stock resource alone manages it. */
export const LEGACY = "00000000-0000-0000-0000-0000000000ac";

export const ENTRA_ENGINEERING: HolderId = "entra/00000000-0000-0000-0000-0000000000aa";
export const ENTRA_SALES: HolderId = `entra/${SALES}`;
export const ENTRA_LEGACY: HolderId = `entra/${LEGACY}`;
export const OKTA_API: HolderId = "okta/0oaDruvaApi";
export const OKTA_PERSON: HolderId = `okta/${PERSONS_APP}`;
export const OTHER_IDP: HolderId = "command/other-idp";

/** Everything that holds the tenant's token. */
export const HOLDERS: readonly HolderId[] = [
  ENTRA_ENGINEERING,
  ENTRA_SALES,
  OKTA_API,
  OKTA_PERSON,
  OTHER_IDP,
];
