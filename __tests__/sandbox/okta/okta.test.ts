import { load } from "cheerio";
import { fingerprint } from "../../../sandbox/fingerprint";
import { enterTokenInOkta } from "../../../sandbox/people";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Asked, type Caller } from "../people";

interface OktaProblem {
  readonly errorCode: string;
  readonly errorSummary: string;
}
interface LogEvent {
  readonly eventType: string;
  readonly published: string;
  readonly outcome: { readonly result: string };
  readonly target: readonly { readonly id: string; readonly type: string }[];
}

let sandbox: Sandbox;
let ask: Caller;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
});
beforeEach(async () => {
  token = await sandbox.control.generateToken();
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const origin = () => new URL(sandbox.pages.oktaAdminConsole).origin;
const okta = (path: string, asked: Asked = {}) =>
  ask(`${origin()}${path}`, {
    ...asked,
    headers: { authorization: `SSWS ${sandbox.environment["OKTA_API_TOKEN"]}` },
  });
const connection = (app: string, more = "") => `/api/v1/apps/${app}/connections/default${more}`;
const save = (app: string, secret: string, more = "") =>
  okta(connection(app, more), {
    method: "POST",
    json: {
      baseUrl: sandbox.environment["DRUVA_SCIM_URL"],
      profile: { authScheme: "TOKEN", token: secret },
    },
  });
const events = async (app: string, since: string, more = "") =>
  (
    await okta(
      `/api/v1/logs?since=${since}&filter=${encodeURIComponent(`target.id eq "${app}"${more}`)}`,
    )
  ).json<LogEvent[]>();

test("an API token that Okta does not know is E0000011", async () => {
  const answer = await ask(`${origin()}/api/v1/users/me`, {
    headers: { authorization: "SSWS no" },
  });
  expect(answer.status).toBe(401);
  expect(answer.json<OktaProblem>().errorCode).toBe("E0000011");
});

test("every answer of the API says what is left of the rate limit", async () => {
  const remaining = async () =>
    Number((await okta("/api/v1/users/me")).headers["x-rate-limit-remaining"]);
  const first = await remaining();
  expect(await remaining()).toBe(first - 1);
});

test("an app that does not exist is E0000007", async () => {
  const answer = await okta("/api/v1/apps/0oaNone");
  expect(answer.status).toBe(404);
  expect(answer.json<OktaProblem>().errorSummary).toBe(
    "Not found: Resource not found: 0oaNone (AppInstance)",
  );
});

test("apps are found by the start of their label, and by name", async () => {
  const ids = async (query: string) =>
    (await okta(`/api/v1/apps?${query}`)).json<{ id: string }[]>().map(({ id }) => id);
  expect(await ids("q=Druva%202")).toEqual(["0oaDruvaPerson"]);
  expect(await ids(`filter=${encodeURIComponent('name eq "okta_org2org"')}`)).toEqual([
    "0oaDruvaApi",
  ]);
});

test("a living token is saved, and is enabled by activate", async () => {
  expect((await save("0oaDruvaApi", token)).status).toBe(201);
  expect(
    (await okta(connection("0oaDruvaApi", "/lifecycle/activate"), { method: "POST" })).status,
  ).toBe(204);
  const shown = await okta(connection("0oaDruvaApi"));
  expect(shown.json()).toMatchObject({ authScheme: "TOKEN", status: "ENABLED" });
  expect(shown.text).not.toContain(token);
  expect((await sandbox.control.holding("okta/0oaDruvaApi")).fingerprint).toBe(fingerprint(token));
});

test("activate=true saves and enables at once", async () => {
  await sandbox.control.hold("okta/0oaDruvaApi", null);
  expect((await save("0oaDruvaApi", token, "?activate=true")).json()).toMatchObject({
    status: "ENABLED",
  });
});

test("a dead token is refused at save, and the one before stays", async () => {
  await save("0oaDruvaApi", token);
  const answer = await save("0oaDruvaApi", "dead");
  expect(answer.status).toBe(400);
  expect(answer.json<OktaProblem>()).toMatchObject({
    errorCode: "E0000001",
    errorSummary: "Api validation failed: credential",
  });
  expect((await sandbox.control.holding("okta/0oaDruvaApi")).fingerprint).toBe(fingerprint(token));
});

test("a connection that was deactivated is DISABLED and provisions nobody", async () => {
  await save("0oaDruvaApi", token, "?activate=true");
  await okta(connection("0oaDruvaApi", "/lifecycle/deactivate"), { method: "POST" });
  expect((await okta(connection("0oaDruvaApi"))).json()).toMatchObject({ status: "DISABLED" });
  expect((await sandbox.control.cycle("okta/0oaDruvaApi")).outcome).toBe("skipped");
});

test("an app that the connections API does not know answers UNKNOWN and saves nothing", async () => {
  const unknown = { authScheme: "UNKNOWN", status: "UNKNOWN" };
  expect((await okta(connection("0oaDruvaPerson"))).json()).toEqual(unknown);
  const answer = await save("0oaDruvaPerson", token);
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual(unknown);
  expect((await sandbox.control.holding("okta/0oaDruvaPerson")).fingerprint).toBeNull();
});

test("a provisioning success stands in the System Log of its app alone", async () => {
  await save("0oaDruvaApi", token, "?activate=true");
  const since = (await sandbox.control.clock.now()).toISOString();
  const cycle = await sandbox.control.cycle("okta/0oaDruvaApi");
  expect(cycle).toMatchObject({ outcome: "created", fingerprint: fingerprint(token) });
  const pushes = await events(
    "0oaDruvaApi",
    since,
    ' and eventType eq "application.provision.user.push" and outcome.result eq "SUCCESS"',
  );
  expect(pushes).toHaveLength(1);
  expect(await events("0oaDruvaPerson", since)).toEqual([]);
});

test("a cycle with a dead token writes that the remote API rejected the credentials", async () => {
  await save("0oaDruvaApi", token, "?activate=true");
  await sandbox.control.generateToken();
  const since = (await sandbox.control.clock.now()).toISOString();
  expect((await sandbox.control.cycle("okta/0oaDruvaApi")).outcome).toBe("failed");
  const types = (await events("0oaDruvaApi", since)).map(({ eventType }) => eventType);
  expect(types).toContain("application.integration.authentication_failure");
});

test("the System Log is by the sandbox's clock, and since leaves out what was before", async () => {
  await save("0oaDruvaApi", token, "?activate=true");
  await sandbox.control.cycle("okta/0oaDruvaApi");
  const since = (await sandbox.control.clock.advance({ days: 1 })).toISOString();
  expect(await events("0oaDruvaApi", since)).toEqual([]);
});

test("a filter that cannot be read is refused", async () => {
  expect((await okta("/api/v1/logs?filter=???")).status).toBe(400);
});

describe("the Admin Console", () => {
  const edit = "/admin/apps/0oaDruvaPerson/provisioning/integration/edit";

  test("leads an administrator from the app list to Edit, Test API Credentials and Save", async () => {
    const list = load((await ask(sandbox.pages.oktaAdminConsole)).text);
    const tab = list('a:contains("Druva 2.0")').attr("href") ?? "";
    const integration = load((await ask(`${origin()}${tab}`)).text);
    expect(integration("h2").text()).toBe("Provisioning: Integration");
    const form = load(
      (await ask(`${origin()}${integration('a:contains("Edit")').attr("href")}`)).text,
    )("form");
    const field = form
      .find(`#${form.find('label:contains("API Token")').attr("for")}`)
      .attr("name");
    const press = (button: string) =>
      ask(`${origin()}${form.attr("action")}`, {
        method: "POST",
        form: {
          [field ?? ""]: token,
          action: form.find(`button:contains("${button}")`).attr("value") ?? "",
        },
      });
    const tested = load((await press("Test API Credentials")).text);
    expect(tested('[role="status"]').text()).toMatch(/was verified successfully/);
    expect((await sandbox.control.holding("okta/0oaDruvaPerson")).fingerprint).toBeNull();
    expect((await press("Save")).status).toBe(303);
    expect((await sandbox.control.holding("okta/0oaDruvaPerson")).fingerprint).toBe(
      fingerprint(token),
    );
  });

  test("refuses a dead token and writes down that it could not verify it", async () => {
    const since = (await sandbox.control.clock.now()).toISOString();
    const answer = await ask(`${origin()}${edit}`, {
      method: "POST",
      form: { api_token: "dead", action: "save" },
    });
    expect(answer.status).toBe(400);
    expect(load(answer.text)('[role="alert"]').text()).toMatch(/Error authenticating/);
    expect((await events("0oaDruvaPerson", since)).map(({ eventType }) => eventType)).toEqual([
      "application.configuration.update",
    ]);
  });

  test("never shows a saved token", async () => {
    await enterTokenInOkta(sandbox, "0oaDruvaPerson", token);
    for (const path of [edit, edit.replace("/edit", "")])
      expect((await ask(`${origin()}${path}`)).text).not.toContain(token);
  });

  test("what a person entered provisions, while the API still answers UNKNOWN", async () => {
    await enterTokenInOkta(sandbox, "0oaDruvaPerson", token);
    expect((await sandbox.control.cycle("okta/0oaDruvaPerson")).outcome).toBe("created");
    expect((await okta(connection("0oaDruvaPerson"))).json()).toMatchObject({ status: "UNKNOWN" });
  });
});
