/** The sandbox's tenant, as druva-scim.yaml at the top of this project describes it. */
import type { HolderId } from "../sandbox/control/types";

export const TENANT = "acme";
export const PERSONS_APP = "0oaDruvaPerson";
/** The provider itself writes the token there. */
export const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
/** azuread_synchronization_secret writes it there. */
export const SALES = "00000000-0000-0000-0000-0000000000ab";
/** Empty at first: azuread_synchronization_job sets its provisioning up. */
export const LEGAL = "00000000-0000-0000-0000-0000000000ad";
/** In no binding: the stock resource alone manages it. */
export const LEGACY = "00000000-0000-0000-0000-0000000000ac";

export const ENTRA_ENGINEERING: HolderId = `entra/${ENGINEERING}`;
export const ENTRA_SALES: HolderId = `entra/${SALES}`;
export const ENTRA_LEGAL: HolderId = `entra/${LEGAL}`;
export const ENTRA_LEGACY: HolderId = `entra/${LEGACY}`;
export const OKTA_API: HolderId = "okta/0oaDruvaApi";
export const OKTA_PERSON: HolderId = `okta/${PERSONS_APP}`;
export const OTHER_IDP: HolderId = "command/other-idp";

/** Everything that holds the tenant's token. */
export const HOLDERS: readonly HolderId[] = [
  ENTRA_ENGINEERING,
  ENTRA_SALES,
  ENTRA_LEGAL,
  OKTA_API,
  OKTA_PERSON,
  OTHER_IDP,
];

/** Applications that were set up in the portal: they have settings that a rotation must not lose. */
export const SET_UP_IN_PORTAL: readonly HolderId[] = [ENTRA_ENGINEERING, ENTRA_SALES];
