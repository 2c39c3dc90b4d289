/**
 * The Druva console as far as the SCIM token goes: Users > User Provisioning > Summary > New Token >
 * Continue > Copy Token. Signing in is choosing an account: identity is not what the sandbox is about.
 */
import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { html, page, type Html } from "../page";
import { DRUVA_ACCOUNTS, DRUVA_TENANT } from "../seed";
import { Refusal, type Server } from "../server";
import type { DruvaTokens } from "./tokens";

export const CONSOLE_PATH = "/console";
const PROVISIONING = `${CONSOLE_PATH}/users/user-provisioning`;
const SIGN_IN = `${CONSOLE_PATH}/sign-in`;
const HTML = "text/html; charset=utf-8";

type Account = (typeof DRUVA_ACCOUNTS)[number];
const signInForm = z.object({ account: z.string() });

export function serveConsole(server: Server, tokens: DruvaTokens): void {
  const sessions = new Map<string, Account>();
  const accountOf = (request: FastifyRequest) => sessions.get(sessionOf(request));

  void server.register(async (pages) => {
    pages.addHook("onRequest", async (_request, reply) => {
      reply.type(HTML).header("cache-control", "no-store");
    });

    pages.get(CONSOLE_PATH, async (_request, reply) => reply.redirect(PROVISIONING));
    pages.get(SIGN_IN, async () => page("Sign in to Druva", signIn()));
    pages.post(SIGN_IN, async (request, reply) => {
      const email = signInForm.safeParse(request.body).data?.account;
      const account = DRUVA_ACCOUNTS.find((each) => each.email === email);
      if (account === undefined) throw refusal(400, "Choose one of the accounts.");
      const session = randomUUID();
      sessions.set(session, account);
      return reply
        .header("set-cookie", `session=${session}; Path=/; HttpOnly; Secure; SameSite=Strict`)
        .redirect(PROVISIONING, 303);
    });

    pages.get(PROVISIONING, async (request, reply) => {
      const account = accountOf(request);
      if (account === undefined) return reply.redirect(SIGN_IN);
      permit(account);
      return page("User Provisioning", summary(account, tokens));
    });
    pages.get(`${PROVISIONING}/new-token`, async (request, reply) => {
      const account = accountOf(request);
      if (account === undefined) return reply.redirect(SIGN_IN);
      permit(account);
      return page("New Token", warning);
    });
    pages.post(`${PROVISIONING}/new-token`, async (request, reply) => {
      const account = accountOf(request);
      if (account === undefined) return reply.redirect(SIGN_IN, 303);
      permit(account);
      return page("New Token", shownOnce(tokens.generate(account.email)));
    });
  });
}

function permit({ email, role }: Account): void {
  if (role === "Help desk")
    throw refusal(
      403,
      `${email} is signed in as ${role}. Only a Druva Cloud administrator or an inSync Cloud administrator can see User Provisioning.`,
    );
}

function refusal(status: number, message: string): Refusal {
  return new Refusal(status, message, page("Not possible", html`<p>${message}</p>`), HTML);
}

function sessionOf(request: FastifyRequest): string {
  return /(?:^|;\s*)session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
}

function signIn(): Html {
  return html`<form method="post" action="${SIGN_IN}">
    ${DRUVA_ACCOUNTS.map(
      ({ email, role }) =>
        html`<p>
          <label
            ><input type="radio" name="account" value="${email}" required /> ${email}
            (${role})</label
          >
        </p>`,
    )}
    <button>Sign in</button>
  </form>`;
}

function summary({ email, role }: Account, tokens: DruvaTokens): Html {
  const newest = tokens.list().at(-1);
  return html`<p>${email}, ${role}</p>
    <h2>Summary</h2>
    <dl>
      <dt>Tenant</dt>
      <dd>${DRUVA_TENANT}</dd>
      <dt>Token generated on</dt>
      <dd>${newest?.issuedAt ?? "never"}</dd>
      <dt>Token expires on</dt>
      <dd>${newest?.expiresAt ?? "-"}</dd>
    </dl>
    <details>
      <summary aria-label="More actions">⋮</summary>
      <p><a href="${PROVISIONING}/new-token">New Token</a></p>
    </details>`;
}

const warning = html`<p>
    Generating a new token makes the present one invalid at once. Then the SCIM app of your identity
    provider must be given the new one.
  </p>
  <form method="post" action="${PROVISIONING}/new-token"><button>Continue</button></form>`;

function shownOnce(token: string): Html {
  return html`<p>This token is shown once. Valid for 365 days.</p>
    <p>
      <label for="token">Copy Token</label>
      <input type="text" id="token" name="token" readonly value="${token}" />
    </p>
    <p><a href="${PROVISIONING}">Done</a></p>`;
}
