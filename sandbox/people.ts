/** What people do on the sandbox's pages, form by form, for whoever has no hands. */
import { Agent, request } from "undici";
import type { Sandbox } from "./sandbox";
import { DRUVA_ACCOUNTS } from "./seed";

/** Signs in to the Druva console and generates a token: New Token, Continue, Copy Token. */
export async function newTokenInDruva(
  sandbox: Pick<Sandbox, "ca" | "pages">,
  account = DRUVA_ACCOUNTS[0]?.email ?? "",
): Promise<string> {
  const browser = new Browser(sandbox.ca);
  try {
    const console = sandbox.pages.druvaConsole;
    await browser.submit(`${console}/sign-in`, { account });
    const page = await browser.submit(`${console}/users/user-provisioning/new-token`, {});
    const token = /name="token"[^>]*\bvalue="([^"]+)"/.exec(page)?.[1];
    if (token === undefined) throw new Error("The console shows no token.");
    return token;
  } finally {
    await browser.close();
  }
}

/** Puts a token into an app's Integration tab in Okta's Admin Console: test it, then save it. */
export async function enterTokenInOkta(
  sandbox: Pick<Sandbox, "ca" | "pages">,
  appId: string,
  token: string,
): Promise<void> {
  const browser = new Browser(sandbox.ca);
  try {
    const edit = `${sandbox.pages.oktaAdminConsole}/${appId}/provisioning/integration/edit`;
    await browser.submit(edit, { api_token: token, action: "test" });
    await browser.submit(edit, { api_token: token, action: "save" });
  } finally {
    await browser.close();
  }
}

/** As much of a browser as forms need. */
class Browser {
  readonly #dispatcher: Agent;
  #cookie = "";

  constructor(ca: string) {
    this.#dispatcher = new Agent({ connect: { ca } });
  }

  /** Returns the page that answers; throws with its text where it is an error. */
  async submit(url: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const answer = await request(url, {
      method: "POST",
      dispatcher: this.#dispatcher,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...(this.#cookie === "" ? {} : { cookie: this.#cookie }),
      },
      body: new URLSearchParams(fields).toString(),
    });
    const page = await answer.body.text();
    if (answer.statusCode >= 400)
      throw new Error(`${new URL(url).pathname} was answered with ${answer.statusCode}.`);
    const cookie = [answer.headers["set-cookie"] ?? []].flat()[0];
    if (cookie !== undefined) this.#cookie = cookie.split(";", 1)[0] ?? "";
    return page;
  }

  async close(): Promise<void> {
    await this.#dispatcher.close();
  }
}
