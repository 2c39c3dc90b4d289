/** `druva_scim_token`: one tenant's token, rotated in place. */
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import { unknown } from "../framework/unknown";
import { checkJournalFolder } from "../rotation/journal-folder";
import { OBSERVED, standing } from "../rotation/standing";
import { findChange } from "../rotation/triggers";
import {
  checkConfiguration,
  refuseFutureIssue,
  refuseLosses,
  settled,
  type Token,
} from "./scim-token.checks";
import { scimTokenFields, scimTokenPrivateFields } from "./scim-token.fields";
import { look } from "./scim-token.look";
import {
  clockAt,
  datesAfter,
  factsOf,
  type Found,
  issuerOf,
  scheduleIn,
  verdictIn,
} from "./scim-token.reading";
import { rotate } from "./scim-token.rotate";
import { announce, remarks, unmet } from "./scim-token.words";

/** What another token decides in apply. */
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
} as const;

/** Only watched: nothing is known of the token. */
const NO_TOKEN = {
  token: null,
  fingerprint: null,
  past_fingerprints: [],
  generation: 0,
  issued_at: null,
  expires_at: null,
  rotate_at: null,
  old_token_last_valid_at: null,
  proven_at: null,
  ...OBSERVED,
};

export const scimToken = resource<Clients>()({
  schema: {
    version: 0,
    description:
      "A Druva tenant's SCIM token: taken over or issued, checked against Druva, and rotated in place when a review asks for it. A new token ends the one before at once, so everything that holds it is bound and tested in the same apply.",
    fields: scimTokenFields,
  },
  privateSchema: scimTokenPrivateFields,

  validate: checkConfiguration,

  read: look,

  plan({ prior, config: written, private: found }, context) {
    const { client } = context;
    const config = settled(written);
    if (prior !== null) refuseLosses(prior, config);
    if (client.configurationKnown && config.begin !== "observe") {
      checkJournalFolder({
        folder: client.journalDir,
        given: client.journalDirGiven,
        issuer: issuerOf(config),
        environment: client.environment,
      });
    }
    const scim_url = client.configurationKnown ? client.scim.url : (prior?.scim_url ?? unknown);
    const facts = factsOf(prior, config, found);
    const finding = findChange(facts);
    if (finding !== undefined) {
      for (const each of prior === null ? [] : unmet(facts, prior)) context.warn(each);
      context.warn(announce(finding, prior, config));
      const { generation, message: reason } = finding;
      return { planned: { ...config, ...ANOTHER_TOKEN, scim_url, generation, reason } };
    }
    if (prior === null) return { planned: { ...config, ...NO_TOKEN, scim_url } };
    for (const each of remarks(prior, config, found)) context.warn(each);
    return { planned: { ...config, ...planSameToken(prior, config), scim_url } };
  },

  planDestroy({ prior }, context) {
    if (prior.allow_destroy !== true) {
      throw new ProviderError({
        summary: "The token must not be destroyed by accident",
        detail: `Destroying releases generation ${prior.generation} of ${prior.tenant} with all its bindings; nothing watches or rotates it from then on. Where that is meant: set allow_destroy = true, deploy, then destroy.`,
        attribute: ["allow_destroy"],
      });
    }
    context.warn(staysAlive(prior));
  },

  async create({ config: written }, context) {
    const config = settled(written);
    refuseFutureIssue(config, context.client.clock.now());
    const finding = findChange(factsOf(null, config, null));
    if (finding !== undefined) return rotate(finding, null, config, context);
    const scim_url = context.client.scim.url;
    return {
      state: { ...config, ...NO_TOKEN, scim_url },
      private: { probe: "none", clock: null, message: null },
    };
  },

  async update({ prior, config: written, private: found }, context) {
    const config = settled(written);
    refuseFutureIssue(config, context.client.clock.now());
    const finding = findChange(factsOf(prior, config, found));
    if (finding !== undefined) return rotate(finding, prior, config, context);
    return keepToken(prior, config, found, context.client);
  },

  delete({ state }, context) {
    context.warn(staysAlive(state));
    return Promise.resolve();
  },

  importRefusal:
    'A token cannot be imported: Druva shows it only once, and an id does not give it. Write the resource with begin = "adopt" and hand the living token over.',
});

/** The token and all that was found out about it, with the dates as they are reckoned now. */
function sameToken(prior: Token, config: Token) {
  const { token, fingerprint, past_fingerprints, generation } = prior;
  const { old_token_last_valid_at, proven_at, status, reason } = prior;
  return {
    ...{ token, fingerprint, past_fingerprints, generation, old_token_last_valid_at, proven_at },
    ...datesAfter(prior, config),
    ...{ status, reason },
  };
}

/** Other dates may make another status of it. */
function planSameToken(prior: Token, config: Token) {
  const same = sameToken(prior, config);
  return datesDiffer(prior, same) ? { ...same, status: unknown, reason: unknown } : same;
}

function keepToken(prior: Token, config: Token, found: Found | null, client: Clients) {
  const state: Token = { ...config, ...sameToken(prior, config), scim_url: client.scim.url };
  if (!datesDiffer(prior, state)) return found === null ? { state } : { state, private: found };
  const now = client.clock.now();
  const probe = { verdict: verdictIn(found), message: found?.message ?? null };
  return {
    state: { ...state, ...standing(probe, scheduleIn(state), now) },
    private: { probe: probe.verdict, message: probe.message, clock: clockAt(state, now) },
  };
}

function datesDiffer(prior: Token, now: ReturnType<typeof datesAfter>): boolean {
  return (
    now.issued_at !== prior.issued_at ||
    now.expires_at !== prior.expires_at ||
    now.rotate_at !== prior.rotate_at
  );
}

function staysAlive({ tenant, fingerprint }: Token) {
  return {
    summary: "The token stays alive",
    detail: `Druva goes on accepting ${fingerprint ?? "the token"} of ${tenant}, and whoever holds it goes on working until it expires. To end it, generate another one in Druva's console.`,
  };
}
