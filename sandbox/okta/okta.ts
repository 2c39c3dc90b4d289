/** Okta: its API behind a sign-in, with rate limits, and a page of the Admin Console. */
import type { Server } from "../server";
import { serveAdminConsole } from "./admin-console";
import { serveApps } from "./apps";
import { serveConnections } from "./connections";
import type { Organization } from "./organization";
import type { OktaSignIn } from "./sign-in";
import { serveUsers } from "./users";

const REQUESTS_A_MINUTE = 600;
const MINUTE_MS = 60_000;

export function serveOkta(
  server: Server,
  {
    organization,
    signIn,
    scimUrl,
  }: {
    readonly organization: Organization;
    readonly signIn: OktaSignIn;
    readonly scimUrl: string;
  },
): void {
  const limits = new RateLimits();
  void server.register(async (api: Server) => {
    // Before faults: Okta's own 429 carries these headers too.
    api.addHook("onRequest", async (_request, reply) => {
      reply.headers(limits.next());
    });
    api.addHook("preHandler", async (request, reply) => signIn.require(request, reply));
    serveUsers(api);
    serveApps(api, organization);
    serveConnections(api, organization);
    organization.log.serve(api);
  });
  signIn.serve(server);
  serveAdminConsole(server, organization, scimUrl);
}

/** Counted and told, never enforced: a fault does that. By the machine's clock, as clients read them. */
class RateLimits {
  #windowEnds = 0;
  #remaining = 0;

  next(): Record<string, string> {
    const now = Date.now();
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + MINUTE_MS;
      this.#remaining = REQUESTS_A_MINUTE;
    }
    this.#remaining = Math.max(0, this.#remaining - 1);
    return {
      "x-rate-limit-limit": String(REQUESTS_A_MINUTE),
      "x-rate-limit-remaining": String(this.#remaining),
      "x-rate-limit-reset": String(Math.ceil(this.#windowEnds / 1000)),
    };
  }
}
