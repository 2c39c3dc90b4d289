/**
 * An Okta app that Okta's API refuses ("Druva 2.0" today): a person enters the token in the Admin
 * Console. What shows it is a provisioning success in the System Log, or a confirmation in the
 * reviewed configuration that names the token's fingerprint.
 *
 * One token of one app is new, proven, or needs success (connection-test.known.ts):
 *
 *     the log shows    new               proven               needs success
 *     a success        -> proven         stays                -> proven
 *     a refusal        stays             -> needs success     stays
 *     nothing          stays             stays                stays
 *     unreadable       stays             stays                stays
 *
 * In apply a success is tested; so is a confirmation of one that is new, which proves it, or proven;
 * everything else waits. Read asks for less: what counts as tested does so until the log shows a
 * refusal, and a log that cannot be read changes nothing. A refusal of a new token is from before it
 * was entered, and says nothing.
 */
import { resultOf } from "../clients/binding-test-okta";
import type { Clients } from "../clients/clients";
import { ENTER_TOKEN } from "../clients/okta-admin-console";
import { type Evidence, evidenceSince, nowByOkta } from "../clients/okta-evidence";
import type { BoundPlace, TestResult } from "../rotation/connection-test";
import { type Known, needsSuccessAfter } from "./connection-test.known";
import type { OktaArgs } from "./okta-connection-test";
import { startOf } from "./okta-start";

export function oktaPlaceByPerson(args: OktaArgs, known: Known, clients: Clients): BoundPlace {
  const { app_id: id, okta: entry, base_url, fingerprint, confirmed } = args;
  const okta = clients.okta(entry);
  const isConfirmed = fingerprint !== null && confirmed === fingerprint;

  function judge(found: Evidence): TestResult {
    const isRefusal = found.kind === "refused";
    if (found.kind === "worked") return resultOf(found);
    const mayStay = known.isTested || found.kind === "unreadable";
    if (!known.isInApply && mayStay) return resultOf(found);
    if (fingerprint === null) {
      return isRefusal ? resultOf(found) : { verdict: "unproven", evidence: found.words };
    }
    const needsSuccess = needsSuccessAfter(known, { isRefusal });
    if (isConfirmed && !needsSuccess) {
      return { verdict: "tested", evidence: `confirmed for ${fingerprint} by the configuration` };
    }
    return { verdict: "waiting", evidence: whatToDo(found, needsSuccess), isRefusal };
  }

  function whatToDo({ words }: Evidence, needsSuccess: boolean): string {
    const before = known.isProvenElsewhere
      ? ` (with ${known.provenUrl} it was last shown to work)`
      : "";
    const url = needsSuccess
      ? `see that Okta uses the SCIM URL ${base_url ?? clients.scim.url}${before}, `
      : "";
    const then = needsSuccess
      ? "run a provisioning: only its success shows that it works again"
      : `run a provisioning, or set confirmed to "${fingerprint}" in its configuration`;
    return `${url}enter the token in Okta (${ENTER_TOKEN}), then ${then}. ${words}`;
  }

  return {
    name: `Okta app ${id}`,
    provenBy: "person",

    async test(signal) {
      const found = await evidenceSince(okta, id, startOf(known, args, clients), signal);
      const result = judge(found);
      // A refusal from before the first confirmation must not speak against it later; one from
      // after it must, even if it could not be read until now.
      const isFirstConfirmed =
        result.verdict === "tested" && found.kind !== "worked" && !known.wasProven;
      return { ...result, since: isFirstConfirmed ? nowByOkta(okta, clients) : found.since };
    },

    async write() {
      throw new Error("no program can enter the token of this app");
    },
  };
}
