/** An Okta app whose token Okta's connections API takes: Okta tries it when it is saved. */
import type { Clients } from "../clients/clients";
import type { Connection } from "../clients/okta";
import { VendorError } from "../clients/vendor-error";
import { ProviderError } from "../framework/diagnostics";
import type { BoundPlace } from "../rotation/connection-test";
import type { Known } from "./connection-test.known";
import type { OktaArgs } from "./okta-connection-test";
import { evidenceSince, nowByOkta, startOf } from "./okta-evidence";

export function oktaPlaceByApi(args: OktaArgs, known: Known, clients: Clients): BoundPlace {
  const { app_id: id, okta: entry, base_url } = args;
  const okta = clients.okta(entry);
  const name = `Okta app ${id}`;
  let isSavedNow = false;

  return {
    name,
    provenBy: "write",

    async test(signal) {
      let connection: Connection;
      try {
        connection = await okta.connection(id, signal);
      } catch (error) {
        if (!(error instanceof VendorError)) throw error;
        return { verdict: "no-verdict", evidence: error.message };
      }
      const is = `its provisioning connection is ${connection.status}`;
      if (connection.status !== "ENABLED") return { verdict: "rejected", evidence: is };
      if (isSavedNow) {
        return {
          verdict: "tested",
          evidence: `Okta tried the token when saving it, and ${is}`,
          since: nowByOkta(okta, clients),
        };
      }
      const start = startOf(known, args, clients);
      const { kind, words } = await evidenceSince(okta, id, start, signal);
      switch (kind) {
        case "worked":
          return { verdict: "tested", evidence: words };
        case "refused":
          return { verdict: "rejected", evidence: words };
        case "silent":
          return { verdict: "unproven", evidence: `${is}, and ${words}` };
        case "unreadable":
          return { verdict: "unproven", evidence: `${is}, and ${words}`, notes: [words] };
      }
    },

    async write(token, signal) {
      const saved = await okta.saveConnection(
        id,
        { baseUrl: base_url ?? clients.scim.url, token },
        signal,
      );
      if (saved.authScheme === "UNKNOWN" || saved.status === "UNKNOWN") {
        throw new ProviderError({
          summary: "Okta's API does not take this app's token",
          detail: `${name}: Okta answered UNKNOWN, so nothing was saved. A person has to enter the token in the Admin Console: set entered_by = "person" (enteredBy in the binding).`,
          attribute: ["entered_by"],
        });
      }
      await okta.activateConnection(id, signal);
      isSavedNow = true;
    },
  };
}
