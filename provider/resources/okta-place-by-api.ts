/** An Okta app whose token Okta's connections API takes: Okta tries it when it is saved. */
import { testOktaConnection } from "../clients/binding-test-okta";
import type { Clients } from "../clients/clients";
import { nowByOkta } from "../clients/okta-evidence";
import { ProviderError } from "../framework/diagnostics";
import type { BoundPlace } from "../rotation/connection-test";
import { setting } from "../rotation/setting";
import type { Known } from "./connection-test.known";
import type { OktaArgs } from "./okta-connection-test";
import { startOf } from "./okta-start";

export function oktaPlaceByApi(args: OktaArgs, known: Known, clients: Clients): BoundPlace {
  const { app_id: id, okta: entry, base_url } = args;
  const okta = clients.okta(entry);
  const name = `Okta app ${id}`;
  let isSavedNow = false;

  return {
    name,
    provenBy: "write",

    async test(signal) {
      if (!isSavedNow) return testOktaConnection(okta, id, startOf(known, args, clients), signal);
      const result = await testOktaConnection(okta, id, null, signal);
      return { ...result, since: nowByOkta(okta, clients) };
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
          detail: `${name}: Okta answered UNKNOWN, so nothing was saved. A person has to enter the token in the Admin Console: set ${setting("entered_by")} to "person".`,
          attribute: ["entered_by"],
        });
      }
      await okta.activateConnection(id, signal);
      isSavedNow = true;
    },
  };
}
