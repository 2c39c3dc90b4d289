/** SCIM errors (RFC 7644, section 3.12). Druva's own texts are unknown; these are the sandbox's. */
import { Refusal } from "../server";

export const SCIM_JSON = "application/scim+json; charset=utf-8";

/** `scimType` is one of the RFC's keywords, such as `invalidFilter`. */
export function scimError(status: number, detail: string, scimType?: string): Refusal {
  return new Refusal(
    status,
    detail,
    {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      status: String(status),
      ...(scimType === undefined ? {} : { scimType }),
      detail,
    },
    SCIM_JSON,
  );
}
