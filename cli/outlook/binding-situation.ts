/** How one binding stands, from its state and from what its vendor shows now. Pure. */
import { type Consumer, type ConsumerKey, keyOf } from "../../provider/bindings/consumer";
import { ENTER_TOKEN, stepsWhileWaiting } from "../../provider/bindings/okta-person";
import type { Look } from "../../provider/bindings/place";
import {
  type BindingStatus,
  type Facts,
  needsSuccess,
  NEVER_PROVEN,
  type Proof,
  statusOf,
} from "../../provider/bindings/proof";
import { besideToken } from "./binding-status";
import type { StateBinding, TokenState } from "../terraform/tenant-state";

/** Seconds; null: unknown. */
export interface Gap {
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

export interface BindingSituation {
  readonly key: ConsumerKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  /** What people call it; the id where nothing is known. */
  readonly name: string;
  readonly status: BindingStatus;
  /** By the last apply or saved refresh; null where it was never applied. */
  readonly lastStatus: BindingStatus | null;
  /** How it was proven, or what speaks against it: the vendor's own word. */
  readonly evidence: string | null;
  /** When an apply last saw its test pass. */
  readonly verifiedAt: Date | null;
  /** From the death of the token before to this binding's test; null where there was none. */
  readonly gap: Gap | null;
  /** What is wrong; null where nothing is. */
  readonly problem: string | null;
  /** What to do about it. */
  readonly todo: string | null;
}

export interface BindingFacts {
  readonly consumer: Consumer;
  /** Undefined: it was never applied. */
  readonly binding: StateBinding | undefined;
  /** `status`: by Druva's answer now, where it was asked. */
  readonly token: Pick<TokenState, "fingerprint" | "provenAt" | "status" | "scimUrl">;
  /** The tenant's SCIM base URL that is meant now. */
  readonly scimUrl: string;
  /** Null: nobody was asked. */
  readonly look: Look | null;
  readonly now: Date;
}

export function bindingSituation(facts: BindingFacts): BindingSituation {
  const { consumer, binding, look } = facts;
  const status = statusNow(facts);
  return {
    key: keyOf(consumer),
    kind: consumer.kind,
    id: consumer.id,
    name: consumer.name ?? consumer.id,
    status,
    lastStatus: binding?.status ?? null,
    evidence: evidenceFor(status, binding, look),
    verifiedAt: binding?.verifiedAt ?? null,
    gap: gapOf(status, facts),
    ...problemOf(status, facts),
  };
}

function statusNow(facts: BindingFacts): BindingStatus {
  const { binding, token, look } = facts;
  if (binding === undefined) return "unproven";
  if (look !== null) return besideToken(statusOf(proofFacts(binding, look, facts)), binding, token);
  // What was proven was proven of the token that was living then.
  if (binding.fingerprint !== token.fingerprint) return "unproven";
  return besideToken(binding.status, binding, token);
}

/** As the provider's Read has them. */
function proofFacts(
  binding: StateBinding,
  look: Look,
  { token, scimUrl }: Pick<BindingFacts, "token" | "scimUrl">,
): Facts {
  const url = binding.ownUrl ?? scimUrl;
  return {
    look,
    before: proofIn(binding, token, url),
    url: binding.fingerprint === null ? null : url,
    isMoved: binding.ownUrl === null && token.scimUrl !== null && token.scimUrl !== scimUrl,
    isInApply: false,
    isByPerson: binding.byPerson,
    isConfirmed:
      binding.kind === "okta" &&
      binding.fingerprint !== null &&
      binding.confirmed === binding.fingerprint,
    isUntestable: binding.untestable !== null,
  };
}

/** The provider remembers it beside the state, where only the provider sees it: as far as the state shows it. */
function proofIn(
  { status, verifiedAt, fingerprint }: StateBinding,
  token: Pick<TokenState, "fingerprint">,
  scimUrl: string,
): Proof {
  if (fingerprint !== token.fingerprint) return NEVER_PROVEN;
  const isRefused = status === "rejected";
  const wasProven = isRefused || status === "tested" || verifiedAt !== null;
  if (!wasProven) return NEVER_PROVEN;
  return { provenUrl: scimUrl, needsSuccess: isRefused || status === "waiting" };
}

/** A silent log does not replace the proof from before. */
function evidenceFor(
  status: BindingStatus,
  binding: StateBinding | undefined,
  look: Look | null,
): string | null {
  const last = binding?.evidence ?? null;
  if (look === null) return last;
  const isOldProof = look.found === "silent" && binding?.status === status;
  return isOldProof ? (last ?? look.evidence) : look.evidence;
}

/** While a person is waited for, it grows. */
function gapOf(status: BindingStatus, { binding, token, now }: BindingFacts): Gap | null {
  if (binding === undefined) return null;
  const { gapSecondsAtLeast: atLeast, gapSeconds: atMost } = binding;
  if (atLeast === null && atMost === null) return null;
  if (status !== "waiting" || token.provenAt === null) return { atLeast, atMost };
  const sofar = Math.floor((now.getTime() - token.provenAt.getTime()) / 1000);
  return { atLeast: Math.max(atLeast ?? 0, sofar), atMost: null };
}

type Problem = Pick<BindingSituation, "problem" | "todo">;

function problemOf(status: BindingStatus, facts: BindingFacts): Problem {
  const { binding, token, look } = facts;
  const isTokenRejected = token.status === "rejected";
  switch (status) {
    case "tested": {
      const notes = (look ?? binding)?.notes ?? [];
      if (notes.length > 0) return { problem: notes.join("; "), todo: null };
      if (binding?.status === "tested" || look === null) return { problem: null, todo: null };
      return { problem: null, todo: "Deploy once more, so that the state says so too" };
    }
    case "rejected":
      return {
        problem: isTokenRejected
          ? "Druva rejects the token that it holds"
          : "it holds a token that does not work",
        todo: isTokenRejected
          ? HAND_OVER
          : binding?.byPerson === true
            ? `In Okta: ${ENTER_TOKEN}`
            : "Deploy: the living token is written and tested, none is issued",
      };
    case "waiting":
      return {
        problem: "it waits for what shows that the token works there",
        todo: stepsFor(facts).join(" "),
      };
    case "unknown":
      return {
        problem: `it could not be looked at: ${(look ?? binding)?.evidence ?? "no answer"}`,
        todo: "Check that these credentials sign in and have the permission (druva-scim doctor), or wait until the vendor answers",
      };
    case "unproven":
      if (binding?.untestable != null) {
        return { problem: `it cannot be tested: ${binding.untestable}`, todo: "Look by hand" };
      }
      if (isTokenRejected && binding !== undefined) {
        return {
          problem: "Druva rejects the token in state, and nothing shows which one it holds",
          todo: HAND_OVER,
        };
      }
      return {
        problem:
          binding === undefined
            ? "it was never applied"
            : binding.fingerprint === token.fingerprint
              ? "nothing shows that it holds the token"
              : "it was last tested with the token before",
        todo: token.fingerprint === null ? "Run a provisioning and look again" : "Deploy",
      };
  }
}

/** Those of the last look, or by what was found now. */
function stepsFor({ binding, look, ...facts }: BindingFacts): readonly string[] {
  if (binding === undefined) return [];
  if (look === null) return binding.notes;
  const proof = proofFacts(binding, look, facts);
  return stepsWhileWaiting({
    fingerprint: facts.token.fingerprint,
    scimUrl: facts.scimUrl,
    provenUrl: proof.before.provenUrl,
    needsSuccess: needsSuccess(proof),
  });
}

const HAND_OVER =
  "Hand over the token that was generated last, and deploy: it is taken over, none is issued";
