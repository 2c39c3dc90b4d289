/** The commands as a binding and an issuer start them: no shell, next to no environment. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fingerprint } from "../../../sandbox/fingerprint";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
) {
  return new Promise<{ code: number | null; output: string; errors: string }>((resolve, reject) => {
    const child = spawn(join(sandbox.directory, "bin", command), args, { env: environment });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}
const bind = (token: string) =>
  run("other-idp", ["bind"], {
    DRUVA_SCIM_TOKEN: token,
    DRUVA_SCIM_URL: sandbox.environment["DRUVA_SCIM_URL"] ?? "",
  });
const testHeld = (held: string) => run("other-idp", ["test"], { DRUVA_SCIM_FINGERPRINT: held });

test("bind puts the token in place and prints nothing of it", async () => {
  const token = await sandbox.control.generateToken();
  const { code, output, errors } = await bind(token);
  expect(code).toBe(0);
  expect(output + errors).not.toContain(token);
  expect((await sandbox.control.holding("command/other-idp")).fingerprint).toBe(fingerprint(token));
  expect((await testHeld(fingerprint(token))).code).toBe(0);
});

test("test answers 10 where another token is held", async () => {
  const held = await sandbox.control.generateToken();
  await bind(held);
  expect((await testHeld(fingerprint("another"))).code).toBe(10);
});

test("test answers 10 where the held token no longer works: it really asks Druva", async () => {
  const token = await sandbox.control.generateToken();
  await bind(token);
  await sandbox.control.generateToken();
  expect((await testHeld(fingerprint(token))).code).toBe(10);
});

test("test gives no verdict while Druva is down", async () => {
  const token = await sandbox.control.generateToken();
  await bind(token);
  await sandbox.control.faults.add({
    host: "druva",
    method: "*",
    path: "*",
    status: 503,
    count: 1,
  });
  const { code } = await testHeld(fingerprint(token));
  expect(code).not.toBe(0);
  expect(code).not.toBe(10);
});

test("bind without a token says what is missing", async () => {
  const { code, errors } = await run("other-idp", ["bind"]);
  expect(code).toBe(1);
  expect(errors).toBe("DRUVA_SCIM_TOKEN is not set.\n");
});

test("druva-issue makes a token at each call, whatever rotation it is called for", async () => {
  const environment = { DRUVA_ROTATION_ID: "the-same" };
  const issue = async () => {
    const { output } = await run("druva-issue", [], environment);
    return (JSON.parse(output) as { token: string }).token;
  };
  const before = (await sandbox.control.tokens()).length;
  const tokens = [await issue(), await issue()];
  const records = (await sandbox.control.tokens()).slice(before);
  expect(records.map((each) => each.fingerprint)).toEqual(tokens.map(fingerprint));
  expect(records.map(({ by, alive }) => ({ by, alive }))).toEqual([
    { by: "druva-issue", alive: false },
    { by: "druva-issue", alive: true },
  ]);
});
