/**
 * The rule of apply: a binding gets a token that Druva accepts, and then its test decides. One that
 * fails although its writer believes it is done gets the token once more.
 */
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { whyNotToWrite } from "./ask-first";
import { lookAt } from "./look-at-place";
import { type Look, type Place, whatIsThere } from "./place";

export interface Binding {
  /** Null where the token is not known (observed): then the place is only looked at. */
  readonly token: string | null;
  /** Its first apply: nothing shows what the place holds, nor that the vendor can use our token. */
  readonly isFirst: boolean;
  /** Another URL is meant than at the last apply. */
  readonly isMoved: boolean;
  /** It is applied only because the vendor has stopped its work there. */
  readonly isRestart: boolean;
  /** Nobody can test it, by the reviewed configuration: the write's own answer has to do. */
  readonly isUntestable: boolean;
}

/** New values take seconds to be seen everywhere at a vendor: a failed test is repeated after these. */
const PATIENCE_MS = [1_000, 2_000, 4_000];

/** Throws what a refused write throws, and a ProviderError where the token must not be written. */
export async function bind(
  place: Place,
  binding: Binding,
  clients: Pick<Clients, "scim" | "pause">,
  signal: AbortSignal,
): Promise<Look> {
  const { token } = binding;
  if (token === null || place.writer === "person" || place.scimUrl === null) {
    return lookAt(place, signal);
  }
  // Its test may pass with another token that works there, and with the URL before: written once.
  const mayBeAnother = binding.isMoved || (binding.isFirst && place.testsThisToken !== true);
  if ((place.writer === "another" || binding.isRestart) && !mayBeAnother) {
    const first = await lookAt(place, signal);
    if (first.found === "worked") return first;
    // Nothing says that it needs a write, unless nothing ever will.
    if (first.found === "unknown" && !binding.isUntestable) return first;
  }
  await refuseUnprovenToken(place, token, place.scimUrl, clients, signal);
  if (binding.isFirst || binding.isMoved) await refuseUnusableToken(place, token, binding, signal);
  await place.write(token, signal);
  const written = await lookPatiently(place, clients, signal);
  if (written.found !== "refused") return written;
  await place.write(token, signal);
  return lookPatiently(place, clients, signal);
}

async function lookPatiently(
  place: Place,
  { pause }: Pick<Clients, "pause">,
  signal: AbortSignal,
): Promise<Look> {
  let look = await lookAt(place, signal);
  for (const milliseconds of PATIENCE_MS) {
    if (look.found !== "refused") break;
    await pause(milliseconds, signal);
    look = await lookAt(place, signal);
  }
  return look;
}

/** Throws where Druva does not accept the token: what the place holds now may still work. */
async function refuseUnprovenToken(
  place: Place,
  token: string,
  scimUrl: string,
  clients: Pick<Clients, "scim">,
  signal: AbortSignal,
): Promise<void> {
  const probe = await whyNotToWrite(token, scimUrl, clients, signal);
  if (probe === undefined) return;
  const todo =
    probe.verdict === "rejected"
      ? "Hand over the token that was generated last, so that druva_scim_token takes it over, and apply again"
      : "Check the SCIM URL, and apply again once Druva accepts the token";
  throw new ProviderError({
    code: "token-not-proven",
    summary: "The token was not written: Druva does not accept it",
    detail: `${place.name}: ${probe.message}. ${whatIsThere(place)}. ${todo}.`,
  });
}

/** A working token must not be replaced by one that the vendor cannot use. */
async function refuseUnusableToken(
  place: Place,
  token: string,
  { isUntestable }: Binding,
  signal: AbortSignal,
): Promise<void> {
  const tried = await place.tryUnsaved?.(token, signal);
  if (tried === undefined || tried.found === "worked") return;
  if (tried.found !== "refused" && isUntestable) return;
  const found =
    tried.found === "refused"
      ? `Druva accepts the token here, and the vendor cannot use it: ${tried.evidence}. Check that the vendor reaches ${place.scimUrl ?? "Druva"}`
      : `whether the vendor can use the token could not be tested: ${tried.evidence}. Allow the test`;
  throw new ProviderError({
    code: "token-not-usable",
    summary: "The token was not written: its test before saving did not pass",
    detail: `${place.name}: ${found}, and apply again. ${whatIsThere(place)}.`,
  });
}
