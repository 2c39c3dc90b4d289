import fc from "fast-check";
import { Faults } from "../../sandbox/faults";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { caller, type Caller } from "./people";

let sandbox: Sandbox;
let ask: Caller;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
});
afterEach(async () => sandbox.control.faults.clear());
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const connection = () => ask(`${sandbox.pages.otherIdp}/connection`);
const any = { host: "other-idp", method: "GET", path: "/connection" } as const;

test("a fault meets as many requests as it counts, and says how many it has seen", async () => {
  const { id } = await sandbox.control.faults.add({ ...any, status: 503, count: 2 });
  const statuses = [await connection(), await connection(), await connection()].map(
    (a) => a.status,
  );
  expect(statuses).toEqual([503, 503, 200]);
  expect(await sandbox.control.faults.list()).toMatchObject([{ id, seen: 2, count: 2 }]);
});

test("a fault answers with its own body and headers", async () => {
  const headers = { "retry-after": "2" };
  await sandbox.control.faults.add({ ...any, status: 429, headers, body: { slow: "down" } });
  const answer = await connection();
  expect(answer.headers["retry-after"]).toBe("2");
  expect(answer.json()).toEqual({ slow: "down" });
});

test("a fault without a body speaks the vendor's own words", async () => {
  await sandbox.control.faults.add({ host: "druva", method: "GET", path: "*/Users", status: 500 });
  const answer = await ask(`${sandbox.environment["DRUVA_SCIM_URL"]}/Users`);
  expect(answer.json()).toMatchObject({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: "500",
  });
});

test("a dropped connection gives no answer, and the journal shows none", async () => {
  const after = (await sandbox.control.journal.list()).length;
  const { id } = await sandbox.control.faults.add({ ...any, drop: true, count: 1 });
  await expect(connection()).rejects.toThrow();
  const seen = await sandbox.control.journal.list({ host: "other-idp", after });
  expect(seen).toMatchObject([{ status: null, fault: id }]);
  expect((await connection()).status).toBe(200);
});

test("clearing a fault lets the request go on that it delays", async () => {
  const { id } = await sandbox.control.faults.add({ ...any, delayMs: 3_600_000 });
  const held = connection();
  while ((await sandbox.control.faults.list())[0]?.seen === 0);
  await sandbox.control.faults.clear(id);
  expect((await held).status).toBe(200);
});

test("an answer that is cut short is no answer, and its request is carried out", async () => {
  await sandbox.control.faults.add({ ...any, cutShort: true, count: 1 });
  await expect(connection()).rejects.toThrow();
  expect((await connection()).status).toBe(200);
});

test("an answer can have another type and another date, and is the usual one otherwise", async () => {
  const usual = await connection();
  await sandbox.control.faults.add({ ...any, contentType: "text/plain", dateAheadMs: 600_000 });
  const answer = await connection();
  expect(answer.json()).toEqual(usual.json());
  expect(answer.headers["content-type"]).toContain("text/plain");
  const ahead = Date.parse(String(answer.headers["date"])) - Date.now();
  expect(Math.round(ahead / 60_000)).toBe(10);
});

test("a delay holds the answer back, and then it is the usual one", async () => {
  await sandbox.control.faults.add({ ...any, delayMs: 150 });
  const before = Date.now();
  expect((await connection()).status).toBe(200);
  expect(Date.now() - before).toBeGreaterThanOrEqual(145);
});

test("a request can be carried out although its answer says otherwise", async () => {
  const put = { method: "PUT", json: { baseUrl: "https://localhost/scim", token: "t" } } as const;
  await sandbox.control.hold("command/other-idp", null);
  await sandbox.control.faults.add({ ...any, method: "PUT", status: 500, carriedOut: true });
  expect((await ask(`${sandbox.pages.otherIdp}/connection`, put)).status).toBe(500);
  expect((await sandbox.control.holding("command/other-idp")).fingerprint).not.toBeNull();
});

test("a request can be carried out although its connection drops", async () => {
  await sandbox.control.hold("command/other-idp", null);
  await sandbox.control.faults.add({ ...any, method: "PUT", drop: true, carriedOut: true });
  const json = { baseUrl: "https://localhost/scim", token: "t" };
  await expect(
    ask(`${sandbox.pages.otherIdp}/connection`, { method: "PUT", json }),
  ).rejects.toThrow();
  expect((await sandbox.control.holding("command/other-idp")).fingerprint).not.toBeNull();
});

test.each([
  [{ ...any, method: "get", status: 500 }, /Upper case/],
  [{ ...any, path: "/connection?x=1", status: 500 }, /without a query/],
  [any, /needs a status, drop/],
])("a fault that could never happen is refused: %j", async (fault, message) => {
  await expect(sandbox.control.faults.add(fault)).rejects.toThrow(message);
});

test("clearing a fault that is not there names those that are", async () => {
  const { id } = await sandbox.control.faults.add({ ...any, status: 500 });
  await expect(sandbox.control.faults.clear("fault-none")).rejects.toThrow(id);
});

test("of n matching requests, exactly those after `skip` and within `count` meet the fault", () => {
  fc.assert(
    fc.property(fc.nat(8), fc.integer({ min: 1, max: 8 }), fc.nat(20), (skip, count, requests) => {
      const faults = new Faults();
      faults.add({ host: "okta", method: "*", path: "/a/*", status: 500, skip, count });
      const met = Array.from({ length: requests }, (_none, index) => {
        faults.meet("okta", "GET", "/b/1"); // another path never counts
        return faults.meet("okta", "POST", `/a/${index}?q=1`) !== undefined;
      });
      expect(met).toEqual(met.map((_each, index) => index >= skip && index < skip + count));
      expect(faults.list()[0]?.seen).toBe(met.filter(Boolean).length);
    }),
  );
});
