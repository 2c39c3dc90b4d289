/**
 * An Okta app that Okta's API refuses ("Druva 2.0" today): a person enters the token in the Admin
 * Console. What shows it is a provisioning success in the System Log, or a confirmation in the
 * reviewed configuration that names the token's fingerprint.
 */
import type { Clients } from "../clients/clients";
import type { BoundPlace, TestResult } from "../rotation/connection-test";
import type { OktaArgs } from "./okta-connection-test";
import { type Evidence, evidenceSince, lately, latest, nowByOkta } from "./okta-evidence";

export function oktaPlaceByPerson(
  { app_id: id, okta: entry, fingerprint, confirmed, proven_at, old_token_last_valid_at }: OktaArgs,
  last: OktaArgs | null,
  since: string | null,
  clients: Clients,
): BoundPlace {
  const okta = clients.okta(entry);
  const name = `Okta app ${id}`;
  const wasTested = last?.status === "tested";
  const isConfirmed = fingerprint !== null && confirmed === fingerprint;
  // Refusals from before the token was entered say nothing about it; once it was seen to work,
  // a later one does.
  const seenToWorkAt = last?.verified_at ?? null;

  /** Nothing shows that it works: what was known stays, and a new token waits for its person. */
  function open(words: string): TestResult {
    if (fingerprint === null || wasTested) return { verdict: "unproven", evidence: words };
    const then =
      seenToWorkAt === null
        ? `run a provisioning, or set confirmed = "${fingerprint}"`
        : "run a provisioning: only its success shows that it works again";
    return {
      verdict: "waiting",
      evidence: `enter the token in Okta (Applications > the app > Provisioning > Integration > Edit > API Token > Test API Credentials > Save), then ${then}. ${words}`,
    };
  }

  function judge({ kind, words }: Evidence): TestResult {
    if (kind === "worked") return { verdict: "tested", evidence: words };
    if (kind === "refused" && (fingerprint === null || wasTested)) {
      return { verdict: "rejected", evidence: words };
    }
    if (kind === "refused" && seenToWorkAt !== null) return open(words);
    if (isConfirmed) {
      return { verdict: "tested", evidence: `confirmed for ${fingerprint} by the configuration` };
    }
    if (kind === "unreadable" && wasTested) return { verdict: "no-verdict", evidence: words };
    return open(words);
  }

  return {
    name,
    provenBy: "person",

    async test(signal) {
      const from = latest(seenToWorkAt, proven_at, old_token_last_valid_at);
      const start =
        since !== null
          ? { okta: new Date(since) }
          : from === null
            ? lately(clients)
            : { here: from };
      const found = await evidenceSince(okta, id, start, signal);
      const result = judge(found);
      // A refusal from before its confirmation must not speak against it later.
      return {
        ...result,
        since:
          result.verdict === "tested" && found.kind !== "worked"
            ? nowByOkta(okta, clients)
            : found.since,
      };
    },

    async write() {
      throw new Error("no program can enter the token of this app");
    },
  };
}
