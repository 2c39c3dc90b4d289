/**
 * The life of a connection test, the same for every vendor: Read asks the vendor and remembers the
 * verdict, a bad one plans an update, and apply tests, heals once and tests again. An apply that
 * fails leaves the state as it was, so that the test stays in the next plan until it passes.
 */
import { isDeepStrictEqual } from "node:util";
import { VendorError } from "../clients/vendor-error";
import type { Clients } from "../clients/clients";
import type { Context } from "../framework/resource";
import type { Config, State } from "../framework/schema";
import { isUnknown, unknown, type Unknown } from "../framework/unknown";
import type { BoundPlace } from "../rotation/connection-test";
import { testBinding } from "../rotation/connection-test";
import { testOrHealOnce } from "../rotation/heal";
import type { connectionTestCommonFields } from "./connection-test.fields";
import {
  isMovedTo,
  type Known,
  knownInApply,
  knownOf,
  learned,
  type Remembered,
} from "./connection-test.known";
import { refusedWrite, statusAfter } from "./connection-test.status";
import { gapAfter } from "./gap";

type Common = State<typeof connectionTestCommonFields>;
type CommonWritten = Config<typeof connectionTestCommonFields>;
type Warner = Pick<Context<Clients>, "warn">;

/** What the test itself sets; everything else is configured. */
export type Outcome = Pick<
  Common,
  "status" | "evidence" | "verified_at" | "evidence_since" | "gap_seconds" | "gap_seconds_at_least"
>;
const noOutcome: Outcome = {
  status: null,
  evidence: null,
  verified_at: null,
  evidence_since: null,
  gap_seconds: null,
  gap_seconds_at_least: null,
};
const openOutcome: { [K in keyof Outcome]: Unknown } = {
  status: unknown,
  evidence: unknown,
  verified_at: unknown,
  evidence_since: unknown,
  gap_seconds: unknown,
  gap_seconds_at_least: unknown,
};

const nothingRemembered: Remembered = {
  verdict: null,
  message: null,
  scim_url: null,
  proven_url: null,
  needs_success: null,
};

export interface Testable<S extends Common, W extends CommonWritten> {
  /** Its target, for messages: "Entra principal …". Another name is another target. */
  nameOf(args: S | W): string;
  /** The argument with its SCIM base URL; null: the provider's is meant. */
  urlOf(args: S | W): string | Unknown | null;
  /** Whether the configuration itself says that a person has entered this token and seen it work. */
  isConfirmed?(args: W): boolean;
  place(args: S, known: Known, clients: Clients): BoundPlace;
  /** What is applied, with what the test found out. */
  settle(planned: W, outcome: Outcome): S;
}

/** The operations of a resource whose state is `S` and whose plan is `W`. */
export function connectionTest<S extends Common, W extends CommonWritten>(kind: Testable<S, W>) {
  async function apply(
    planned: W,
    before: S | null,
    remembered: Remembered | null,
    token: string | null,
    context: Context<Clients>,
  ) {
    const args = kind.settle(planned, noOutcome);
    const url = urlMeant(args, context.client);
    const isSameTarget = before !== null && kind.nameOf(before) === kind.nameOf(args);
    const prior = isSameTarget ? before : null;
    const known = knownInApply(prior, remembered, args, url);
    const place = kind.place(args, known, context.client);

    const result = await testOrHealOnce(place, token, context.signal).catch((error: unknown) => {
      if (error instanceof VendorError) throw refusedWrite(place, error);
      throw error;
    });
    const status = statusAfter(result, args, token, place);
    if (status === "waiting") warnOfWaiting(place.name, result.evidence, context);
    const notes =
      status === "tested" && place.resume ? await place.resume(context.signal) : result.notes;
    for (const note of notes ?? []) warnOfNote(place.name, note, context);

    const now = context.client.clock.now();
    const outcome: Outcome = {
      status,
      evidence: result.evidence,
      verified_at: status === "tested" ? now.toISOString() : known.verifiedAt,
      evidence_since: args.fingerprint === null ? null : (result.since ?? known.evidenceSince),
      ...gapAfter(status, args, prior, known.wasProven, now),
    };
    const found: Remembered = {
      verdict: status,
      message: result.evidence,
      scim_url: url,
      ...learned(known, result, url),
    };
    return { state: kind.settle(planned, outcome), private: found };
  }

  /** Null where none is known: of an observed binding, or while it is unknown. */
  function urlMeant(args: S | W, { configurationKnown, scim }: Clients): string | null {
    const url = kind.urlOf(args) ?? (configurationKnown ? scim.url : unknown);
    return args.fingerprint === null || isUnknown(url) ? null : url.replace(/\/+$/, "");
  }

  return {
    async read(
      { state, private: before }: { readonly state: S; readonly private: Remembered | null },
      context: Context<Clients>,
    ) {
      const { client, signal } = context;
      if (!client.configurationKnown) {
        context.warn({
          summary: "Bindings are not tested in this plan",
          detail: "Values of the druva provider's configuration are known only after apply.",
        });
        return { state, private: before };
      }
      const url = urlMeant(state, client);
      const known = knownOf(state, before, url);
      const place = kind.place(state, known, client);
      const result = await testBinding(place, signal);
      for (const note of result.notes ?? []) warnOfNote(place.name, note, context);
      const kept: Remembered = {
        ...(before ?? nothingRemembered),
        scim_url: before?.scim_url ?? url,
      };
      const remembered: Remembered = {
        ...kept,
        verdict: result.verdict,
        message: result.evidence,
        // Nothing was done yet for the URL that is meant now: what is found may be of the one before.
        ...(known.isMoved ? {} : learned(known, result, url)),
      };
      switch (result.verdict) {
        case "tested":
          return {
            state:
              state.status === "tested"
                ? state
                : { ...state, status: "tested", evidence: result.evidence },
            private: remembered,
          };
        case "rejected":
        case "waiting":
          return { state, private: remembered };
        case "unproven":
          return { state, private: kept };
        case "no-verdict":
          if (state.untestable === null) {
            context.warn({
              summary: "A binding could not be tested",
              detail: `${place.name}: ${result.evidence}. What was found last stays: ${state.status ?? "nothing"}.`,
            });
          }
          return { state, private: kept };
      }
    },

    plan(
      {
        prior,
        proposed,
        private: last,
      }: { readonly prior: S | null; readonly proposed: W; readonly private: Remembered | null },
      context: Pick<Context<Clients>, "warn" | "client">,
    ): { planned: W } {
      const name = kind.nameOf(proposed);
      const isMoved = isMovedTo(urlMeant(proposed, context.client), last);
      if (proposed.untestable !== null && !isUnknown(proposed.untestable)) {
        context.warn({
          summary: "A binding is not tested",
          detail: `${name}: ${proposed.untestable}. Nothing shows that it holds the token.`,
          attribute: ["untestable"],
        });
      }
      if (prior !== null && last?.verdict === "rejected") {
        context.warn({
          summary: "A binding holds a token that does not work",
          detail: `${name}: ${last.message ?? "rejected"}. Apply puts the living token in where it can, and tests again.`,
        });
      } else if (
        (prior?.status === "waiting" || (isMoved && last?.verdict === "waiting")) &&
        !(kind.isConfirmed?.(proposed) && !isMoved && last?.needs_success !== true)
      ) {
        warnOfWaiting(name, last?.message ?? prior?.evidence ?? "", context);
      }
      const open = prior === null || isMoved || isBad(prior, last) || isChanged(prior, proposed);
      return { planned: { ...proposed, ...(open ? openOutcome : outcomeOf(prior)) } };
    },

    async create(
      { planned, config }: { readonly planned: W; readonly config: W },
      context: Context<Clients>,
    ) {
      return apply(planned, null, null, tokenOf(config), context);
    },

    async update(
      {
        prior,
        planned,
        config,
        private: before,
      }: {
        readonly prior: S;
        readonly planned: W;
        readonly config: W;
        readonly private: Remembered | null;
      },
      context: Context<Clients>,
    ) {
      return apply(planned, prior, before, tokenOf(config), context);
    },

    /** A test holds nothing outside of the state. */
    async delete() {},

    importRefusal:
      "A connection test stands for no object of the vendor's that could be imported. Declare it: its first apply tests the binding.",
  };
}

function tokenOf({ token_wo: token }: CommonWritten): string | null {
  return isUnknown(token) ? null : token;
}

/** A bad verdict, or one that only time can bring. */
function isBad(prior: Common, last: Remembered | null): boolean {
  if (last?.verdict === "rejected" || prior.status === "rejected") return true;
  // A refusal counts until a success, also where a later Read could not see it.
  return prior.status === "waiting" || (prior.status === "tested" && last?.needs_success === true);
}

/** Whether any argument is another one, or may be. What was proven was proven with those before. */
function isChanged(prior: Common, proposed: CommonWritten): boolean {
  const before = { ...prior, ...noOutcome };
  const after = { ...proposed, ...noOutcome };
  return !isDeepStrictEqual(before, after);
}

function outcomeOf(prior: Common): Outcome {
  const { status, evidence, verified_at, evidence_since, gap_seconds, gap_seconds_at_least } =
    prior;
  return { status, evidence, verified_at, evidence_since, gap_seconds, gap_seconds_at_least };
}

function warnOfWaiting(name: string, evidence: string, context: Warner): void {
  context.warn({
    summary: "A binding waits for a person",
    detail: `${name}: ${evidence}. Plans stay at "changes" until it is shown that the token works there.`,
  });
}

function warnOfNote(name: string, note: string, context: Warner): void {
  context.warn({ summary: "A binding needs a look", detail: `${name}: ${note}` });
}
