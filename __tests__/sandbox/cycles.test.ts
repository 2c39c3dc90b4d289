/** What each holder sends to Druva in a provisioning cycle, as the vendors document it. */
import type { HolderId } from "../../sandbox/control/types";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { enterTokenInOkta } from "../../sandbox/people";

const CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ENTRA = "entra/00000000-0000-0000-0000-0000000000aa";
const OKTA = "okta/0oaDruvaPerson";
const OTHER = "command/other-idp";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const token = await sandbox.control.generateToken();
  await sandbox.control.hold(ENTRA, token);
  await sandbox.control.hold(OTHER, token);
  await enterTokenInOkta(sandbox, "0oaDruvaPerson", token);
});
afterAll(async () => sandbox.stop());

/** Of two cycles, the second: one user joins, the one before leaves. */
async function secondCycle(holder: HolderId) {
  const first = await sandbox.control.cycle(holder);
  await sandbox.control.journal.clear();
  const second = await sandbox.control.cycle(holder);
  expect([first.outcome, second.outcome]).toEqual(["created", "created"]);
  const users = await sandbox.control.users();
  const activeOf = (id: string | null) => users.find((each) => each.id === id)?.active;
  expect([activeOf(first.userId), activeOf(second.userId)]).toEqual([false, true]);
  const requests = await sandbox.control.journal.list({ host: "druva" });
  return requests.map(({ method, url, body, status }) => ({
    method,
    url: decodeURIComponent(url).replace(String(first.userId), "LEAVER"),
    status,
    body: body === "" ? null : (JSON.parse(body) as Readonly<Record<string, unknown>>),
  }));
}

test("Entra sends both schemas, an externalId, and words in capitals to deactivate", async () => {
  const [search, created, looked, left] = await secondCycle(ENTRA);
  expect(search?.url).toMatch(/\/Users\?filter=userName eq "[^"]+"$/);
  expect(created?.body).toMatchObject({
    schemas: [CORE, ENTERPRISE],
    externalId: expect.any(String) as unknown,
    emails: [{ primary: true, type: "work" }],
  });
  expect([looked?.method, looked?.url]).toEqual(["GET", "/insync/scim/Users/LEAVER"]);
  expect(left).toMatchObject({
    method: "PATCH",
    status: 200,
    body: { Operations: [{ op: "Replace", path: "active", value: "False" }] },
  });
});

test("Entra follows the RFC where the Tenant URL has its flag", async () => {
  const url = `${sandbox.environment["DRUVA_SCIM_URL"]}?aadOptscim062020`;
  await sandbox.control.setSettings(ENTRA, { BaseAddress: url });
  const requests = await secondCycle(ENTRA);
  expect(requests.at(-1)?.body).toMatchObject({
    Operations: [{ op: "replace", path: "active", value: false }],
  });
});

test("Okta pages its search, pushes the whole profile, then deactivates", async () => {
  const [search, created, , pushed, left] = await secondCycle(OKTA);
  expect(search?.url).toMatch(/filter=userName eq "[^"]+"&startIndex=1&count=100$/);
  expect(created?.body).toMatchObject({ schemas: [CORE], locale: "en-US", groups: [] });
  expect(created?.body?.["password"]).toMatch(/^fingerprint:[0-9a-f]{12}$/);
  expect(pushed).toMatchObject({ method: "PUT", url: "/insync/scim/Users/LEAVER", status: 200 });
  expect(left?.body).toMatchObject({ Operations: [{ op: "replace", value: { active: false } }] });
});

test("another identity provider sends the least that the RFC asks for", async () => {
  const requests = await secondCycle(OTHER);
  expect(requests.map(({ method, status }) => [method, status])).toEqual([
    ["GET", 200],
    ["POST", 201],
    ["GET", 200],
    ["PATCH", 200],
  ]);
});
