/** `druva_scim_token`: one tenant's token, rotated in place. */
import { isDeepStrictEqual } from "node:util";
import type { Clients } from "../clients/clients";
import { ProviderError } from "../framework/diagnostics";
import { resource } from "../framework/resource";
import { unknown } from "../framework/unknown";
import { open } from "../rotation/journal";
import { checkJournalFolder } from "../rotation/journal-folder";
import { setting } from "../rotation/setting";
import { OBSERVED, standing } from "../rotation/standing";
import { checkConfiguration, refuseFutureIssue, settled } from "./scim-token.checks";
import { decide, moves } from "./scim-token.decision";
import { scimTokenFields, scimTokenPrivateFields, type Token } from "./scim-token.fields";
import { readyIn } from "./scim-token.handover";
import { look } from "./scim-token.look";
import { refuseLosses } from "./scim-token.losses";
import {
  clockAt,
  datesAfter,
  factsOf,
  type Found,
  issuerOf,
  nextRotation,
  NOTHING_FOUND,
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
    const scimUrl = client.configurationKnown ? client.scim.url : null;
    const { finding, warnings } = decide(prior, config, found, scimUrl);
    for (const each of warnings) context.warn(each);
    if (finding !== undefined) {
      const facts = factsOf(prior, config, found);
      for (const each of prior === null ? [] : unmet(facts, prior)) context.warn(each);
      const ready = readyIn(prior, config, found, client.environment);
      context.warn(announce(finding, prior, config, ready));
      const { generation, message: reason } = finding;
      const scim_url = scimUrl ?? unknown;
      return { planned: { ...config, ...ANOTHER_TOKEN, scim_url, generation, reason } };
    }
    if (prior === null) {
      return { planned: { ...config, ...NO_TOKEN, scim_url: scimUrl ?? unknown } };
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
  },

  planDestroy({ prior }, context) {
    refuseDestroy(prior);
    context.warn(staysAlive(prior));
  },

  async create({ config: written }, context) {
    const config = settled(written);
    refuseFutureIssue(config, context.client.clock.now());
    const scim_url = context.client.scim.url;
    const { finding } = decide(null, config, null, scim_url);
    if (finding !== undefined) return rotate(finding, null, config, context);
    return {
      state: { ...config, ...NO_TOKEN, scim_url },
      private: NOTHING_FOUND,
    };
  },

  async update({ prior, config: written, private: found }, context) {
    const config = settled(written);
    refuseFutureIssue(config, context.client.clock.now());
    const { finding } = decide(prior, config, found, context.client.scim.url);
    if (finding !== undefined) return rotate(finding, prior, config, context);
    await refuseToLeaveBehind(prior, context.client);
    return keepToken(prior, config, found, context.client);
  },

  async delete({ state }, context) {
    refuseDestroy(state); // a replacement is no destroy to Terraform's plan
    context.warn(staysAlive(state));
  },

  importRefusal:
    'A token cannot be imported: Druva shows it only once, and an id does not give it. Write the resource with begin "adopt" and hand the living token over.',
});

/** State may hold the only copy of a living token. */
function refuseDestroy({ allow_destroy, tenant, generation }: Token): void {
  if (allow_destroy === true) return;
  throw new ProviderError({
    summary: "The token must not be destroyed by accident",
    detail: `Destroying, or replacing, releases generation ${generation} of ${tenant} with all its bindings, and state has the only copy of the token; nothing watches or rotates it from then on. To rotate, ask for a higher generation in ${setting("rotation_request")}; a tainted token is mended by terraform untaint. Where a destroy is meant: set ${setting("allow_destroy")} to true, deploy, then destroy.`,
    attribute: ["allow_destroy"],
  });
}

/** The journal is kept by the URL: under another one an interrupted rotation would not be found. */
async function refuseToLeaveBehind(prior: Token, { scim, journalDir }: Clients): Promise<void> {
  if (prior.scim_url === null || !moves(prior, scim.url)) return;
  const journal = open(journalDir, nextRotation(prior.tenant, prior, prior.scim_url));
  if ((await journal.pending()) === null) return;
  throw new ProviderError({
    summary: "The SCIM URL must not change while a rotation is interrupted",
    detail: `${journal.file} is of ${prior.scim_url}, and may lead to a token that was issued; with ${scim.url} it would not be found. Set the URL back and finish the rotation. Where its token is not needed, remove the entry with \`druva-scim journal purge --force\`.`,
    attribute: ["scim_url"],
  });
}

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
    private: { ...(found ?? NOTHING_FOUND), clock: clockAt(state, now) },
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
