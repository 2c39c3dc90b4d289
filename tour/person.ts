/** What people do with a mouse: Druva's console and Okta's Admin Console, by the labels they see. */
import { type CheerioAPI, load } from "cheerio";
import { Agent, request } from "undici";
import type { Pages } from "../sandbox/sandbox";

/** A browser without JavaScript: follows links and submits forms of the pages as they are. */
class Browser {
  private readonly cookies = new Map<string, string>();
  private readonly dispatcher: Agent;
  private page: CheerioAPI = load("");
  private at = "about:blank";

  constructor(ca: string) {
    this.dispatcher = new Agent({ connect: { ca } });
  }

  get text(): string {
    return this.page("body").text().replace(/\s+/g, " ");
  }

  valueOf(selector: string): string {
    const element = this.page(selector);
    return (element.attr("value") ?? element.text()).trim();
  }

  async open(url: string, form?: URLSearchParams): Promise<void> {
    const answer = await request(new URL(url, this.at === "about:blank" ? undefined : this.at), {
      dispatcher: this.dispatcher,
      method: form ? "POST" : "GET",
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      ...(form ? { body: form.toString() } : {}),
    });
    for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) {
      const [pair = ""] = cookie.split(";");
      const [name = "", ...value] = pair.split("=");
      this.cookies.set(name, value.join("="));
    }
    const here = new URL(url, this.at === "about:blank" ? undefined : this.at).href;
    this.at = here;
    const body = await answer.body.text();
    const { location } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === "string") {
      await this.open(location);
      return;
    }
    this.page = load(body);
    if (answer.statusCode >= 400)
      throw new Error(`${new URL(here).pathname} answered ${answer.statusCode}: ${this.text}`);
  }

  /** Fills in the fields of the form that has this button, by their labels, and presses it; or follows the link. */
  async click(label: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    const { page } = this;
    const called = (element: Parameters<CheerioAPI>[0]) =>
      page(element).text().trim() === label || page(element).attr("value") === label;
    const link = page("a")
      .filter((_, element) => called(element))
      .first();
    const href = link.attr("href");
    if (href !== undefined) return await this.open(href);
    const button = page("button, input[type=submit]")
      .filter((_, element) => called(element))
      .first();
    const form = button.closest("form");
    if (form.length === 0) throw new Error(`There is no "${label}" on the page: ${this.text}`);
    const values = new URLSearchParams(form.serialize());
    for (const [called, value] of Object.entries(fields)) {
      const field = this.fieldCalled(called);
      values.set(field.name, field.chosen ?? value);
    }
    const [name, value] = [button.attr("name"), button.attr("value")];
    if (name !== undefined) values.set(name, value ?? "");
    await this.open(button.attr("formaction") ?? form.attr("action") ?? this.at, values);
  }

  /** A choice among several has its value already. */
  private fieldCalled(label: string): { readonly name: string; readonly chosen?: string } {
    const { page } = this;
    const found = page("label")
      .filter((_, element) => page(element).text().trim().startsWith(label))
      .first();
    const id = found.attr("for");
    const field = id === undefined ? found.find("input") : page(`[id="${id}"]`);
    const [name, chosen] = [field.attr("name"), field.attr("value")];
    if (name === undefined)
      throw new Error(`There is no field "${label}" on the page: ${this.text}`);
    return field.attr("type") === "radio" && chosen !== undefined ? { name, chosen } : { name };
  }

  async close(): Promise<void> {
    await this.dispatcher.close();
  }
}

export class Person {
  constructor(
    private readonly pages: Pages,
    private readonly ca: string,
  ) {}

  /** Users > User Provisioning > Summary > New Token > Continue > Copy Token. */
  async generateToken(): Promise<string> {
    return await this.browsing(async (browser) => {
      await browser.open(this.pages.druvaConsole);
      await browser.click("Sign in", { "cloud.admin@acme.example": "chosen" });
      await browser.click("New Token");
      await browser.click("Continue");
      const token = browser.valueOf("#token");
      if (token === "") throw new Error(`The console shows no token: ${browser.text}`);
      return token;
    });
  }

  /** Applications > the app > Provisioning > Integration > Edit > API Token > Test API credentials > Save. */
  async enterTokenInOkta(appId: string, token: string): Promise<void> {
    await this.browsing(async (browser) => {
      await browser.open(`${this.pages.oktaAdminConsole}/${appId}/provisioning/integration`);
      await browser.click("Edit");
      await browser.click("Test API Credentials", { "API Token": token });
      await browser.click("Save", { "API Token": token });
    });
  }

  private async browsing<T>(act: (browser: Browser) => Promise<T>): Promise<T> {
    const browser = new Browser(this.ca);
    try {
      return await act(browser);
    } finally {
      await browser.close();
    }
  }
}
