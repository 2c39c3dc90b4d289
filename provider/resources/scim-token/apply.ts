/** The apply of `druva_scim_token`: the ladder's way to the world, or the same token kept. */
import { setTimeout as wait } from "node:timers/promises";
import { whyNotToWrite } from "../../bindings/ask-first";
import { type Consumer, keyOf } from "../../bindings/consumer";
import { preflightConsumers } from "../../bindings/preflight";
import type { Clients } from "../../clients/clients";
import { withoutQuery } from "../../clients/druva";
import { ProviderError } from "../../framework/diagnostics";
import type { Context } from "../../framework/resource";
import { uninterrupted } from "../../framework/uninterrupted";
import { earlierAnswer } from "../../issuers/answer-file";
import { DEFAULT_DEADLINE_SECONDS, issueByCommand } from "../../issuers/command";
import { handedOver, numbered } from "../../issuers/handover";
import { forgetAnswers } from "../../rotation/answers";
import { open, removing } from "../../rotation/journal";
import { checkJournalFolder } from "../../rotation/journal-folder";
import { climb, type LadderPorts, type NewToken } from "../../rotation/ladder";
import { fingerprint } from "../../rotation/fingerprint";
import { earliestIssue, startOfDay } from "../../rotation/schedule";
import { argumentName } from "../../rotation/argument-name";
import { OBSERVED, tokenStatus } from "../../rotation/token-status";
import type { DueChange } from "../../rotation/triggers";
import { stepsFor, unknownAge } from "./announce";
import { refuseWhereEntraPasses } from "./second-opinion";
import { datesDiffer, decide, moves, sameToken, watched } from "./plan";
import type { Token, Written } from "./schema";
import {
  clockAt,
  consumersInState,
  dateOf,
  datesOf,
  type Found,
  issuerOf,
  nextRotation,
  NOTHING_FOUND,
  policyOf,
  scheduleIn,
  variablesOf,
  verdictIn,
} from "./state";
import { refuseFutureIssue, knownWhenPlanning } from "./validate";

export async function create(written: Written, context: Context<Clients>) {
  const config = knownWhenPlanning(written);
  refuseFutureIssue(config, context.client.clock.now());
  const scim_url = context.client.scim.url;
  const { finding } = decide(null, config, null, scim_url);
  if (finding !== undefined) return rotate(finding, null, config, null, context);
  return { state: { ...watched(config), scim_url }, private: NOTHING_FOUND };
}

export async function update(
  prior: Token,
  written: Written,
  found: Found | null,
  context: Context<Clients>,
) {
  const config = knownWhenPlanning(written);
  refuseFutureIssue(config, context.client.clock.now());
  const { finding } = decide(prior, config, found, context.client.scim.url);
  if (finding !== undefined) return rotate(finding, prior, config, found, context);
  await refuseToLeaveBehind(prior, context.client);
  await refuseToSpreadUnproven(prior, config, context);
  return keepToken(prior, config, found, context.client);
}

/**
 * What depends on the token writes it next: other providers' resources ask nobody. So where it gets
 * to a new place, or another URL does, Druva has to accept it there first.
 */
async function refuseToSpreadUnproven(
  prior: Token,
  config: Token,
  { client, signal }: Context<Clients>,
): Promise<void> {
  if (prior.token === null) return;
  const isMoved = moves(prior, client.scim.url);
  const places = newPlaces(prior, config);
  if (!isMoved && places.length === 0) return;
  const tenantUrls = places.flatMap(({ tenantUrl }) => tenantUrl ?? []);
  const urls = new Set([client.scim.url, ...tenantUrls].map(withoutQuery));
  const refusals = await Promise.all(
    [...urls].map((url) => whyNotToWrite(prior.token ?? "", url, client, signal)),
  );
  const probe = refusals.find((each) => each !== undefined);
  if (probe === undefined) return;
  const why = isMoved
    ? `The SCIM URL changes from ${prior.scim_url ?? "none"} to ${client.scim.url}`
    : `The token would be written to ${places.map(keyOf).join(", ")}`;
  const todo =
    probe.verdict === "rejected"
      ? "Hand over the token that was generated last, or set the SCIM URL right"
      : "Set the SCIM URL right, or apply again once Druva accepts the token";
  throw new ProviderError({
    code: "token-not-proven",
    summary: "Nothing was written: Druva does not accept the token",
    detail: `${why}, and asked about the token there: ${probe.message}. Every binding is as it was. ${todo}.`,
    attribute: [isMoved ? "scim_url" : "consumers"],
  });
}

/** The ladder has asked at the SCIM URL alone, and azuread writes next without asking anybody. */
async function refuseUnprovenTenantUrls(
  { token, issuedAt }: NewToken,
  config: Token,
  { client, signal }: Context<Clients>,
): Promise<void> {
  const tenantUrls = consumersInState(config).flatMap(({ tenantUrl }) => tenantUrl ?? []);
  for (const url of new Set(tenantUrls.map(withoutQuery))) {
    if (url === withoutQuery(client.scim.url)) continue;
    const probe = await whyNotToWrite(token, url, client, signal);
    if (probe === undefined) continue;
    const todo =
      issuedAt === null
        ? "hand over the same token again"
        : "apply again: the new token is in the journal, and no other is issued";
    throw new ProviderError({
      code: "token-not-proven",
      summary: "Nothing was written: a Tenant URL does not take the new token",
      detail: `${argumentName("tenant_url")} of a consumer is ${url}: ${probe.message}. Every binding is as it was. Correct the URL, and ${todo}.`,
      attribute: ["consumers"],
    });
  }
}

/** Consumers that another writer than before, or none before, gives the token to. */
function newPlaces(prior: Token, config: Token): Consumer[] {
  const before = new Map(consumersInState(prior).map((each) => [keyOf(each), each]));
  return consumersInState(config).filter((each) => {
    const earlier = before.get(keyOf(each));
    return (
      earlier === undefined ||
      writerOf(earlier) !== writerOf(each) ||
      earlier.tenantUrl !== each.tenantUrl
    );
  });
}

function writerOf({ through = "druva" }: Consumer): string {
  return through;
}

/** Comes to another token, and gives the state that says so. */
async function rotate(
  finding: DueChange,
  prior: Token | null,
  config: Token,
  found: Found | null,
  context: Context<Clients>,
): Promise<{ state: Token; private: Found }> {
  const { client, signal } = context;
  const known = found?.users ?? null;
  // The token's own: a state edited by hand may have another one beside it.
  const used = [
    ...(prior?.past_fingerprints ?? []),
    ...(prior?.token ? [fingerprint(prior.token)] : []),
  ];
  const fresh = await climb(
    {
      change: finding.change,
      cause: finding.cause,
      issuer: issuerOf(config),
      old: prior?.token
        ? {
            token: prior.token,
            schedule: scheduleIn(prior),
            generation: prior.generation ?? 0,
            wasAlive: verdictIn(found) === "accepted",
          }
        : null,
      usedFingerprints: used,
      acceptUnproven: config.accept_unproven,
    },
    portsOf(finding, prior, config, known, context),
  );
  if (fresh.isKept) await refuseUnprovenTenantUrls(fresh, config, context);
  const now = client.clock.now();
  const policy = policyOf(config);
  const state: Token = {
    ...config,
    ...datesOf(issueDate(fresh, finding, prior, config, now), policy),
    scim_url: client.scim.url,
    token: fresh.token,
    fingerprint: fresh.fingerprint,
    past_fingerprints: used,
    generation: finding.generation,
    old_token_last_valid_at: fresh.oldTokenLastValidAt?.toISOString() ?? null,
    proven_at: fresh.provenAt.toISOString(),
    status: null,
    reason: finding.message,
    answer: "accepted",
    change: finding.change,
    cause: finding.cause,
    steps: stepsFor(finding, prior, config),
    unmanaged: prior?.unmanaged ?? null,
  };
  // Where a token was replaced its bindings wait: users are listed by the next Read. It throws only
  // when asked to stop, and the token that was taken has to reach the state all the same.
  const users =
    finding.cause === "begun" && finding.change === "take over"
      ? await client.scim.users(fresh.token, signal).catch(() => null)
      : known;
  const probe = { verdict: "accepted", message: "Druva answered 200" } as const;
  if (state.issued_at === null) context.warn(unknownAge(config));
  const { status } = tokenStatus(probe, scheduleIn(state), now);
  return {
    state: { ...state, status },
    private: {
      probe: probe.verdict,
      message: probe.message,
      clock: clockAt(state, now),
      users,
      edited: null,
      handed: null,
    },
  };
}

function portsOf(
  finding: DueChange,
  prior: Token | null,
  config: Token,
  users: readonly string[] | null,
  context: Context<Clients>,
): LadderPorts {
  const { client, signal } = context;
  const { clock, environment, journalDir, journalDirGiven } = client;
  const issuer = issuerOf(config);
  checkJournalFolder({ folder: journalDir, given: journalDirGiven, issuer, environment });
  const journal = open(journalDir, nextRotation(config.tenant, prior, client.scim.url));
  const deadlineSeconds = config.issuer?.deadline_seconds ?? DEFAULT_DEADLINE_SECONDS;
  return {
    clock,
    probe: (token) => client.scim.probe(token, signal),
    tenantOf: (token) => client.scim.tenantOf(token, users ?? [], signal),
    preflight: () => gate(prior, config, context),
    mustBeDead: () =>
      refuseWhereEntraPasses(prior === null ? [] : consumersInState(prior), client, signal),
    uninterrupted,
    issue: (rotationId) =>
      issueByCommand(
        {
          command: config.issuer?.command ?? [],
          variables: config.issuer?.environment ?? [],
          deadlineSeconds,
        },
        rotationId,
        environment,
        journal.answerFile,
      ),
    earlierAnswer: () => earlierAnswer(journal.answerFile, deadlineSeconds, signal),
    forgetAnswer: () => forgetAnswers(journal.answerFile),
    handedOver: () => handedOver(variablesOf(config), environment),
    handoverSteps: numbered(stepsFor(finding, prior, config)),
    journal,
    stopIfAsked() {
      if (!signal.aborted) return;
      throw new ProviderError({
        summary: "Stopped before a token was issued",
        detail: "Nothing was changed; the present token goes on working. Apply again.",
      });
    },
    pause: async (milliseconds) => {
      await wait(milliseconds, undefined, { signal });
    },
    warn: (warning) => {
      context.warn(warning);
    },
  };
}

/** Any consumer that could not take a new token stops the issuing, all of them listed together. */
async function gate(prior: Token | null, config: Token, context: Context<Clients>): Promise<void> {
  const { findings } = await preflightConsumers(
    consumersInState(config),
    context.client,
    {
      requireAllBound: config.require_all_bound ?? false,
      unrelated: config.unrelated ?? [],
      living: prior?.token
        ? {
            token: prior.token,
            fingerprint: prior.fingerprint ?? "",
            holders: new Set(consumersInState(prior).map(keyOf)),
          }
        : null,
    },
    context.signal,
  );
  const diagnostics = findings.map(({ severity, consumer, message, todo }) => ({
    severity,
    summary:
      severity === "error"
        ? `No token is issued: ${consumer ?? "preflight"} is not ready`
        : message,
    code: severity === "error" ? "preflight-error" : "preflight-warning",
    detail: severity === "error" ? `${message}. The old token is still alive. ${todo}` : todo,
    attribute: ["consumers"],
  }));
  for (const warning of diagnostics.filter(({ severity }) => severity === "warning")) {
    context.warn(warning);
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ProviderError(...errors);
}

/** Null where nothing tells the age: it is not guessed. A lower bound is: it warns too early at worst. */
function issueDate(
  { issuedAt, oldTokenLastValidAt }: NewToken,
  { cause, change }: DueChange,
  prior: Token | null,
  config: Token,
  now: Date,
): Date | null {
  if (issuedAt !== null) return issuedAt;
  const request = config.rotation_request;
  const byRequest = request && earliestIssue(request.date, dateOf(prior?.proven_at ?? null), now);
  if (cause === "begun" && change === "take over") {
    // Observed so far: the request had it generated, and a day that stood there before is the old one's.
    const isOldOnes = prior !== null && request !== null && config.issued_on === prior.issued_on;
    if (config.issued_on !== null && !isOldOnes) return startOfDay(config.issued_on);
    return prior === null ? null : byRequest;
  }
  if (change === "rotate") return byRequest;
  return saidAnew(prior, config) ?? lastSuccess(prior, oldTokenLastValidAt);
}

/** A day that the config did not have for the token before is the new one's. */
function saidAnew(prior: Token | null, { issued_on }: Token): Date | null {
  return issued_on === null || issued_on === prior?.issued_on ? null : startOfDay(issued_on);
}

/** The one that was generated ended the one before: it is not older than that one's last success. */
function lastSuccess(prior: Token | null, oldTokenLastValidAt: Date | null): Date | null {
  const seen = [prior?.issued_at, prior?.proven_at].map((each) => dateOf(each ?? null));
  const known = [...seen, oldTokenLastValidAt].filter((each) => each !== null);
  return known.length === 0 ? null : new Date(Math.max(...known.map((each) => each.getTime())));
}

/** The journal is kept by the URL: under another one an interrupted rotation would not be found. */
async function refuseToLeaveBehind(prior: Token, { scim, journalDir }: Clients): Promise<void> {
  if (prior.scim_url === null || !moves(prior, scim.url)) return;
  const journal = open(journalDir, nextRotation(prior.tenant, prior, prior.scim_url));
  if ((await journal.pending()) === null) return;
  throw new ProviderError({
    summary: "The SCIM URL must not change while a rotation is interrupted",
    detail: `${journal.file} is of ${prior.scim_url}, and may lead to a token that was issued; with ${scim.url} it would not be found. Set the URL back and finish the rotation. Where its token is not needed, ${removing(journal.file)}.`,
    attribute: ["scim_url"],
  });
}

function keepToken(prior: Token, config: Token, found: Found | null, client: Clients) {
  const state: Token = { ...config, ...sameToken(prior, config), scim_url: client.scim.url };
  if (!datesDiffer(prior, state)) return found === null ? { state } : { state, private: found };
  if (state.token === null) {
    return { state: { ...state, ...OBSERVED }, private: found ?? NOTHING_FOUND };
  }
  const now = client.clock.now();
  const probe = { verdict: verdictIn(found), message: found?.message ?? null };
  return {
    state: { ...state, ...tokenStatus(probe, scheduleIn(state), now) },
    private: { ...(found ?? NOTHING_FOUND), clock: clockAt(state, now) },
  };
}
