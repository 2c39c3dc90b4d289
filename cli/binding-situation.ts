/** How one binding stands, from its state and from what its vendor answers now. Pure. */
import { ENTER_TOKEN } from "../provider/clients/okta-admin-console";
import type { TestResult } from "../provider/rotation/connection-test";
import type { BindingSituation, BindingState, Gap } from "./situation";
import type { BindingKey, BindingTest, StateConsumer, TokenState } from "./tenant-state";

export interface BindingFacts {
  readonly key: BindingKey;
  readonly consumer: StateConsumer;
  /** Undefined: its test was never applied. */
  readonly test: BindingTest | undefined;
  readonly token: Pick<TokenState, "fingerprint" | "provenAt">;
  /** Druva answers 401 to the token in state. */
  readonly isTokenRejected: boolean;
  /** Null: nobody was asked. */
  readonly answer: TestResult | null;
  readonly now: Date;
}

export function bindingSituation(facts: BindingFacts): BindingSituation {
  const { key, consumer, test, answer } = facts;
  const state = stateOf(facts);
  const evidence = evidenceFor(state, test, answer);
  return {
    key,
    kind: consumer.kind,
    id: consumer.id,
    name: consumer.name ?? consumer.id,
    state,
    lastState: test?.status ?? null,
    evidence,
    verifiedAt: test?.verifiedAt ?? null,
    gap: gapOf(state, facts),
    ...problemOf(state, facts),
  };
}

function stateOf({ test, token, isTokenRejected, answer }: BindingFacts): BindingState {
  if (test === undefined) return "unproven";
  // What was proven was proven of the token that was living then.
  const isCurrent = test.fingerprint === token.fingerprint;
  const last = isCurrent ? (test.status ?? "unproven") : "unproven";
  switch (answer?.verdict) {
    case "tested":
      return isTokenRejected ? provenDespiteRejection(test) : "tested";
    case "rejected":
      return isWaitingForPerson(test, last) ? "waiting" : "rejected";
    case "no-verdict":
      return test.untestable === null ? "blind" : "unproven";
    case "waiting":
      return "waiting";
    case "unproven":
    case undefined:
      return isTokenRejected && last === "tested" ? "rejected" : last;
  }
}

/**
 * Druva rejects the token in state. Entra has just tried what it holds; a command told that it
 * holds just that token; Okta's log may tell of the time before.
 */
function provenDespiteRejection({ kind }: BindingTest): BindingState {
  switch (kind) {
    case "entra":
      return "tested";
    case "command":
      return "rejected";
    case "okta":
      return "unproven";
  }
}

/** Refusals from before the person entered it say nothing about the new token. */
function isWaitingForPerson(test: BindingTest, last: BindingState): boolean {
  return test.kind === "okta" && test.enteredBy === "person" && last !== "tested";
}

/** The latest word that fits the state: a silent log does not replace the proof from before. */
function evidenceFor(
  state: BindingState,
  test: BindingTest | undefined,
  answer: TestResult | null,
): string | null {
  // What state has of a waiting one are the steps, which are told apart.
  const last = state === "waiting" ? null : (test?.evidence ?? null);
  if (answer === null || answer.evidence === "") return last;
  const isOldProof = answer.verdict === "unproven" && test?.status === state;
  return isOldProof ? (last ?? answer.evidence) : answer.evidence;
}

/** While a person is waited for, it grows. */
function gapOf(state: BindingState, { test, token, now }: BindingFacts): Gap | null {
  if (test === undefined) return null;
  const { gapSecondsAtLeast: atLeast, gapSeconds: atMost } = test;
  if (atLeast === null && atMost === null) return null;
  if (state !== "waiting" || token.provenAt === null) return { atLeast, atMost };
  const sofar = Math.floor((now.getTime() - token.provenAt.getTime()) / 1000);
  return { atLeast: Math.max(atLeast ?? 0, sofar), atMost: null };
}

type Problem = Pick<BindingSituation, "problem" | "todo">;

function problemOf(state: BindingState, facts: BindingFacts): Problem {
  const { test, token, answer, isTokenRejected, consumer } = facts;
  const isPersons = consumer.kind === "okta" && consumer.entered_by === "person";
  switch (state) {
    case "tested": {
      const notes = answer?.notes ?? [];
      if (notes.length > 0) return { problem: notes.join("; "), todo: null };
      if (test?.status === "tested" || answer === null) return { problem: null, todo: null };
      return { problem: null, todo: "Deploy once more, so that the state says so too" };
    }
    case "rejected":
      return {
        problem: isTokenRejected
          ? "Druva rejects the token that it holds"
          : "it holds a token that does not work",
        todo: isTokenRejected
          ? HAND_OVER
          : isPersons
            ? ENTER_IN_OKTA
            : "Deploy: the living token is put in and tested, none is issued",
      };
    case "waiting":
      return {
        problem: "it waits for what shows that the token works there",
        todo:
          token.fingerprint === null
            ? ENTER_IN_OKTA
            : `${ENTER_IN_OKTA} (where it is not done yet); then run a provisioning, or, if this token never worked there, set confirmed: "${token.fingerprint}" in the config`,
      };
    case "blind":
      return {
        problem: `it could not be looked at: ${answer?.evidence ?? "no answer"}`,
        todo: "See that these credentials sign in and have the permission (druva-scim doctor), or wait until the vendor answers",
      };
    case "unproven":
      if (test?.untestable != null) {
        return { problem: `it is not tested: ${test.untestable}`, todo: "Look by hand" };
      }
      if (isTokenRejected && test !== undefined) {
        return {
          problem: "Druva rejects the token in state, and nothing shows which one it holds",
          todo: HAND_OVER,
        };
      }
      return {
        problem:
          test === undefined
            ? "its test was never applied"
            : test.fingerprint === token.fingerprint
              ? "nothing shows that it holds the token"
              : "it was last tested with the token before",
        todo: token.fingerprint === null ? "Run a provisioning and look again" : "Deploy",
      };
  }
}

const HAND_OVER =
  "Hand over the token that was generated last, and deploy: it is taken over, none is issued";
const ENTER_IN_OKTA = `In Okta: ${ENTER_TOKEN}`;
