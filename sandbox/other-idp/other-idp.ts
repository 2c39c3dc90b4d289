/** Another identity provider: it holds one token, provisions with it, and is set by a command. */
import { z } from "zod";
import { fingerprint } from "../fingerprint";
import { html, page } from "../page";
import type { ScimClient, ScimCredentials, VendorCycle } from "../scim-client";
import { OTHER_IDP_NAME } from "../seed";
import { Refusal, type Server } from "../server";

const connectionBody = z.object({ baseUrl: z.string().min(1), token: z.string().min(1) });

/** What a test of the saved connection is answered with. */
export interface TestAnswer {
  readonly works: boolean;
  /** Druva's; null where it did not answer. */
  readonly status: number | null;
  readonly detail: string;
  /** Of the token that is saved; null where there is none. */
  readonly fingerprint: string | null;
}

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
    /** Saves what it is given. It tests when asked; Okta tests when it saves. */
    server.put("/connection", async ({ body }, reply) => {
      const read = connectionBody.safeParse(body);
      if (!read.success) throw otherIdpError(400, "A baseUrl and a token are expected.");
      this.credentials = read.data;
      return reply.code(204).send();
    });
    server.post("/connection/test", async (): Promise<TestAnswer> =>
      this.credentials === undefined
        ? { works: false, status: null, detail: "No token is saved.", fingerprint: null }
        : { ...(await this.scim.test(this.credentials)), fingerprint: this.held },
    );
  }

  async runCycle(userName: string): Promise<VendorCycle> {
    if (this.credentials === undefined) return { outcome: "skipped", detail: "No token is saved." };
    const { works, ...result } = await this.scim.provision(
      `command/${OTHER_IDP_NAME}`,
      this.credentials,
      userName,
    );
    return { outcome: works ? "created" : "failed", ...result };
  }
}

export function otherIdpError(status: number, message: string): Refusal {
  return new Refusal(status, message, { message });
}
