import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { caller, type Caller } from "./people";

let sandbox: Sandbox;
let ask: Caller;
let url: string;
let headers: Readonly<Record<string, string>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
  url = `${sandbox.environment["DRUVA_SCIM_URL"]}/Users`;
  headers = { authorization: `Bearer ${await sandbox.control.generateToken()}` };
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

test("200 clients that each send a megabyte are refused, and the sandbox goes on", async () => {
  const json = { title: "x".repeat(2 ** 20) };
  const answers = await Promise.allSettled(
    Array.from({ length: 200 }, async () => ask(url, { method: "POST", headers, json })),
  );
  // A client that is still sending when the refusal comes may see its connection closed instead.
  const statuses = answers.flatMap((each) =>
    each.status === "fulfilled" ? each.value.status : [],
  );
  expect(new Set([...statuses, 413])).toEqual(new Set([413]));
  expect((await ask(url, { headers })).status).toBe(200);
  const journal = JSON.stringify(await sandbox.control.journal.list());
  expect(journal.length).toBeLessThan(2 ** 20);
});

test("the journal says of a long body only how long it was", async () => {
  const text = JSON.stringify({ title: "x".repeat(10_000) });
  const sent = { ...headers, "content-type": "application/scim+json" };
  await ask(url, { method: "POST", headers: sent, text });
  const [last] = (await sandbox.control.journal.list({ method: "POST" })).slice(-1);
  expect(last?.body).toBe(`(${text.length} characters)`);
});
