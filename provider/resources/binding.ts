/**
 * The life of a binding, the same for every vendor: Read looks and stores what it found, a bad status
 * plans an update, and apply writes, tests, and where the test fails writes and tests once more. An
 * apply that fails leaves the state as it was, so that the binding stays in the next plan until it
 * passes.
 */
import { isDeepStrictEqual } from "node:util";
import { bind } from "../bindings/bind";
import { gapAfter } from "../bindings/gap";
import { lookAt } from "../bindings/look-at-place";
import { withoutToken } from "../bindings/without-token";
import { stepsWhileWaiting } from "../bindings/okta-person";
import { refusedWrite, refuseUnlessBound } from "../bindings/refuse-unless-bound";
import type { Look, Place } from "../bindings/place";
import {
  type BindingStatus,
  type StatusFacts,
  NEVER_PROVEN,
  type Proof,
  proofAfter,
  statusOf,
} from "../bindings/binding-status";
import type { Clients } from "../clients/clients";
import { VendorError } from "../clients/vendor-error";
import type { Context } from "../framework/resource";
import { type Configured, inEach, type State } from "../framework/schema";
import { isUnknown, unknown, type Unknown } from "../framework/unknown";
import { type bindingFields, type bindingPrivateFields, outcomeFields } from "./binding.schema";

type Common = State<typeof bindingFields>;
type CommonWritten = Configured<typeof bindingFields>;
type Outcome = State<typeof outcomeFields>;
type Remembered = State<typeof bindingPrivateFields>;
type Warner = Pick<Context<Clients>, "warn">;

/** Null before the first apply, and where another version of the provider wrote it. */
interface Beside {
  readonly private: Remembered | null;
}

const NO_OUTCOME = inEach(outcomeFields, null);
const OPEN_OUTCOME = inEach(outcomeFields, unknown);

/** What a vendor's look needs of what was found out before. */
export interface Before {
  /** Another SCIM URL is meant than at the last apply: the vendor's log up to now is of that one. */
  readonly isMoved: boolean;
  readonly verifiedAt: Date | null;
  /** By the vendor's clock: from when on its log tells of this token. */
  readonly evidenceSince: Date | null;
}

export interface BindingKind<S extends Common, W extends CommonWritten> {
  /** Its target, for messages: "Entra principal …". Another name is another target. */
  nameOf(args: S | W): string;
  /** The argument with its SCIM base URL; null: the provider's is meant. */
  urlOf(args: S | W): string | Unknown | null;
  /** The configuration says that a person has entered this token and seen it work. */
  isConfirmed?(args: S | W): boolean;
  /** `scimUrl` is null of an observed binding. */
  place(args: S, scimUrl: string | null, before: Before, clients: Clients): Place;
  /** What is applied, with what was found out. */
  settle(planned: W, outcome: Outcome): S;
}

/** The operations of a resource whose state is `S` and whose plan is `W`. */
export function binding<S extends Common, W extends CommonWritten>(kind: BindingKind<S, W>) {
  /** The SCIM URL that is meant. Null of an observed binding, or while it is unknown. */
  function urlMeant(args: S | W, { configurationKnown, scim }: Clients): string | null {
    const url = kind.urlOf(args) ?? (configurationKnown ? scim.url : unknown);
    return args.fingerprint === null || isUnknown(url) ? null : url.replace(/\/+$/, "");
  }

  /** `prior`: what is stored of the same target. */
  function lookedUp(args: S, prior: S | null, remembered: Remembered | null, clients: Clients) {
    const url = urlMeant(args, clients);
    const known = knownOf(prior, args.fingerprint, remembered, url);
    const before = beforeOf(prior, args.fingerprint, known);
    return { url, known, place: kind.place(args, url, before, clients) };
  }

  function judged(args: S, place: Place, known: Known, found: Look, isInApply: boolean) {
    const look = withoutToken(found, args.fingerprint);
    const facts: StatusFacts = {
      look,
      before: known.proof,
      url: place.scimUrl,
      isMoved: known.isMoved,
      isInApply,
      isByPerson: place.writer === "person",
      isConfirmed: kind.isConfirmed?.(args) === true,
      isUntestable: args.untestable !== null,
    };
    const status = statusOf(facts);
    return { look, facts, status, proof: proofAfter(status, facts) };
  }

  async function apply(
    planned: W,
    previous: S | null,
    remembered: Remembered | null,
    token: string | null,
    context: Context<Clients>,
  ) {
    const { client, signal } = context;
    const args = kind.settle(planned, NO_OUTCOME);
    const isSameTarget = previous !== null && kind.nameOf(previous) === kind.nameOf(args);
    const prior = isSameTarget ? previous : null;
    const { url, known, place } = lookedUp(args, prior, remembered, client);
    const isUntestable = args.untestable !== null;
    const found = await bind(
      place,
      {
        token,
        isFirst: prior === null || prior.fingerprint === null,
        isMoved: known.isMoved,
        isRestart: remembered?.stopped === "found" && prior !== null && isAsApplied(prior, args),
        isUntestable,
      },
      client,
      signal,
    ).catch((error: unknown) => {
      if (error instanceof VendorError) throw refusedWrite(place, error);
      throw error;
    });
    const { look, facts, status, proof } = judged(args, place, known, found, true);
    refuseUnlessBound(status, look, place, { isObserved: url === null, isUntestable });
    const resumed =
      status === "tested" && token !== null ? await place.resume?.(signal) : undefined;
    const notes = resumed ?? notesAfter(status, look, args, proof, place);
    warnOf({ ...args, status, evidence: look.evidence, notes }, place.name, context);

    const now = client.clock.now();
    const gap = gapAfter({
      status,
      fingerprint: args.fingerprint,
      before: prior && {
        fingerprint: prior.fingerprint,
        gap: { atMost: prior.gap_seconds, atLeast: prior.gap_seconds_at_least },
      },
      wasProven: known.proof.provenUrl !== null,
      oldTokenLastValidAt: dateOf(args.old_token_last_valid_at),
      provenAt: dateOf(args.proven_at),
      now,
    });
    const kept = prior?.fingerprint === args.fingerprint ? prior : null;
    const outcome: Outcome = {
      status,
      evidence: evidenceAfter(status, look, facts, null),
      notes,
      verified_at: status === "tested" ? now.toISOString() : (kept?.verified_at ?? null),
      evidence_since: url === null ? null : sinceAfter(status, look, known, kept),
      gap_seconds: gap.atMost,
      gap_seconds_at_least: gap.atLeast,
    };
    const stopped = look.isStopped === true && token !== null ? "tried" : null;
    return { state: kind.settle(planned, outcome), private: remember(url, proof, stopped) };
  }

  return {
    async read(
      { state, private: remembered }: Beside & { readonly state: S },
      context: Context<Clients>,
    ) {
      const { client, signal } = context;
      if (!client.configurationKnown) {
        context.warn({
          code: "binding-not-looked-at",
          summary: "Bindings are not tested in this plan",
          detail: "Values of the druva provider's configuration are known only after apply.",
        });
        return { state, private: remembered };
      }
      const { url, known, place } = lookedUp(state, state, remembered, client);
      const found = await lookAt(place, signal);
      const { look, facts, status, proof } = judged(state, place, known, found, false);
      const evidence = evidenceAfter(status, look, facts, shownIn(state));
      const notes = notesAfter(status, look, state, proof, place);
      // Nothing was applied yet for the URL that is meant now: what is found is of the one before.
      const kept = known.isMoved
        ? remembered
        : remember(remembered?.scim_url ?? url, proof, stoppedIn(look, url, remembered));
      return { state: { ...state, status, evidence, notes }, private: kept };
    },

    plan(
      {
        prior,
        proposed,
        private: remembered,
      }: Beside & { readonly prior: S | null; readonly proposed: W },
      context: Pick<Context<Clients>, "warn" | "client">,
    ): { planned: W } {
      const isMoved = isMovedTo(urlMeant(proposed, context.client), remembered);
      if (prior !== null) {
        // A confirmation that is planned answers what is waited for.
        const isAnswered =
          kind.isConfirmed?.(proposed) === true && !isMoved && remembered?.needs_success !== true;
        const isWaiting = prior.status === "waiting" && isAnswered;
        if (!isWaiting) warnOf(prior, kind.nameOf(proposed), context);
      }
      warnOfUntestable(proposed, kind.nameOf(proposed), context);
      const isOpen =
        prior === null ||
        isMoved ||
        prior.status === "rejected" ||
        prior.status === "waiting" ||
        remembered?.stopped === "found" ||
        !isDeepStrictEqual(prior, proposed); // what was proven was proven with the arguments before
      return { planned: isOpen ? { ...proposed, ...OPEN_OUTCOME } : proposed };
    },

    create: async (
      { planned, config }: { readonly planned: W; readonly config: W },
      context: Context<Clients>,
    ) => apply(planned, null, null, tokenOf(config), context),

    update: async (
      {
        prior,
        planned,
        config,
        private: remembered,
      }: Beside & { readonly prior: S; readonly planned: W; readonly config: W },
      context: Context<Clients>,
    ) => apply(planned, prior, remembered, tokenOf(config), context),

    /** The credentials stay as they are: whoever takes a token away breaks provisioning. */
    async delete() {},

    importRefusal:
      "A binding stands for no object of the vendor's that could be imported. Declare it: its first apply writes and tests the token.",
  };
}

interface Known {
  readonly proof: Proof;
  readonly isMoved: boolean;
}

/** What was shown with another token, or at another target (`prior` null), says nothing about this one. */
function knownOf(
  prior: Common | null,
  fingerprint: string | null,
  remembered: Remembered | null,
  url: string | null,
): Known {
  if (prior === null || url === null) return { proof: NEVER_PROVEN, isMoved: false };
  const isMoved = isMovedTo(url, remembered);
  if (prior.fingerprint !== fingerprint || remembered === null) {
    return { proof: NEVER_PROVEN, isMoved };
  }
  const provenUrl = remembered.proven_url;
  const needsSuccess = remembered.needs_success === true || (isMoved && provenUrl !== null);
  return { proof: { provenUrl, needsSuccess }, isMoved };
}

/** Null, of a binding that was only observed, is no other URL. */
function isMovedTo(url: string | null, remembered: Remembered | null): boolean {
  const before = remembered?.scim_url ?? null;
  return url !== null && before !== null && before !== url;
}

function beforeOf(prior: Common | null, fingerprint: string | null, { isMoved }: Known): Before {
  const isSameToken = prior !== null && prior.fingerprint === fingerprint;
  return {
    isMoved,
    verifiedAt: dateOf(isSameToken ? prior.verified_at : null),
    evidenceSince: dateOf(isSameToken ? prior.evidence_since : null),
  };
}

function remember(
  scimUrl: string | null,
  { provenUrl, needsSuccess }: Proof,
  stopped: Remembered["stopped"],
): Remembered {
  return { scim_url: scimUrl, proven_url: provenUrl, needs_success: needsSuccess, stopped };
}

/** Its arguments are those of the last apply; what it found out is not looked at. */
function isAsApplied(prior: Common, args: Common): boolean {
  return isDeepStrictEqual({ ...prior, ...NO_OUTCOME }, args);
}

/** Started once and stopped still: that is for people. Of an observed one nothing is started. */
function stoppedIn(
  look: Look,
  url: string | null,
  remembered: Remembered | null,
): Remembered["stopped"] {
  if (url === null || look.isStopped !== true) return null;
  return remembered?.stopped ?? "found";
}

/** What a person has to do while it waits, else what the vendor's look tells beside its verdict. */
function notesAfter(
  status: BindingStatus,
  look: Look,
  { fingerprint }: Common,
  { provenUrl, needsSuccess }: Proof,
  { scimUrl }: Place,
): readonly string[] {
  return status === "waiting" && scimUrl !== null
    ? stepsWhileWaiting({ fingerprint, scimUrl, provenUrl, needsSuccess })
    : (look.notes ?? []);
}

/** Null where the last look showed nothing: its words are no evidence of a success. */
function shownIn({ status, evidence }: Common): string | null {
  return status === "tested" ? evidence : null;
}

/** A silent log does not replace what was shown before; a confirmation and a memory are named. */
function evidenceAfter(
  status: BindingStatus,
  look: Look,
  facts: StatusFacts,
  before: string | null,
): string {
  if (status === "tested" && look.found !== "worked") {
    return facts.isConfirmed
      ? "confirmed by the reviewed configuration"
      : (before ?? `${look.evidence}; it was seen to work before`);
  }
  if (status === "rejected" && look.found !== "refused") {
    return `${look.evidence}; it was refused before, and nothing shows that it works since`;
  }
  return look.evidence;
}

/**
 * A refusal from before the first confirmation must not speak against it later; one from after it
 * must, even if it could not be read until now.
 */
function sinceAfter(
  status: BindingStatus,
  look: Look,
  { proof }: Known,
  prior: Common | null,
): string | null {
  const isFirstConfirmed =
    status === "tested" && look.found !== "worked" && proof.provenUrl === null;
  const since = isFirstConfirmed ? look.at : look.since;
  return since ?? prior?.evidence_since ?? null;
}

function tokenOf({ token_wo: token }: CommonWritten): string | null {
  return isUnknown(token) ? null : token;
}

/** What a plan or an apply says of each status but "tested", and what follows from it. */
const WARNINGS = {
  rejected: [
    "A binding holds a token that does not work",
    " Apply writes the present token where it can, and tests again.",
  ],
  waiting: [
    "A binding waits for a person",
    ' Plans stay at "changes" until it is shown that the token works there.',
  ],
  unknown: ["A binding could not be looked at", " Whether it works is not known."],
  unproven: ["Nothing shows that a binding holds the token", ""],
} as const;

/** For people at plain Terraform; programs read the attributes. */
function warnOf(
  {
    status,
    evidence,
    notes,
    untestable,
  }: Pick<Common, "status" | "evidence" | "notes" | "untestable">,
  name: string,
  { warn }: Warner,
): void {
  const isSaidElsewhere = status === "unproven" && untestable !== null; // warnOfUntestable
  if (status !== null && status !== "tested" && !isSaidElsewhere) {
    const [summary, consequence] = WARNINGS[status];
    const found = `${name}: ${evidence ?? "not looked at"}.${consequence}`;
    const steps = status === "waiting" ? (notes ?? []) : [];
    warn({ code: `binding-${status}`, summary, detail: [found, ...steps].join("\n") });
  }
  if (status === "waiting") return;
  for (const note of notes ?? []) {
    warn({ code: "binding-note", summary: "A binding needs a look", detail: `${name}: ${note}.` });
  }
}

function warnOfUntestable({ untestable }: CommonWritten, name: string, { warn }: Warner): void {
  if (untestable === null || isUnknown(untestable)) return;
  warn({
    code: "binding-untestable",
    summary: "A binding is not tested",
    detail: `${name}: ${untestable}. Nothing shows that it holds the token.`,
    attribute: ["untestable"],
  });
}

function dateOf(rfc3339: string | null): Date | null {
  return rfc3339 === null ? null : new Date(rfc3339);
}
