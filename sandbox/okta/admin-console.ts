/**
 * The Admin Console as far as an app's API credentials go: Applications > the app > Provisioning >
 * Integration > Edit > API Token > Test API Credentials > Save. Whoever reaches it is an administrator.
 */
import { z } from "zod";
import { html, page, type Html } from "../page";
import type { Server } from "../server";
import { DRUVA_TENANT } from "../seed";
import type { OrganizationApp, Organization } from "./organization";

export const ADMIN_PATH = "/admin/apps";
const HTML = "text/html; charset=utf-8";
interface ById {
  Params: { id: string };
}

const credentialsForm = z.object({
  api_token: z.string().trim().min(1),
  action: z.enum(["test", "save"]),
});

/** `scimUrl`: where the Druva integration sends users; the catalogue's app knows it by itself. */
export function serveAdminConsole(
  server: Server,
  organization: Organization,
  scimUrl: string,
): void {
  const integration = (id: string) => `${ADMIN_PATH}/${id}/provisioning/integration`;

  void server.register(async (pages) => {
    pages.addHook("onRequest", async (_request, reply) => {
      reply.type(HTML).header("cache-control", "no-store");
    });

    pages.get(ADMIN_PATH, async () =>
      page(
        "Applications",
        html`<p>${DRUVA_TENANT}</p>
          <ul>
            ${organization.apps.map(
              ({ seed }) => html`<li><a href="${integration(seed.id)}">${seed.label}</a></li>`,
            )}
          </ul>`,
      ),
    );
    pages.get<ById>(integration(":id"), async ({ params }) => {
      const app = organization.app(params.id);
      return page(
        app.seed.label,
        html`<h2>Provisioning: Integration</h2>
          <p>API Token: ${app.credentials === undefined ? "none" : "••••••••"}</p>
          <p><a href="${integration(app.seed.id)}/edit">Edit</a></p>`,
      );
    });
    pages.get<ById>(`${integration(":id")}/edit`, async ({ params }) => {
      const app = organization.app(params.id);
      return page(app.seed.label, form(app, html``));
    });
    pages.post<ById>(`${integration(":id")}/edit`, async ({ params, body }, reply) => {
      const app = organization.app(params.id);
      const read = credentialsForm.safeParse(body);
      if (!read.success)
        return reply
          .code(400)
          .send(page(app.seed.label, form(app, html`<p>Enter an API Token.</p>`)));
      const credentials = { baseUrl: scimUrl, token: read.data.api_token };
      const test = read.data.action === "test";
      const { works, detail } = test
        ? await organization.scim.test(credentials)
        : await organization.save(app, credentials);
      if (!works)
        return reply
          .code(400)
          .send(
            page(
              app.seed.label,
              form(app, html`<p role="alert">Error authenticating. ${detail}</p>`),
            ),
          );
      if (test)
        return page(
          app.seed.label,
          form(
            app,
            html`<p role="status">✅ ${app.seed.label} was verified successfully!</p>`,
            read.data.api_token,
          ),
        );
      if (app.seed.connectionsApi) app.connection = "ENABLED";
      return reply.redirect(integration(app.seed.id), 303);
    });
  });
}

function form({ seed }: OrganizationApp, message: Html, token = ""): Html {
  return html`<h2>Provisioning: Integration</h2>
    ${message}
    <form method="post" action="${ADMIN_PATH}/${seed.id}/provisioning/integration/edit">
      <p>
        <label for="api_token">API Token</label>
        <input
          type="password"
          id="api_token"
          name="api_token"
          autocomplete="off"
          value="${token}"
          required
        />
      </p>
      <button name="action" value="test">Test API Credentials</button>
      <button name="action" value="save">Save</button>
    </form>`;
}
