/** Read of `druva_scim_token`: asks Druva, the calendar and for unmanaged holders; changes nothing. */
import { notCheckedInWords, unmanagedHolders } from "../../bindings/unmanaged";
import type { Clients } from "../../clients/clients";
import { ProviderError } from "../../framework/diagnostics";
import type { Context } from "../../framework/resource";
import { fingerprint } from "../../rotation/fingerprint";
import { open } from "../../rotation/journal";
import { clockInWords, isClockWrong } from "../../rotation/ladder";
import { type Probe, verdictOf } from "../../rotation/probe";
import { argumentName } from "../../rotation/argument-name";
import { OBSERVED, tokenStatus } from "../../rotation/token-status";
import type { Token } from "./schema";
import { moves } from "./plan";
import { lookAtHandover } from "./handover";
import {
  clockAt,
  consumersInState,
  type Found,
  lastRotation,
  nextRotation,
  NOTHING_FOUND,
  scheduleIn,
  verdictIn,
} from "./state";

export async function read(
  { state: stored, private: before }: { readonly state: Token; readonly private: Found | null },
  context: Context<Clients>,
): Promise<{ state: Token; private: Found | null }> {
  const { client, signal } = context;
  // What the last apply changed is over: a plan sets it anew.
  const settled: Token = { ...stored, change: null, cause: null, steps: null };
  if (!client.configurationKnown) {
    context.warn({
      code: "token-not-looked-at",
      summary: "Nothing was asked: the provider's configuration is not known yet",
      detail: `A value of provider "druva" is decided in apply, so the token of ${stored.tenant} is shown as it was last seen. Give the provider values that are known when planning.`,
    });
    return { state: { ...settled, answer: null }, private: before };
  }
  const asked = moves(settled, client.scim.url) ? null : settled.token;
  // At once: where no vendor answers, waiting for one after the other would take minutes.
  const [unmanaged, probe] = await Promise.all([
    warnInstead(context, () => holdersBeside(settled, context)),
    asked === null ? null : client.scim.probe(asked, signal),
  ]);
  const state: Token = { ...settled, unmanaged };
  if (state.token === null) {
    const handed = await warnInstead(context, () => lookAtHandover(state, "none", context));
    return {
      state: { ...state, ...OBSERVED, answer: null },
      private: { ...NOTHING_FOUND, clock: clockAt(state, client.clock.now()), handed },
    };
  }
  if (probe === null) return lookFromAfar(state, before, context);
  const verdict = verdictOf(probe, verdictIn(before));
  if (probe.verdict === "refused" || probe.verdict === "unreachable") {
    context.warn({
      code: "token-no-verdict",
      summary: "Druva gave no verdict on the token",
      detail: `${probe.message}. Nothing is planned for that: only 401 shows that a token is dead. Plan again when Druva answers.`,
      attribute: ["status"],
    });
  }
  if (isClockWrong(probe)) {
    context.warn({
      code: "clock-wrong",
      summary: "This machine's clock is wrong",
      detail: `${clockInWords(probe)}: whether the token is due is judged by a wrong date, and no token is issued here. Set the clock.`,
      attribute: ["issued_at"],
    });
  }
  // Users come and go: those who were there last are the ones to ask for.
  const present =
    probe.verdict === "accepted" ? await client.scim.users(state.token, signal) : null;
  const users = present ?? before?.users ?? null;
  await warnInstead(context, () => readJournal(state, context));
  const handed = await warnInstead(context, () => lookAtHandover(state, verdict, context));

  const stillRejected = verdict === "rejected" && probe.verdict !== "rejected";
  const message = stillRejected ? (before?.message ?? null) : probe.message;
  const now = client.clock.now();
  return {
    state: {
      ...state,
      ...tokenStatus({ verdict, message }, scheduleIn(state), now),
      answer: probe.verdict,
    },
    private: {
      ...{ probe: verdict, clock: clockAt(state, now), message, users, handed },
      edited: editedIn(state, probe.verdict, before),
    },
  };
}

function editedIn(
  { token, fingerprint: proven }: Token,
  verdict: Probe["verdict"],
  before: Found | null,
): string | null {
  const found = token === null ? null : fingerprint(token);
  if (found === proven) return null;
  const isVerdict = verdict === "accepted" || verdict === "rejected";
  return isVerdict ? found : (before?.edited ?? null);
}

/** The token is not shown to another host, and what that one answers would be no verdict on it. */
async function lookFromAfar(
  state: Token,
  before: Found | null,
  context: Context<Clients>,
): Promise<{ state: Token; private: Found }> {
  const { client } = context;
  context.warn({
    code: "scim-url-changes",
    summary: "The SCIM URL changes",
    detail: `State has ${state.scim_url}, the provider is configured with ${client.scim.url}. The apply asks there about the token before anything is written; this plan asks nobody. Where the URL was not meant to change, set the provider's ${argumentName("scim_url")}, or DRUVA_SCIM_URL, back.`,
    attribute: ["scim_url"],
  });
  await warnInstead(context, () => readJournal(state, context));
  const message = "not asked: the SCIM URL changes";
  const now = client.clock.now();
  return {
    state: {
      ...state,
      ...tokenStatus({ verdict: "none", message }, scheduleIn(state), now),
      answer: null,
    },
    private: {
      ...NOTHING_FOUND,
      clock: clockAt(state, now),
      message,
      users: before?.users ?? null,
      edited: before?.edited ?? null,
    },
  };
}

/** Null where it could not be found out. */
async function holdersBeside(state: Token, context: Context<Clients>): Promise<Token["unmanaged"]> {
  const { client, signal } = context;
  const { holders, unchecked } = await unmanagedHolders(
    { consumers: consumersInState(state), unrelated: state.unrelated ?? [] },
    client,
    "first",
    signal,
  );
  for (const why of unchecked) {
    context.warn({ ...notCheckedInWords(why), attribute: ["consumers"] });
  }
  return unchecked.length > 0 ? null : holders;
}

/** The state that this Read was given is saved, so the token in it need not be remembered elsewhere. */
async function readJournal(state: Token, context: Context<Clients>): Promise<void> {
  const { client } = context;
  const scimUrl = state.scim_url ?? client.scim.url;
  const done = open(client.journalDir, lastRotation(state, scimUrl));
  if ((await done.pending())?.fingerprint === state.fingerprint) {
    await done.committed(client.clock.now());
  }
  const next = open(client.journalDir, nextRotation(state.tenant, state, scimUrl));
  const interrupted = await next.pending();
  if (interrupted?.token) {
    context.warn({
      code: "rotation-interrupted",
      summary: "A rotation was interrupted",
      detail: `${next.file} holds the token ${interrupted.fingerprint}, issued and not yet in a saved state. The next rotation or takeover uses it and issues no other.`,
      attribute: ["token"],
    });
  }
}

/** Turns the errors of `task` into warnings, and then gives null. */
async function warnInstead<T>(
  context: Context<Clients>,
  task: () => Promise<T>,
): Promise<T | null> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    error.diagnostics.forEach((each) => {
      context.warn(each);
    });
    return null;
  }
}
