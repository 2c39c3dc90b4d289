/** The plan of `druva_scim_token`: which change is made, out of what is wished and what was found. */
import { isDeepStrictEqual } from "node:util";
import type { Clients } from "../../clients/clients";
import { type Diagnostic, ProviderError } from "../../framework/diagnostics";
import type { Context } from "../../framework/resource";
import type { Planned } from "../../framework/schema";
import { unknown } from "../../framework/unknown";
import { checkJournalFolder } from "../../rotation/journal-folder";
import { argumentName } from "../../rotation/argument-name";
import { fingerprint } from "../../rotation/fingerprint";
import { startOfDay } from "../../rotation/schedule";
import { OBSERVED } from "../../rotation/token-status";
import { findChange, type DueChange } from "../../rotation/triggers";
import { announce, holdersBeside, remarks, stepsFor, unmet } from "./announce";
import { readyIn } from "./handover";
import { refuseLosses } from "./losses";
import type { scimTokenFields, Token, Written } from "./schema";
import {
  consumersInState,
  datesAfter,
  datesOf,
  factsOf,
  type Found,
  issuerOf,
  policyOf,
} from "./state";
import { knownWhenPlanning, refuseFutureIssue, refuseIssueInCi } from "./validate";

type Warning = Omit<Diagnostic, "severity">;

/** Unknown until an apply has come to another token. */
const ANOTHER_TOKEN = {
  token: unknown,
  fingerprint: unknown,
  past_fingerprints: unknown,
  issued_at: unknown,
  expires_at: unknown,
  rotate_at: unknown,
  old_token_last_valid_at: unknown,
  proven_at: unknown,
  status: unknown,
  answer: unknown,
} as const;

/** Only watched: nothing is known of the token, but for its age where somebody knows that. */
export function watched(config: Token) {
  const { issued_on } = config;
  const issuedAt = issued_on === null ? null : startOfDay(issued_on);
  return { ...config, ...NO_TOKEN, ...datesOf(issuedAt, policyOf(config)) };
}

const NO_TOKEN = {
  token: null,
  fingerprint: null,
  past_fingerprints: [],
  generation: 0,
  old_token_last_valid_at: null,
  proven_at: null,
  answer: null,
  change: null,
  cause: null,
  steps: null,
  unmanaged: null,
  ...OBSERVED,
};

/** Nothing is known of the token but its age, where a person has told it. */
export function onlyWatched(config: Token) {
  const issuedOn = config.issued_on === null ? null : startOfDay(config.issued_on);
  return { ...NO_TOKEN, ...datesOf(issuedOn, policyOf(config)) };
}

export function plan(
  {
    prior,
    config: written,
    private: found,
  }: {
    readonly prior: Token | null;
    readonly config: Written;
    readonly private: Found | null;
  },
  context: Pick<Context<Clients>, "warn" | "client">,
): { planned: Planned<typeof scimTokenFields> } {
  const { client } = context;
  const config = knownWhenPlanning(written);
  if (prior === null) refuseIssueInCi(config, client.environment);
  else {
    refuseLosses(prior, config);
    refuseEdited(prior, found);
  }
  refuseFutureIssue(config, client.clock.now());
  if (client.configurationKnown && config.begin !== "observe") {
    checkJournalFolder({
      folder: client.journalDir,
      given: client.journalDirGiven,
      issuer: issuerOf(config),
      environment: client.environment,
    });
  }
  const scimUrl = client.configurationKnown ? client.scim.url : null;
  const { finding, warnings } = decide(prior, config, found, scimUrl);
  for (const each of [...holdersBeside(prior, config), ...warnings]) context.warn(each);
  if (finding !== undefined) {
    const facts = factsOf(prior, config, found);
    for (const each of prior === null ? [] : unmet(facts, prior)) context.warn(each);
    const ready = readyIn(prior, config, found, client.environment);
    const steps = stepsFor(finding, prior, config);
    context.warn(announce(finding, prior, config, ready));
    const { change, cause, generation, message: reason } = finding;
    return {
      planned: {
        ...config,
        ...ANOTHER_TOKEN,
        scim_url: scimUrl ?? unknown,
        unmanaged: prior?.unmanaged ?? null,
        ...{ generation, reason, change, cause, steps },
      },
    };
  }
  if (prior === null) {
    return { planned: { ...watched(config), scim_url: scimUrl ?? unknown } };
  }
  for (const each of remarks(prior, config, found)) context.warn(each);
  const planned = {
    ...config,
    ...planSameToken(prior, config),
    scim_url: scimUrl ?? prior.scim_url,
  };
  // By itself an unknown URL plans nothing; beside another change apply may find another one.
  const isSame = scimUrl !== null || isDeepStrictEqual(planned, prior);
  return { planned: isSame ? planned : { ...planned, scim_url: unknown } };
}

/** azuread and okta write whatever the state has, so Druva has to have been asked about it. */
function refuseEdited({ token, fingerprint: proven }: Token, found: Found | null): void {
  if (token === null || proven === null) return;
  const present = fingerprint(token);
  if (present === proven || present === found?.edited) return;
  throw new ProviderError({
    summary: "The token in the state is not the one that was proven",
    detail: `The state has the token ${present} beside the fingerprint ${proven}: it was edited by hand. Druva has given no verdict on it, so nothing shows that it works, and nothing is written. Put an earlier copy of the state back, or plan with a refresh when Druva answers, at the SCIM URL that the state has.`,
    attribute: ["token"],
  });
}

/** The token and all that was found out about it, with the dates as they are reckoned now. */
export function sameToken(prior: Token, config: Token) {
  const { token, fingerprint, past_fingerprints, generation } = prior;
  const { old_token_last_valid_at, proven_at, status, reason } = prior;
  const { answer, change, cause, steps, unmanaged } = prior;
  return {
    ...{ token, fingerprint, past_fingerprints, generation, old_token_last_valid_at, proven_at },
    ...datesAfter(prior, config),
    ...{ status, reason, answer, change, cause, steps, unmanaged },
  };
}

/** Other dates may make another status of it. */
function planSameToken(prior: Token, config: Token) {
  const same = sameToken(prior, config);
  const isJudged = same.generation !== 0; // one that is only watched stays "observed"
  return isJudged && datesDiffer(prior, same)
    ? { ...same, status: unknown, reason: unknown }
    : same;
}

export function datesDiffer(prior: Token, now: ReturnType<typeof datesAfter>): boolean {
  return (
    now.issued_at !== prior.issued_at ||
    now.expires_at !== prior.expires_at ||
    now.rotate_at !== prior.rotate_at
  );
}

export interface Decision {
  readonly finding: DueChange | undefined;
  readonly warnings: readonly Warning[];
}

/**
 * The same in plan and apply. `scimUrl` is null while it is not known. Throws a ProviderError for
 * two changes that must not come in one deploy.
 */
export function decide(
  prior: Token | null,
  config: Token,
  found: Found | null,
  scimUrl: string | null,
): Decision {
  const facts = factsOf(prior, config, found);
  const finding = findChange(facts);
  if (finding === undefined) return { finding, warnings: [] };
  if (prior !== null && scimUrl !== null) refuseMove(prior, scimUrl, finding);
  const what = released(prior, config);
  // Where Druva rejects the token, those who are released hold a dead one already.
  if (what === undefined || finding.change !== "rotate" || facts.probe === "rejected") {
    return { finding, warnings: [] };
  }
  const complaint = releaseFirst(what, finding);
  if (finding.cause === "due" || finding.cause === "expired") {
    return { finding: undefined, warnings: [complaint] };
  }
  throw new ProviderError(complaint);
}

/** Whether the provider is configured with another SCIM URL than the one that the token is for. */
export function moves({ scim_url }: Token, scimUrl: string): boolean {
  return scim_url !== null && scim_url !== scimUrl;
}

/** At another place nothing is known of the token, and its journal is kept by the URL. */
function refuseMove(prior: Token, scimUrl: string, { message }: DueChange): void {
  if (!moves(prior, scimUrl)) return;
  throw new ProviderError({
    summary: "The SCIM URL and the token must not change in one deploy",
    detail: `State has ${prior.scim_url}, the provider is configured with ${scimUrl}; and the token would change too: ${message}. Change one at a time: set the URL back and deploy, or deploy the URL first, without a rotation request or a new begin and in the mode "reviewed".`,
    attribute: ["scim_url"],
  });
}

function released(prior: Token | null, config: Token): string | undefined {
  if (config.allow_destroy === true)
    return `${argumentName("allow_destroy")} releases all bindings`;
  const names = config.released ?? [];
  if (names.length > 0) return `released names ${names.join(", ")}`;
  const before = prior === null ? 0 : consumersInState(prior).length;
  const none = consumersInState(config).length === 0;
  return none && before > 0 ? "consumers is empty, and state has some" : undefined;
}

function releaseFirst(what: string, { message }: DueChange): Warning {
  return {
    code: "rotation-beside-release",
    summary: "No token is rotated beside a release",
    detail: `${message}; and ${what}: what is released would go on with the old token, which a new one ends. Release first, rotate in the next deploy, when the mark of the release is gone.`,
    attribute: ["released"],
  };
}
