/** Read of `druva_scim_token`: asks Druva and the calendar, looks over the consumers, changes nothing. */
import type { Clients } from "../clients/clients";
import { preflight } from "../clients/preflight";
import { ProviderError } from "../framework/diagnostics";
import type { Context } from "../framework/resource";
import { open } from "../rotation/journal";
import { verdictOf } from "../rotation/probe";
import { setting } from "../rotation/setting";
import { OBSERVED, standing } from "../rotation/standing";
import type { Token } from "./scim-token.fields";
import { moves } from "./scim-token.decision";
import { lookAtHandover } from "./scim-token.handover";
import {
  clockAt,
  type Found,
  lastRotation,
  nextRotation,
  NOTHING_FOUND,
  scheduleIn,
  verdictIn,
} from "./scim-token.reading";

export async function look(
  { state, private: before }: { readonly state: Token; readonly private: Found | null },
  context: Context<Clients>,
): Promise<{ state: Token; private: Found | null }> {
  const { client, signal } = context;
  if (!client.configurationKnown) {
    context.warn({
      summary: "Nothing was asked: the provider's configuration is not known yet",
      detail: `A value of provider "druva" is decided in apply, so the token of ${state.tenant} is shown as it was last seen. Give the provider values that are known when planning.`,
    });
    return { state, private: before };
  }
  await warnInstead(context, () => lookOverConsumers(state, context));
  if (state.token === null) {
    const handed = await warnInstead(context, () => lookAtHandover(state, "none", context));
    return { state: { ...state, ...OBSERVED }, private: { ...NOTHING_FOUND, handed } };
  }
  if (moves(state, client.scim.url)) return lookFromAfar(state, context);
  const probe = await client.scim.probe(state.token, signal);
  const verdict = verdictOf(probe, verdictIn(before));
  if (probe.verdict === "refused" || probe.verdict === "unreachable") {
    context.warn({
      summary: "Druva gave no verdict on the token",
      detail: `${probe.message}. Nothing is planned for that: only 401 shows that a token is dead. Plan again when Druva answers.`,
      attribute: ["status"],
    });
  }
  await warnInstead(context, () => readJournal(state, context));
  const handed = await warnInstead(context, () => lookAtHandover(state, verdict, context));

  const stillRejected = verdict === "rejected" && probe.verdict !== "rejected";
  const message = stillRejected ? (before?.message ?? null) : probe.message;
  const now = client.clock.now();
  return {
    state: { ...state, ...standing({ verdict, message }, scheduleIn(state), now) },
    private: { probe: verdict, clock: clockAt(state, now), message, handed },
  };
}

/** The token is not shown to another host, and what that one answers would be no verdict on it. */
async function lookFromAfar(
  state: Token,
  context: Context<Clients>,
): Promise<{ state: Token; private: Found }> {
  const { client } = context;
  context.warn({
    summary: "The SCIM URL changes",
    detail: `State has ${state.scim_url}, the provider is configured with ${client.scim.url}. Until that is applied nobody is asked about the token; the plan after it asks there. Where the URL was not meant to change, set the provider's ${setting("scim_url")}, or DRUVA_SCIM_URL, back.`,
    attribute: ["scim_url"],
  });
  await warnInstead(context, () => readJournal(state, context));
  const message = "not asked: the SCIM URL changes";
  const now = client.clock.now();
  return {
    state: { ...state, ...standing({ verdict: "none", message }, scheduleIn(state), now) },
    private: { ...NOTHING_FOUND, clock: clockAt(state, now), message },
  };
}

async function lookOverConsumers({ consumers }: Token, context: Context<Clients>): Promise<void> {
  const { client, signal } = context;
  const findings = await preflight(consumers ?? [], client, { requireAllBound: false }, signal);
  for (const { message, todo } of findings) {
    context.warn({ summary: message, detail: todo, attribute: ["consumers"] });
  }
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
      summary: "A rotation was interrupted",
      detail: `${next.file} holds the token ${interrupted.fingerprint}, issued and not yet in a saved state. The next rotation or takeover uses it and issues no other.`,
      attribute: ["token"],
    });
  }
}

/** Null where it failed. */
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
