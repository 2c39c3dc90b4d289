/**
 * An Okta app that Okta's API refuses ("Druva 2.0" today): a person enters the token in the Admin
 * Console. What shows it is a provisioning success in the System Log, or a confirmation in the
 * reviewed configuration that names the token's fingerprint.
 */
import type { Clients } from "../clients/clients";
import type { BoundPlace, TestResult } from "../rotation/connection-test";
import type { OktaArgs } from "./okta-connection-test";
import { evidenceSince, lately } from "./okta-evidence";

export function oktaPlaceByPerson(
  { app_id: id, okta: entry, fingerprint, confirmed, proven_at }: OktaArgs,
  last: OktaArgs | null,
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

  return {
    name,
    provenBy: "person",

    async test(signal) {
      const from = seenToWorkAt ?? proven_at;
      const since = from === null ? lately(clients.clock.now()) : new Date(from);
      const { kind, words } = await evidenceSince(okta, id, since, signal);
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
    },

    async write() {
      throw new Error("no program can enter the token of this app");
    },
  };
}
