/** From when on Okta's System Log tells of the token that an app must hold. */
import type { Clients } from "../clients/clients";
import { type Instant, startAfter } from "../clients/okta-evidence";
import type { Known } from "./connection-test.known";
import type { OktaArgs } from "./okta-connection-test";

/** Once it was seen to work, the one before was seen no longer, and the SCIM URL is the one that is meant. */
export function startOf(
  { isMoved, evidenceSince, verifiedAt }: Known,
  { proven_at, old_token_last_valid_at }: OktaArgs,
  clients: Pick<Clients, "clock">,
): Instant {
  if (isMoved) return { here: clients.clock.now() };
  if (evidenceSince !== null) return { okta: new Date(evidenceSince) };
  return startAfter([verifiedAt, proven_at, old_token_last_valid_at].map(dateOf), clients);
}

function dateOf(rfc3339: string | null): Date | null {
  return rfc3339 === null ? null : new Date(rfc3339);
}
