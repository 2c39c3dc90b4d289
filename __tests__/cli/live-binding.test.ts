import { askAbout } from "../../cli/live-binding";
import { type BindingTest, keyOf } from "../../cli/tenant-state";
import { type Clients, configureClients } from "../../provider/clients/clients";
import { fingerprint as fingerprintOf } from "../../provider/rotation/fingerprint";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";

const PRINCIPAL = "00000000-0000-0000-0000-0000000000aa";

let sandbox: Sandbox;
let clients: Clients;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  clients = configureClients(
    { scim_url: null, journal_dir: null, entra: null, okta: null },
    sandbox.environment,
  );
});
beforeEach(async () => {
  await sandbox.control.faults.clear();
  await sandbox.control.clock.advance({ days: 1 });
  token = await sandbox.control.generateToken();
});
afterAll(async () => sandbox.stop());

const common = () => ({
  address: "",
  provider: null,
  fingerprint: fingerprintOf(token),
  untestable: null,
  status: "tested" as const,
  evidence: null,
  verifiedAt: clients.clock.now(),
  evidenceSince: null,
  gapSeconds: null,
  gapSecondsAtLeast: null,
});
const entra = (): BindingTest => ({ ...common(), kind: "entra", id: PRINCIPAL, jobId: null });
const okta = (id: string, enteredBy: "api" | "person") => ({
  ...common(),
  kind: "okta" as const,
  id,
  enteredBy,
  confirmed: null,
});
const api = () => okta("0oaDruvaApi", "api");
const person = () => okta("0oaDruvaPerson", "person");
const command = (exitCode: number): BindingTest => ({
  ...common(),
  kind: "command",
  id: "other-idp",
  testCommand: ["node", "-e", `process.exit(${exitCode})`],
  environment: [],
  deadlineSeconds: null,
});

const verdictOn = async (test: BindingTest) => {
  const living = { fingerprint: fingerprintOf(token), provenAt: null, oldTokenLastValidAt: null };
  return (await askAbout(test, living, clients, new AbortController().signal)).verdict;
};
/** It holds that token, and has just used it. */
async function holds(test: BindingTest, held: string) {
  await sandbox.control.hold(keyOf(test), held);
  await sandbox.control.clock.advance({ ms: 1000 });
  await sandbox.control.cycle(keyOf(test));
}
const refuseTests = (status: number) =>
  sandbox.control.faults.add({
    host: "entra",
    method: "POST",
    path: `/v1.0/servicePrincipals/${PRINCIPAL}/synchronization/jobs/*/validateCredentials`,
    status,
  });
const refuseOkta = (path: string) =>
  sandbox.control.faults.add({ host: "okta", method: "GET", path, status: 403 });

test.each([
  ["Entra", entra],
  ["Okta, of an app that its API takes", api],
  ["Okta, of an app that a person sets", person],
])("%s tells a living token from a dead one", async (_, test) => {
  const asked = test();
  await holds(asked, token);
  expect(await verdictOn(asked)).toBe("tested");
  await holds(asked, "somebody-elses-token");
  expect(await verdictOn(asked)).toBe("rejected");
});

test.each([
  [0, "tested"],
  [10, "rejected"],
  [1, "no-verdict"],
])("a test command that ends with %s says %s", async (exitCode, verdict) => {
  expect(await verdictOn(command(exitCode))).toBe(verdict);
});

test("an answer of Entra's that is not of its connection test is no verdict", async () => {
  await refuseTests(409);
  expect(await verdictOn(entra())).toBe("no-verdict");
});

test("while Druva does not answer, Entra's failed test is no verdict", async () => {
  await refuseTests(400);
  await sandbox.control.faults.add({ host: "druva", method: "GET", path: "/*", status: 501 });
  expect(await verdictOn(entra())).toBe("no-verdict");
});

test("an Okta log that is silent or cannot be read leaves an enabled connection unproven", async () => {
  expect(await verdictOn(api())).toBe("unproven");
  await refuseOkta("/api/v1/logs");
  expect(await verdictOn(api())).toBe("unproven");
});

test("of a person's app a log that cannot be read is no verdict, a silent one proves nothing", async () => {
  expect(await verdictOn(person())).toBe("unproven");
  await refuseOkta("/api/v1/logs");
  expect(await verdictOn(person())).toBe("no-verdict");
});

test("a success from before Okta's log tells of the living token is no evidence", async () => {
  const before = person();
  await holds(before, token);
  await sandbox.control.clock.advance({ ms: 1000 });
  const evidenceSince = clients.clock.now();
  expect(await verdictOn({ ...before, evidenceSince })).toBe("unproven");
  const ofAnother = { ...before, evidenceSince, fingerprint: "0123456789ab" };
  expect(await verdictOn(ofAnother)).toBe("tested");
});
