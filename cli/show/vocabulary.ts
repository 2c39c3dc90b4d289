/**
 * The words for how a token, a binding and a whole tenant are doing: one table for the terminal, the
 * page, comments and issues. docs/words.md has the same sentences.
 */
import type { BindingStatus } from "../../provider/bindings/binding-status";
import type { TokenStatus } from "../../provider/rotation/token-status";
import type { FindingKind, Outlook } from "../outlook/outlook";

export type Tone = "good" | "warn" | "bad";

export const COLORS = { good: "green", warn: "yellow", bad: "red" } as const;

interface Word {
  readonly tone: Tone;
  /** For those who see the word for the first time. */
  readonly meaning: string;
}

export const BINDING_WORDS: Readonly<
  Record<
    BindingStatus,
    Word & { readonly mark: string; /** For a table. */ readonly short: string }
  >
> = {
  tested: {
    tone: "good",
    mark: "✔",
    short: "works",
    meaning: "it was shown that it holds the token that works",
  },
  rejected: {
    tone: "bad",
    mark: "✖",
    short: "does not work",
    meaning: "it holds a token that does not work: users are not provisioned",
  },
  waiting: {
    tone: "warn",
    mark: "…",
    short: "waits for a person",
    meaning: "a person has to enter the token, or to show that it works there",
  },
  unproven: {
    tone: "warn",
    mark: "?",
    short: "not shown to work",
    meaning: "there is no evidence either way",
  },
  unknown: {
    tone: "warn",
    mark: "–",
    short: "could not be looked at",
    meaning: "it could not be looked at: no permission, or no answer",
  },
};

export const TOKEN_WORDS: Readonly<Record<TokenStatus, Word>> = {
  valid: { tone: "good", meaning: "Druva accepts it, and it is not due" },
  due: { tone: "warn", meaning: "fewer days are left than `rotateBeforeDays`" },
  expired: { tone: "bad", meaning: "its days are over; a warning while Druva still accepts it" },
  rejected: { tone: "bad", meaning: "Druva answers 401" },
  unproven: { tone: "warn", meaning: "Druva gave no verdict" },
  observed: { tone: "warn", meaning: "only watched: the token itself is not known" },
};

export const FINDING_WORDS: Readonly<Record<FindingKind, Word>> = {
  broken: { tone: "bad", meaning: "users are not provisioned until it is fixed" },
  stopped: {
    tone: "bad",
    meaning: "the token works, and users are not provisioned: the job does not run",
  },
  drifted: { tone: "warn", meaning: "not as the config says: a deploy puts it right" },
  waiting: {
    tone: "warn",
    meaning: "a person has to enter the token, or to show that it works there",
  },
  blind: { tone: "warn", meaning: "it could not be looked at: whether it works is not known" },
  unproven: { tone: "warn", meaning: "nothing shows that it works, and nobody can test it" },
  undated: {
    tone: "warn",
    meaning: "how old the token is is not known, so nothing warns before it expires",
  },
  due: { tone: "warn", meaning: "the token has to be rotated before it expires" },
};

/** Where it comes from; the time follows. */
export const SOURCES: Readonly<Record<Outlook["source"], string>> = {
  plan: "From a plan run at",
  saved: "Saved state, read at",
  "failed plan": "The plan failed. Saved state, and Druva's answer, at",
};
