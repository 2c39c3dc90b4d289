/**
 * May a place be written? Only a write tells. What it holds is saved once more, with the living token
 * from state: nothing changes, and a refusal is known while that token still lives.
 */
import type { Clients } from "../clients/clients";
import { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import { whyNotToWrite } from "./ask-first";
import { type Consumer, keyOf } from "./consumer";
import { lookAt } from "./look-at-place";
import type { Look, Place } from "./place";
import {
  type ConsumerPreflight,
  failedPreflight,
  type PreflightFinding,
  type LivingToken,
  refusalOf,
} from "./preflight-finding";

export async function saveAgain(
  place: Place,
  consumer: Consumer,
  living: LivingToken | null,
  { look, warnings }: { readonly look: Look; readonly warnings: readonly PreflightFinding[] },
  clients: Pick<Clients, "scim">,
  signal: AbortSignal,
): Promise<ConsumerPreflight> {
  const consumerKey = keyOf(consumer);
  const warning = (message: string, todo: string): PreflightFinding => ({
    severity: "warning",
    consumer: consumerKey,
    message: `${place.name}: ${message}`,
    todo,
  });
  if (look.found === "refused") {
    const found = warning(
      `it holds a token that does not work: ${look.evidence}`,
      "Deploy first: the living token is written and tested, none is issued",
    );
    return { findings: [...warnings, found], write: "not proven" };
  }
  if (living === null || place.scimUrl === null) {
    return { findings: warnings, write: "not proven" };
  }
  const refusal = await whyNotToWrite(living.token, place.scimUrl, clients, signal);
  if (refusal !== undefined) {
    const found = warning(
      `whether it may be written was not tried, because Druva does not accept the token in state: ${refusal.message}`,
      "What is written shows only in the deploy",
    );
    return { findings: [...warnings, found], write: "not proven" };
  }
  try {
    await place.write(living.token, signal);
  } catch (error) {
    if (error instanceof VendorError)
      return failedPreflight(...warnings, refusalOf(consumerKey, error));
    if (!(error instanceof ProviderError)) throw error;
    return failedPreflight(
      ...warnings,
      ...error.diagnostics.map(({ summary, detail }): PreflightFinding => ({
        severity: "error",
        consumer: consumerKey,
        message: `${place.name}: ${summary}`,
        todo: detail.replace(/\.$/, ""),
      })),
    );
  }
  const after = await lookAt(place, signal);
  if (after.found === "refused") {
    return failedPreflight(...warnings, {
      severity: "error",
      consumer: consumerKey,
      message: `${place.name}: what it had was saved once more, and its test does not pass any more: ${after.evidence}`,
      todo: "Deploy: the living token is written and tested",
    });
  }
  return { findings: warnings, write: "proven" };
}
