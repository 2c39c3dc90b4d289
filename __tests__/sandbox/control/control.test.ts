import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../../sandbox/fingerprint";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Asked, type Caller } from "../people";

let sandbox: Sandbox;
let ask: Caller;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const readme = readFileSync(join(__dirname, "../../../sandbox/README.md"), "utf8");
const documented = [...readme.matchAll(/`(GET|POST|PUT|DELETE) (\/[^`?]*)`/g)].map(
  ([, method, path]) => [method as Asked["method"] & string, path ?? ""] as const,
);

test.each(documented)("the README's %s %s is there", async (method, path) => {
  const url = path.replace("<holder>", "command/other-idp").replace("<id>", "fault-none");
  const answer = await ask(new URL(url, sandbox.pages.control).href, { method });
  expect(answer.text).not.toMatch(/There is no (GET|POST|PUT|DELETE)/);
});

test("the README tells of all that the client asks for", () => {
  const client = readFileSync(join(__dirname, "../../../sandbox/control/client.ts"), "utf8");
  const paths = [...client.matchAll(/call(?:<[^>]*>)?\(\s*"[A-Z]+",\s*["`](\/[a-z/]+)/g)].map(
    ([, path]) => path ?? "",
  );
  expect(paths.length).toBeGreaterThan(8);
  for (const path of paths) expect(documented.map(([, each]) => each)).toContain(path);
});

test("an unknown holder is refused, and the known ones are named", async () => {
  await expect(sandbox.control.holding("okta/0oaNone")).rejects.toThrow(
    /There is no okta\/0oaNone\. Holders: entra\/0.*command\/other-idp/,
  );
});

test("a body with a key that is not known is refused with its name", async () => {
  const answer = await ask(new URL("/clock/advance", sandbox.pages.control).href, {
    method: "POST",
    json: { weeks: 1 },
  });
  expect(answer.status).toBe(400);
  expect(answer.text).toMatch(/weeks/);
});

test("whoever is given a token behind everybody's back holds it, tested or not", async () => {
  for (const { holder } of await sandbox.control.holdings()) {
    expect((await sandbox.control.hold(holder, "never tested")).fingerprint).toBe(
      fingerprint("never tested"),
    );
    expect((await sandbox.control.hold(holder, null)).fingerprint).toBeNull();
  }
});

test("every holder that is set up provisions a user of its own in Druva", async () => {
  const token = await sandbox.control.generateToken();
  const names = [];
  for (const { holder, status } of await sandbox.control.holdings()) {
    await sandbox.control.hold(holder, token);
    const cycle = await sandbox.control.cycle(holder);
    expect([holder, cycle.outcome]).toEqual([holder, status === "no job" ? "skipped" : "created"]);
    if (cycle.userName !== null) names.push(cycle.userName);
  }
  expect((await sandbox.control.users()).map(({ userName }) => userName)).toEqual(names);
});

test("a holder without a token provisions nobody", async () => {
  for (const { holder } of await sandbox.control.holdings()) {
    await sandbox.control.hold(holder, null);
    expect((await sandbox.control.cycle(holder)).outcome).not.toBe("created");
  }
});
