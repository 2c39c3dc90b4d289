/** Another identity provider: it holds one token, provisions with it, and is set by a command. */
import { z } from "zod";
import type { CycleResult } from "../control/types";
import { fingerprint } from "../fingerprint";
import { html, page } from "../page";
import type { ScimClient, ScimCredentials } from "../scim-client";
import { OTHER_IDP_NAME } from "../seed";
import { Refusal, type Server } from "../server";

const connectionBody = z.object({ baseUrl: z.string().min(1), token: z.string().min(1) });

export class OtherIdp {
  credentials: ScimCredentials | undefined;

  constructor(readonly scim: ScimClient) {}

  get held(): string | null {
    return this.credentials === undefined ? null : fingerprint(this.credentials.token);
  }

  serve(server: Server): void {
    server.get("/", async (_request, reply) => {
      reply.type("text/html; charset=utf-8");
      return page(
        OTHER_IDP_NAME,
        html`<p>SCIM base URL: ${this.credentials?.baseUrl ?? "none"}</p>
          <p>Token: ${this.held === null ? "none" : "••••••••"}</p>`,
      );
    });
    server.get("/connection", async () => ({
      baseUrl: this.credentials?.baseUrl ?? null,
      fingerprint: this.held,
    }));
    /** Saves whatever it is given: unlike Okta, it tests only when asked. */
    server.put("/connection", async ({ body }, reply) => {
      const read = connectionBody.safeParse(body);
      if (!read.success) throw otherIdpError(400, "A baseUrl and a token are expected.");
      this.credentials = read.data;
      return reply.code(204).send();
    });
    server.post("/connection/test", async () =>
      this.credentials === undefined
        ? { works: false, status: null, detail: "No token is saved.", fingerprint: null }
        : { ...(await this.scim.test(this.credentials)), fingerprint: this.held },
    );
  }

  async runCycle(userName: string): Promise<CycleResult> {
    const cycle = { holder: `command/${OTHER_IDP_NAME}`, fingerprint: this.held } as const;
    if (this.credentials === undefined)
      return {
        ...cycle,
        outcome: "skipped",
        detail: "No token is saved.",
        status: null,
        userName: null,
        userId: null,
      };
    const { works, ...rest } = await this.scim.createUser(this.credentials, userName);
    return { ...cycle, ...rest, outcome: works ? "created" : "failed", userName };
  }
}

export function otherIdpError(status: number, message: string): Refusal {
  return new Refusal(status, message, { message });
}
