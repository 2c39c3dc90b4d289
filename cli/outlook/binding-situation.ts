/** How one binding stands, from its state and the token's. Pure. */
import { type Consumer, type ConsumerKey, keyOf } from "../../provider/bindings/consumer";
import { ENTER_TOKEN } from "../../provider/bindings/okta-person";
import type { BindingStatus } from "../../provider/bindings/binding-status";
import type { StateBinding, TokenState } from "../terraform/tenant-state";
import { besideToken } from "./beside-token";
import { type FindingKind, kindOfBinding } from "./finding-kinds";
import { START_JOB } from "./words";

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
  /** How it was proven, or what speaks against it: the vendor's own word. */
  readonly evidence: string | null;
  /** When an apply last saw its test pass. */
  readonly verifiedAt: Date | null;
  /** From the death of the token before to this binding's test; null where there was none. */
  readonly gap: Gap | null;
  /** Null where nothing is wrong. */
  readonly finding: FindingKind | null;
  /** What is wrong; null where nothing is. */
  readonly problem: string | null;
  /** What to do about it. */
  readonly todo: string | null;
}

export interface BindingFacts {
  readonly consumer: Consumer;
  /** Undefined: it was never applied. */
  readonly binding: StateBinding | undefined;
  readonly token: Pick<TokenState, "fingerprint" | "provenAt" | "status">;
  readonly now: Date;
}

export function bindingSituation(facts: BindingFacts): BindingSituation {
  const { consumer, binding } = facts;
  const status = statusOf(facts);
  return {
    key: keyOf(consumer),
    kind: consumer.kind,
    id: consumer.id,
    name: consumer.name ?? consumer.id,
    status,
    evidence: binding?.evidence ?? null,
    verifiedAt: binding?.verifiedAt ?? null,
    gap: gapOf(status, facts),
    finding: isOutstanding(facts)
      ? "drifted"
      : kindOfBinding(status, { kind: consumer.kind, status, notes: binding?.notes ?? [] }),
    ...problemOf(status, facts),
  };
}

function statusOf(facts: BindingFacts): BindingStatus {
  const { binding, token } = facts;
  if (binding === undefined || isOutstanding(facts)) return "unproven";
  return besideToken(binding.status, binding, token);
}

/** It was never applied, or passed its test with the token before: a deploy is to come. */
function isOutstanding({ binding, token }: BindingFacts): boolean {
  if (binding === undefined) return true;
  return binding.fingerprint !== token.fingerprint && binding.status === "tested";
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
  const { binding, token } = facts;
  const isTokenRejected = token.status === "rejected";
  switch (status) {
    case "tested": {
      const notes = binding?.notes ?? [];
      if (notes.length === 0) return { problem: null, todo: null };
      return {
        problem: notes.join("; "),
        todo: binding?.kind === "entra" ? START_JOB : null,
      };
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
        todo: binding?.notes.join(" ") ?? null,
      };
    case "unknown":
      return {
        problem: `it could not be looked at: ${binding?.evidence ?? "no answer"}`,
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

const HAND_OVER =
  "Hand over the token that was generated last, and deploy: it is taken over, none is issued";
