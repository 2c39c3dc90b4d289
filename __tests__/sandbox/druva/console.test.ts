import { load } from "cheerio";
import { fingerprint } from "../../../sandbox/fingerprint";
import { newTokenInDruva } from "../../../sandbox/people";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Caller } from "../people";

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

const at = (path: string) => new URL(path, sandbox.pages.druvaConsole).href;
const signIn = async (account: string) => {
  const answer = await ask(at("/console/sign-in"), { method: "POST", form: { account } });
  return { cookie: String(answer.headers["set-cookie"]).split(";")[0] ?? "" };
};

test("an administrator follows the console's own labels to a token that works", async () => {
  const headers = await signIn("cloud.admin@acme.example");
  const summary = load((await ask(at("/console/users/user-provisioning"), { headers })).text);
  expect(summary("h1").text()).toBe("User Provisioning");
  expect(summary("h2").text()).toBe("Summary");
  const newToken = summary('details a:contains("New Token")').attr("href") ?? "";

  const warning = load((await ask(at(newToken), { headers })).text);
  expect(warning("main").text()).toMatch(/present one invalid at once/);
  const form = warning('form:has(button:contains("Continue"))');
  const shown = load(
    (await ask(at(form.attr("action") ?? ""), { method: "POST", headers, form: {} })).text,
  );
  const token = shown(`#${shown('label:contains("Copy Token")').attr("for")}`).attr("value");

  const records = await sandbox.control.tokens();
  expect(records.at(-1)).toMatchObject({
    fingerprint: fingerprint(token ?? ""),
    alive: true,
    by: "cloud.admin@acme.example",
  });
});

test("a token is shown once: no page shows it again", async () => {
  const token = await newTokenInDruva(sandbox);
  const headers = await signIn("cloud.admin@acme.example");
  for (const path of [
    "/console/users/user-provisioning",
    "/console/users/user-provisioning/new-token",
  ])
    expect((await ask(at(path), { headers })).text).not.toContain(token);
});

test("looking at the pages generates nothing", async () => {
  const before = await sandbox.control.tokens();
  const headers = await signIn("insync.admin@acme.example");
  await ask(at("/console/users/user-provisioning"), { headers });
  await ask(at("/console/users/user-provisioning/new-token"), { headers });
  expect(await sandbox.control.tokens()).toEqual(before);
});

test("somebody who is no administrator is refused, and no token is made", async () => {
  const before = await sandbox.control.tokens();
  const headers = await signIn("help.desk@acme.example");
  const page = await ask(at("/console/users/user-provisioning"), { headers });
  expect(page.status).toBe(403);
  expect(page.text).toMatch(/^<!doctype html>\n/);
  expect(page.text).toMatch(/Only a Druva Cloud administrator or an inSync Cloud administrator/);
  await expect(newTokenInDruva(sandbox, "help.desk@acme.example")).rejects.toThrow(/403/);
  expect(await sandbox.control.tokens()).toEqual(before);
});

test("whoever is not signed in is sent to the sign-in page", async () => {
  const answer = await ask(at("/console/users/user-provisioning"));
  expect(answer.status).toBe(302);
  expect(answer.headers["location"]).toBe("/console/sign-in");
});
