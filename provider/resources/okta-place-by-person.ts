/**
 * An Okta app that Okta's API refuses ("Druva 2.0" today): a person enters the token in the Admin
 * Console. What shows it is a provisioning success in the System Log, or a confirmation in the
 * reviewed configuration that names the token's fingerprint.
 */
import { resultOf } from "../clients/binding-test-okta";
import type { Clients } from "../clients/clients";
import { ENTER_TOKEN } from "../clients/okta-admin-console";
import { type Evidence, evidenceSince, nowByOkta } from "../clients/okta-evidence";
import type { BoundPlace, TestResult } from "../rotation/connection-test";
import type { Known } from "./connection-test.known";
import type { OktaArgs } from "./okta-connection-test";
import { startOf } from "./okta-start";

export function oktaPlaceByPerson(args: OktaArgs, known: Known, clients: Clients): BoundPlace {
  const { app_id: id, okta: entry, base_url, fingerprint, confirmed } = args;
  const okta = clients.okta(entry);
  const isConfirmed = fingerprint !== null && confirmed === fingerprint;

  function waiting({ words }: Evidence, needsSuccess: boolean): TestResult {
    const url = known.isProvenElsewhere
      ? `see that Okta uses the SCIM URL ${base_url ?? clients.scim.url} (with ${known.provenUrl} it was last shown to work), `
      : "";
    const then = needsSuccess
      ? "run a provisioning: only its success shows that it works again"
      : `run a provisioning, or set confirmed to "${fingerprint}" in its configuration`;
    return {
      verdict: "waiting",
      evidence: `${url}enter the token in Okta (${ENTER_TOKEN}), then ${then}. ${words}`,
    };
  }

  function judge(found: Evidence): TestResult {
    const { kind, words } = found;
    if (kind === "worked") return resultOf(found);
    if (kind === "refused" && (fingerprint === null || known.isTested)) return resultOf(found);
    // A confirmation is of what was entered then: refused since, or with another SCIM URL, it is
    // used up. Refusals from before it was entered say nothing about the token.
    const needsSuccess = known.isProvenElsewhere || (kind === "refused" && known.wasProven);
    if (isConfirmed && !needsSuccess) {
      return { verdict: "tested", evidence: `confirmed for ${fingerprint} by the configuration` };
    }
    // Nothing shows that it works: what was known stays, and a new token waits for its person.
    if (known.isTested) return resultOf(found);
    if (fingerprint === null) return { verdict: "unproven", evidence: words };
    return waiting(found, needsSuccess);
  }

  return {
    name: `Okta app ${id}`,
    provenBy: "person",

    async test(signal) {
      const found = await evidenceSince(okta, id, startOf(known, args, clients), signal);
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
