/** What a plan says about the token, for those who review it. */
import { keyOf, nameOf } from "../../bindings/consumer";
import { stepsByHand } from "../../bindings/okta-person";
import { type Holder, without } from "../../bindings/unmanaged";
import type { Diagnostic } from "../../framework/diagnostics";
import { handoverSteps, numbered, type WantedToken } from "../../issuers/handover";
import { argumentName } from "../../rotation/argument-name";
import { utcDay } from "../../rotation/token-status";
import { type TriggerFacts, type DueChange, unmetRequest } from "../../rotation/triggers";
import type { Token } from "./schema";
import type { Ready } from "./handover";
import {
  consumersInWords,
  consumersInState,
  dateOf,
  datesAfter,
  factsOf,
  type Found,
  issuerOf,
  variablesOf,
} from "./state";

type Warning = Omit<Diagnostic, "severity">;

/**
 * What an apply will do to the token, and what stops working. `ready`: where it will find the token
 * for it already. Terraform plans once more within the apply and repeats this at its end, when
 * nobody has to set anything.
 */
export function announce(
  finding: DueChange,
  prior: Token | null,
  config: Token,
  ready: Ready | null,
): Warning {
  const { change, cause, generation, message } = finding;
  const before = prior?.generation ?? 0;
  const holders = consumersInWords(config);
  const whoActs =
    ready === null
      ? numbered(stepsFor(finding, prior, config))
      : lines(readyInWords(ready), numbered(stepsLeft(finding, prior, config)));
  if (change === "rotate") {
    const stops = whenItStops(cause, issuerOf(config));
    const present = prior?.fingerprint ? ` (${prior.fingerprint})` : "";
    return {
      code: "token-rotates",
      summary: `A new token: generation ${before} -> ${generation}; the present one ${stops}`,
      detail: lines(
        `Why: ${message}.`,
        ...(generation > before + 1
          ? [
              `The request asks for generation ${generation}, present is ${before}: ${before + 1} would be next. The apply follows the request; correct it if that is not meant.`,
            ]
          : []),
        `The present token${present} ${stops}: whoever holds it cannot provision until the new one is in place. Holding it: ${holders}.`,
        whoActs,
      ),
      attribute: ["generation"],
    };
  }
  if (cause === "begun") {
    return {
      code: "token-taken-over",
      summary: `A working token is taken over as generation ${generation}`,
      detail: lines(`Why: ${message}.`, `Bound to it: ${holders}.`, whoActs),
      attribute: ["begin"],
    };
  }
  return {
    code: "token-rejected",
    summary: `Druva rejects the token of generation ${before}`,
    detail: lines(
      `${message}. Probably somebody generated another one. Whoever holds the token cannot provision: ${holders}.`,
      `The apply takes over the token that is handed over, as generation ${generation}; it issues none. Its age is then counted from when the present one was last known to work: set ${argumentName("issued_on")} to the day on which it was generated.`,
      whoActs,
    ),
    attribute: ["token"],
  };
}

function readyInWords({ variable, fingerprint, isAccepted }: Ready): string {
  const sure = isAccepted ? ": Druva accepts it" : ", if Druva accepts it";
  return `The apply takes the token from ${variable}, which holds ${fingerprint}${sure}.`;
}

/** A person's click in the console ends it before the apply; a command makes the new one within. */
function whenItStops(cause: DueChange["cause"], issuer: "handover" | "command"): string {
  if (cause === "rejected") return "does not work any more";
  return issuer === "command"
    ? "stops working at apply"
    : "stops working as soon as the new one is generated";
}

/** Whatever is to be said of a token that stays. */
export function remarks(prior: Token, config: Token, found: Found | null): Warning[] {
  const facts = factsOf(prior, config, found);
  if (facts.generation === 0) return byTheClock(facts, prior);
  return [
    ...unmet(facts, prior),
    ...byTheClock(facts, prior),
    ...ofUnknownAge(prior, config),
    ...beginsAgain(config),
  ];
}

/** Read lists those that the state does not know; the configuration may know them by now. */
export function holdersBeside(prior: Token | null, config: Token): Warning[] {
  const known = [...consumersInState(config).map(keyOf), ...(config.unrelated ?? [])];
  const holders = (prior?.unmanaged ?? []) as readonly Holder[]; // as Read wrote them
  return without(known, holders).map((holder) => ({
    code: "unmanaged-holder",
    summary: `${nameOf(holder)} may hold the token, and is not a binding`,
    detail:
      "It is another application of the same kind: if it holds the token, a rotation leaves it with a dead one. Add a binding for it, or list it in unrelated if it does not hold this tenant's token.",
    attribute: ["consumers"],
  }));
}

export function unmet(facts: TriggerFacts, prior: Token): Warning[] {
  const message = unmetRequest(facts, prior.rotation_request);
  if (message === undefined) return [];
  return [
    {
      code: "request-changes-nothing",
      summary: "The rotation request changes nothing",
      detail: `It ${message}. Only a higher generation rotates: ask for ${facts.generation + 1}, or set the request back.`,
      attribute: ["rotation_request", "generation"],
    },
  ];
}

function byTheClock({ clock, generation }: TriggerFacts, { expires_at }: Token): Warning[] {
  const expiry = dateOf(expires_at);
  if (clock === null || expiry === null) return [];
  const which =
    generation === 0 ? "The token that is watched" : `The token of generation ${generation}`;
  const ask = `Ask for a rotation: ${argumentName("rotation_request")} with generation ${generation + 1}.`;
  return clock === "due"
    ? [
        {
          code: "token-due",
          summary: `${which} is due`,
          detail: `It expires ${utcDay(expiry)}. ${ask}`,
          attribute: ["rotate_at"],
        },
      ]
    : [
        {
          code: "token-expired",
          summary: `${which} has expired by the clock`,
          detail: `It expired ${utcDay(expiry)}, and Druva has not rejected it yet: its age may be wrong here. ${ask}`,
          attribute: ["expires_at"],
        },
      ];
}

/** Of a token that is there: where its state is lost, "issue" would end it to make the first one again. */
function beginsAgain({ begin }: Token): Warning[] {
  if (begin !== "issue") return [];
  const name = argumentName("begin");
  return [
    {
      code: "begin-still-issue",
      summary: `${name} is still "issue"`,
      detail: `The first token was issued. If this state is lost, or the same configuration is deployed with another state, the next deploy issues a first token again, and the one in use stops working. Set ${name} to "adopt" now, and remove ${argumentName("invalidate_existing")}: nothing else changes.`,
      attribute: ["begin"],
    },
  ];
}

function ofUnknownAge(prior: Token, config: Token): Warning[] {
  return datesAfter(prior, config).issued_at === null ? [unknownAge(config)] : [];
}

/** To be said wherever a token's dates are unknown. */
export function unknownAge({ begin }: Token): Warning {
  const ask = "ask for a rotation";
  const todo =
    begin === "adopt"
      ? `Set ${argumentName("issued_on")} to the day on which this token was generated, or ${ask}.`
      : `To have it known again, ${ask}.`;
  return {
    code: "token-age-unknown",
    summary: "The token's age is unknown",
    detail: `So nothing warns before it expires, 365 days after it was generated. ${todo}`,
    attribute: ["issued_at"],
  };
}

/**
 * What people have to do for this change, in order. Terraform plans again in apply, where the token
 * is handed over, and wants the same answer: so whether it is there already does not count.
 */
export function stepsFor(
  finding: DueChange,
  prior: Token | null,
  config: Token,
): readonly string[] {
  if (issuerOf(config) === "command" && finding.change === "rotate") return [];
  return handoverSteps({
    tenant: config.tenant,
    variables: variablesOf(config),
    wanted: wantedFor(finding, prior, config),
    byHand: stepsByHand(consumersInState(config)),
  });
}

/** What is left of them where the token is handed over already. */
function stepsLeft(finding: DueChange, prior: Token | null, config: Token): readonly string[] {
  const wanted = wantedFor(finding, prior, config);
  return wanted === "in use" ? [] : stepsByHand(consumersInState(config));
}

function wantedFor({ cause, change }: DueChange, prior: Token | null, config: Token): WantedToken {
  if (cause === "rejected") return "latest";
  if (change === "rotate") return "new";
  // Observed so far: nobody has the token, and a request means that a new one is generated.
  return prior !== null && config.rotation_request !== null ? "new" : "in use";
}

function lines(...each: string[]): string {
  return each.filter((line) => line !== "").join("\n");
}
