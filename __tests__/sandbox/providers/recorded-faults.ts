/** What each row of the recording did to the vendors, in the words of the sandbox's faults. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { FaultRequest, HolderId } from "../../../sandbox/control/types";

export const ENTRA_APPLICATION = "00000000-0000-0000-0000-0000000000aa";
export const OKTA_APP = "0oaDruvaApi";
export const ENTRA: HolderId = `entra/${ENTRA_APPLICATION}`;
export const OKTA: HolderId = `okta/${OKTA_APP}`;

/** One row of stock-provider-faults.jsonl: what the real packages did. */
export interface Recorded {
  readonly case: string;
  readonly during: "apply of a new token" | "create" | "plan";
  readonly requests_that_met_the_fault?: number;
  readonly error?: readonly string[];
  // of an apply
  readonly apply?: "fails" | "succeeds";
  /** `clean`, or `changes` with what they are. */
  readonly next_plan?: string;
  readonly entra_holds_new_token?: boolean;
  /** `null`: Okta had no part in it. */
  readonly okta_holds_new_token?: boolean | null;
  readonly state_has_resource?: boolean;
  readonly gets_of_secrets?: number;
  // of a plan
  readonly exit?: number;
}

const rows: readonly Recorded[] = readFileSync(
  join(__dirname, "../../data/stock-provider-faults.jsonl"),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

/** Rows about an application that was set up in the portal, where the keys are the fault. */
const onPortalApplication = ({ case: name }: Recorded) => name.startsWith("azuread, ");
export const recordedOnPortalApplications = rows.filter(onPortalApplication);
export const recorded = rows.filter((row) => !onPortalApplication(row));

const PRINCIPAL = `/v1.0/servicePrincipals/${ENTRA_APPLICATION}`;
const CONNECTION = `/api/v1/apps/${OKTA_APP}/connections/default`;
const INJECTED = { error: { code: "Fault", message: "injected" } };

const entraPut = (fault: Partial<FaultRequest>): FaultRequest => ({
  host: "entra",
  method: "PUT",
  path: `${PRINCIPAL}/synchronization/secrets`,
  body: INJECTED,
  ...fault,
});
const entraSecrets = (fault: Partial<FaultRequest>): FaultRequest => ({
  host: "entra",
  method: "GET",
  path: `${PRINCIPAL}/synchronization/secrets`,
  ...fault,
});
const oktaPost = (fault: Partial<FaultRequest>): FaultRequest => ({
  host: "okta",
  method: "POST",
  path: CONNECTION,
  ...fault,
});
const oktaGet = (fault: Partial<FaultRequest>): FaultRequest => ({
  host: "okta",
  method: "GET",
  path: CONNECTION,
  ...fault,
});
const oktaError = (errorCode: string, errorSummary: string) => ({
  body: { errorCode, errorSummary, errorLink: errorCode, errorId: "oae1", errorCauses: [] },
});

/** By a row's `case`. Somebody else's hand is another thing: see `OTHER_HANDS`. */
export const FAULTS: Readonly<Record<string, FaultRequest>> = {
  "azuread PUT 400 always": entraPut({ status: 400 }),
  "azuread PUT 401 always": entraPut({ status: 401 }),
  "azuread PUT 429 Retry-After 2, twice": entraPut({
    status: 429,
    headers: { "retry-after": "2" },
    count: 2,
  }),
  "azuread PUT 500 once": entraPut({ status: 500, count: 1 }),
  "azuread PUT 503 always": entraPut({ status: 503 }),
  "azuread PUT 403 always": entraPut({ status: 403 }),
  "okta POST 400 validation": oktaPost({
    status: 400,
    ...oktaError("E0000001", "Api validation failed: credential"),
  }),
  "okta POST 401": oktaPost({ status: 401, ...oktaError("E0000011", "Invalid token provided") }),
  "okta POST 403": oktaPost({
    status: 403,
    ...oktaError("E0000006", "You do not have permission to perform the requested action"),
  }),
  "okta POST 429 once": oktaPost({
    status: 429,
    ...oktaError("E0000047", "API call exceeded rate limit due to too many requests."),
    count: 1,
  }),
  "okta POST 500 once": oktaPost({
    status: 500,
    ...oktaError("E0000009", "Internal Server Error"),
    count: 1,
  }),
  "okta POST 200 UNKNOWN": oktaPost({
    status: 200,
    body: { authScheme: "UNKNOWN", profile: { authScheme: "UNKNOWN" }, status: "UNKNOWN" },
  }),
  "entra token endpoint 401 invalid_client": {
    host: "entra",
    method: "POST",
    path: "*/oauth2/v2.0/token",
    status: 401,
    body: {
      error: "invalid_client",
      error_description: "AADSTS7000215: Invalid client secret provided.",
    },
  },
  "entra service principal 404": {
    host: "entra",
    method: "GET",
    path: PRINCIPAL,
    status: 404,
    body: { error: { code: "Request_ResourceNotFound", message: "does not exist" } },
  },
  "entra secrets GET 404": entraSecrets({
    status: 404,
    body: { error: { code: "Request_ResourceNotFound", message: "does not exist" } },
  }),
  "okta users/me 401": {
    host: "okta",
    method: "GET",
    path: "/api/v1/users/me",
    status: 401,
    ...oktaError("E0000011", "Invalid token provided"),
  },
  "okta app 404": {
    host: "okta",
    method: "GET",
    path: `/api/v1/apps/${OKTA_APP}`,
    status: 404,
    ...oktaError("E0000007", `Not found: Resource not found: ${OKTA_APP} (AppInstance)`),
  },
  "okta connection GET 404": oktaGet({
    status: 404,
    ...oktaError("E0000007", `Not found: Resource not found: ${OKTA_APP} (AppInstance)`),
  }),
  "SecretToken key removed in Entra": entraSecrets({
    status: 200,
    body: { value: [{ key: "BaseAddress", value: "https://localhost/insync/scim" }] },
  }),
  "all secrets removed in Entra": entraSecrets({ status: 200, body: { value: [] } }),
  "Okta connection DISABLED by someone else": oktaGet({
    status: 200,
    body: {
      baseUrl: "https://localhost/insync/scim",
      authScheme: "TOKEN",
      profile: { authScheme: "TOKEN" },
      status: "DISABLED",
    },
  }),
  "Okta connection back to UNKNOWN": oktaGet({
    status: 200,
    body: { authScheme: "UNKNOWN", status: "UNKNOWN" },
  }),
};

/** Rows in which another hand put a token where ours was. */
export const OTHER_HANDS: Readonly<Record<string, HolderId>> = {
  "token in Entra changed by someone else": ENTRA,
  "token in Okta changed by someone else": OKTA,
};
