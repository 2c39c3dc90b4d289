/** The ladder's way to the world, for one apply of `druva_scim_token`. */
import { setTimeout as wait } from "node:timers/promises";
import type { Clients } from "../clients/clients";
import { preflight } from "../clients/preflight";
import { ProviderError } from "../framework/diagnostics";
import type { Context } from "../framework/resource";
import { DEFAULT_DEADLINE_SECONDS, issueByCommand } from "../issuers/command";
import { handedOver } from "../issuers/handover";
import { open } from "../rotation/journal";
import { checkJournalFolder } from "../rotation/journal-folder";
import { climb, type LadderPorts, type NewToken } from "../rotation/ladder";
import { earliestIssue, startOfDay } from "../rotation/schedule";
import { standing } from "../rotation/standing";
import type { Finding } from "../rotation/triggers";
import type { Token } from "./scim-token.fields";
import {
  clockAt,
  dateOf,
  datesOf,
  type Found,
  issuerOf,
  nextRotation,
  policyOf,
  scheduleIn,
  variablesOf,
} from "./scim-token.reading";
import { stepsFor, unknownAge } from "./scim-token.words";

/** Comes to another token, and gives the state that says so. */
export async function rotate(
  finding: Finding,
  prior: Token | null,
  config: Token,
  context: Context<Clients>,
): Promise<{ state: Token; private: Found }> {
  const { client } = context;
  const used = [
    ...(prior?.past_fingerprints ?? []),
    ...(prior?.fingerprint ? [prior.fingerprint] : []),
  ];
  const fresh = await climb(
    {
      change: finding.change,
      cause: finding.cause,
      issuer: issuerOf(config),
      old: prior?.token
        ? { token: prior.token, schedule: scheduleIn(prior), generation: prior.generation ?? 0 }
        : null,
      usedFingerprints: used,
    },
    portsOf(finding, prior, config, context),
  );
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
  };
  const probe = { verdict: "accepted", message: "Druva answered 200" } as const;
  if (state.issued_at === null) context.warn(unknownAge(config));
  const { status } = standing(probe, scheduleIn(state), now);
  return {
    state: { ...state, status },
    private: {
      probe: probe.verdict,
      message: probe.message,
      clock: clockAt(state, now),
      handed: null,
    },
  };
}

function portsOf(
  finding: Finding,
  prior: Token | null,
  config: Token,
  context: Context<Clients>,
): LadderPorts {
  const { client, signal } = context;
  const { clock, environment, journalDir, journalDirGiven } = client;
  const issuer = issuerOf(config);
  checkJournalFolder({ folder: journalDir, given: journalDirGiven, issuer, environment });
  return {
    clock,
    probe: (token) => client.scim.probe(token, signal),
    preflight: () => gate(config, context),
    issue: (rotationId) =>
      issueByCommand(
        {
          command: config.issuer?.command ?? [],
          variables: config.issuer?.environment ?? [],
          deadlineSeconds: config.issuer?.deadline_seconds ?? DEFAULT_DEADLINE_SECONDS,
        },
        rotationId,
        environment,
      ),
    handedOver: () => handedOver(variablesOf(config), environment),
    handoverSteps: stepsFor(finding, prior, config),
    journal: open(journalDir, nextRotation(config.tenant, prior, client.scim.url)),
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
async function gate(config: Token, context: Context<Clients>): Promise<void> {
  const consumers = config.consumers ?? [];
  const requireAllBound = config.require_all_bound ?? false;
  const findings = await preflight(consumers, context.client, { requireAllBound }, context.signal);
  const diagnostics = findings.map(({ severity, consumer, message, todo }) => ({
    severity,
    summary:
      severity === "error"
        ? `No token is issued: ${consumer ?? "preflight"} is not ready`
        : message,
    detail: severity === "error" ? `${message}. The old token is still alive. ${todo}` : todo,
    attribute: ["consumers"],
  }));
  for (const warning of diagnostics.filter(({ severity }) => severity === "warning")) {
    context.warn(warning);
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ProviderError(...errors);
}

/** Null where nothing tells the age: it is not guessed. */
function issueDate(
  { issuedAt }: NewToken,
  { cause, change }: Finding,
  prior: Token | null,
  config: Token,
  now: Date,
): Date | null {
  if (issuedAt !== null) return issuedAt;
  const request = config.rotation_request;
  const byRequest = request && earliestIssue(request.date, dateOf(prior?.proven_at ?? null), now);
  if (cause === "begun" && change === "take over") {
    if (config.issued_on !== null) return startOfDay(config.issued_on);
    return prior === null ? null : byRequest; // observed so far: the request had it generated
  }
  return change === "rotate" ? byRequest : null;
}
