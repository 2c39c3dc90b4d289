/**
 * What a plan can know of the token that is handed over in the environment. Read asks Druva about it
 * and warns; the plan says by the same rule whether the apply will take it.
 */
import type { Clients } from "../../clients/clients";
import type { Context } from "../../framework/resource";
import { foundIn, handedOver } from "../../issuers/handover";
import { faultOf } from "../../issuers/token-text";
import { fingerprint } from "../../rotation/fingerprint";
import { type Verdict, verdictOf } from "../../rotation/probe";
import type { Token } from "./schema";
import { type Found, variablesOf, verdictIn } from "./state";

/** By its fingerprint, and Druva's verdict on it. */
type Handed = NonNullable<Found["handed"]>;

/** What the apply will find, and whether Druva is known to accept it. */
export interface Ready {
  readonly variable: string;
  readonly fingerprint: string;
  readonly isAccepted: boolean;
}

/**
 * Warns of what a rotation would refuse; whether one is planned, Read cannot know. `present`: the
 * verdict on the token in state. Throws where what is there can be no token.
 */
export async function lookAtHandover(
  state: Token,
  present: Verdict,
  context: Context<Clients>,
): Promise<Handed | null> {
  const { client, signal } = context;
  const given = handedOver(variablesOf(state), client.environment);
  if (given === null) return null;
  const unasked: Handed = { fingerprint: fingerprint(given.token), probe: "none" };
  const handed: Handed =
    whyRefused(unasked, state, present) === undefined
      ? { ...unasked, probe: verdictOf(await client.scim.probe(given.token, signal), "none") }
      : unasked;
  const why = whyRefused(handed, state, present);
  if (why !== undefined) {
    context.warn({
      code: "handover-ignored",
      summary: `${given.variable} is ignored`,
      detail: `It holds ${handed.fingerprint}, and ${why}`,
      attribute: ["token"],
    });
  }
  return handed;
}

/**
 * Null where nothing is handed over, or what the apply will refuse. Whatever Read did not ask about
 * (it looks only at a resource that exists, and not in the apply of a saved plan) may be accepted.
 */
export function readyIn(
  prior: Token | null,
  config: Token,
  found: Found | null,
  environment: NodeJS.ProcessEnv,
): Ready | null {
  const given = foundIn(variablesOf(config), environment);
  if (given === null || faultOf(given.token) !== undefined) return null;
  const name = fingerprint(given.token);
  const handed: Handed =
    found?.handed?.fingerprint === name ? found.handed : { fingerprint: name, probe: "none" };
  if (whyRefused(handed, prior, verdictIn(found)) !== undefined) return null;
  return { variable: given.variable, fingerprint: name, isAccepted: handed.probe === "accepted" };
}

/** Undefined where nothing speaks against it. */
function whyRefused(
  { fingerprint: name, probe }: Handed,
  prior: Token | null,
  present: Verdict,
): string | undefined {
  if (prior?.fingerprint === name) {
    return "that is the token in state. Remove the variable: it has done its work, and a rotation would refuse it.";
  }
  const todo =
    "A rotation would refuse it; without one it does nothing. Remove the variable, or set it to the token that was generated last.";
  if (prior?.past_fingerprints?.includes(name)) return `that token was replaced before. ${todo}`;
  if (probe === "rejected") return `Druva rejects it. ${todo}`;
  if (probe === "accepted" && present === "accepted") {
    return `Druva accepts it beside the one in state, so it may be another tenant's. ${todo}`;
  }
  return undefined;
}
