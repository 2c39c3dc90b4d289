import { lookLive } from "../../../cli/outlook/live-binding";
import type { StateBinding } from "../../../cli/terraform/tenant-state";
import { keyOf } from "../../../provider/bindings/consumer";
import { type Clients, configureClients } from "../../../provider/clients/clients";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";

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
  byPerson: false,
  notes: [],
  fingerprint: fingerprintOf(token),
  ownUrl: null,
  untestable: null,
  status: "tested" as const,
  evidence: null,
  verifiedAt: clients.clock.now(),
  evidenceSince: null,
  gapSeconds: null,
  gapSecondsAtLeast: null,
});
const entra = (): StateBinding => ({ ...common(), kind: "entra", id: PRINCIPAL, jobId: null });
const okta = (id: string, byPerson: boolean) => ({
  ...common(),
  kind: "okta" as const,
  id,
  byPerson,
  confirmed: null,
});
const api = () => okta("0oaDruvaApi", false);
const person = () => okta("0oaDruvaPerson", true);
const command = (exitCode: number): StateBinding => ({
  ...common(),
  kind: "command",
  id: "other-idp",
  bindCommand: [],
  testCommand: ["node", "-e", `process.exit(${exitCode})`],
  environment: [],
  deadlineSeconds: null,
});

const foundOf = async (test: StateBinding) => {
  const living = { fingerprint: fingerprintOf(token), provenAt: null, oldTokenLastValidAt: null };
  return (await lookLive(test, living, clients, new AbortController().signal)).found;
};
/** It holds that token, and has just used it. */
async function holds(test: StateBinding, held: string) {
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
  expect(await foundOf(asked)).toBe("worked");
  await holds(asked, "somebody-elses-token");
  expect(await foundOf(asked)).toBe("refused");
});

test.each([
  [0, "worked"],
  [10, "refused"],
  [1, "unknown"],
])("a test command that ends with %s shows: %s", async (exitCode, found) => {
  expect(await foundOf(command(exitCode))).toBe(found);
});

test("an answer of Entra's that is not of its connection test shows nothing", async () => {
  await refuseTests(409);
  expect(await foundOf(entra())).toBe("unknown");
});

test("while Druva does not answer, Entra's failed test shows nothing", async () => {
  await refuseTests(400);
  await sandbox.control.faults.add({ host: "druva", method: "GET", path: "/*", status: 501 });
  expect(await foundOf(entra())).toBe("unknown");
});

test("while nothing answers at an application's own Tenant URL, Entra's failed test shows nothing", async () => {
  await refuseTests(400);
  expect(await foundOf(entra())).toBe("refused");
  expect(await foundOf({ ...entra(), ownUrl: "https://localhost:1/scim" })).toBe("unknown");
});

test("an Okta log that is silent or cannot be read proves nothing of an enabled connection", async () => {
  expect(await foundOf(api())).toBe("silent");
  await refuseOkta("/api/v1/logs");
  expect(await foundOf(api())).toBe("silent");
});

test("of a person's app a log that cannot be read is unknown, a silent one silent", async () => {
  expect(await foundOf(person())).toBe("silent");
  await refuseOkta("/api/v1/logs");
  expect(await foundOf(person())).toBe("unknown");
});

test("a success from before Okta's log tells of the living token is no evidence", async () => {
  const before = person();
  await holds(before, token);
  await sandbox.control.clock.advance({ ms: 1000 });
  const evidenceSince = clients.clock.now();
  expect(await foundOf({ ...before, evidenceSince })).toBe("silent");
  const ofAnother = { ...before, evidenceSince, fingerprint: "0123456789ab" };
  expect(await foundOf(ofAnother)).toBe("worked");
});
