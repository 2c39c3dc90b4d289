import { preflightCommand } from "../../cli/preflight";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { surroundings } from "./surroundings";
import { join } from "node:path";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  await sandbox.control.faults.clear();
});
afterAll(async () => {
  await sandbox.stop();
});

async function run({ json = false, environment = {} } = {}) {
  const around = surroundings({ ...sandbox.environment, ...environment });
  const config = join(PACKAGE_ROOT, "druva-scim.yaml");
  const code = await preflightCommand({ config, json }, around);
  return { code, out: around.out() };
}

test("with everything ready it says so, lists all that holds the token, and what is to be done by hand", async () => {
  const { code, out } = await run();
  expect(code).toBe(0);
  expect(out.match(/^ready {2}/gm)).toHaveLength(5);
  expect(out).toMatch(/By hand, right after the token is generated:\n.*Druva 2\.0/);
});

test("all that is not ready is listed together, with what to do, and exits 1", async () => {
  for (const id of ["aa", "ab"]) {
    await sandbox.control.faults.add({
      host: "entra",
      method: "GET",
      path: `/v1.0/servicePrincipals/*${id}/synchronization/jobs`,
      status: 403,
    });
  }
  const { code, out } = await run();
  expect(code).toBe(1);
  expect(out.match(/^NOT READY/gm)).toHaveLength(2);
  expect(out).toMatch(/answered 403.*\n {2}Give these credentials the permission/);
  expect(out).toMatch(/Do not generate a token yet/);
});

test("a missing command of a command binding is found before it is needed", async () => {
  const { code, out } = await run({ environment: { PATH: "/nowhere" } });
  expect(code).toBe(1);
  expect(out).toMatch(/no program other-idp \(of bind_command\)/);
});

test("an identity that Entra refuses is told in Entra's words", async () => {
  const { code, out } = await run({ environment: { ARM_CLIENT_SECRET: "expired" } });
  expect(code).toBe(1);
  expect(out).toMatch(/signing in to Entra tenant .*: Entra answered 40/);
  expect(out).not.toContain("expired");
});

test("--json is one document with the same", async () => {
  const { code, out } = await run({ json: true });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ tenant: "acme", ready: true, findings: [] });
});

test("it only reads", async () => {
  await sandbox.control.journal.clear();
  await run();
  const asked = await sandbox.control.journal.list();
  const writing = asked.filter(({ method, url }) => method !== "GET" && !url.includes("/oauth2/"));
  expect(writing).toEqual([]);
});
