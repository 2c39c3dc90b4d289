import { type Clients, configureClients } from "../../../provider/clients/clients";
import { unknown } from "../../../provider/framework/unknown";
import { entraConnectionTest } from "../../../provider/resources/entra-connection-test";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { Life } from "./resource-life";
import { anEntraTest } from "./written";

const ID = "00000000-0000-0000-0000-0000000000aa";
const HOLDER = `entra/${ID}` as const;
const SECRETS = `/v1.0/servicePrincipals/${ID}/synchronization/secrets`;
const JOBS = `/v1.0/servicePrincipals/${ID}/synchronization/jobs`;

let sandbox: Sandbox;
let clients: Clients;

beforeAll(async () => {
  sandbox = await startSandbox();
  clients = configureClients(
    { scim_url: null, journal_dir: null, entra: null, okta: null },
    sandbox.environment,
  );
});
beforeEach(async () => sandbox.control.faults.clear());
afterAll(async () => sandbox.stop());

const written = (token: string) =>
  anEntraTest({
    service_principal_id: ID,
    fingerprint: fingerprintOf(token),
    token_wo: token,
  });
const observed = anEntraTest({ service_principal_id: ID });

/** A living token that Entra holds. */
async function held(): Promise<string> {
  const token = await sandbox.control.generateToken();
  await sandbox.control.hold(HOLDER, token);
  return token;
}
/** A test of it that has passed. */
async function bound() {
  const token = await held();
  const life = new Life(entraConnectionTest, clients);
  expect((await life.apply(written(token))).errors).toEqual([]);
  return { token, life };
}
const heldFingerprint = async () => (await sandbox.control.holding(HOLDER)).fingerprint;
const requests = async (method: string, path: string) =>
  (await sandbox.control.journal.list({ host: "entra", method, path })).length;
const refuseWrites = (status = 400) =>
  sandbox.control.faults.add({ host: "entra", method: "PUT", path: SECRETS, status });
const refuseTests = (status: number) =>
  sandbox.control.faults.add({
    host: "entra",
    method: "POST",
    path: `${JOBS}/*/validateCredentials`,
    status,
  });

test("credentials that work are tested and left alone, and the next plan is clean", async () => {
  const writes = await requests("PUT", SECRETS);
  const { token, life } = await bound();
  expect(life.state?.status).toBe("tested");
  expect(await requests("PUT", SECRETS)).toBe(writes);
  expect(await life.plan(written(token))).toMatchObject({ changes: false, warnings: [] });
});

test("the id that the stock provider's data source has is taken as well", async () => {
  const token = await held();
  const life = new Life(entraConnectionTest, clients);
  const stock = { ...written(token), service_principal_id: `/servicePrincipals/${ID}` };
  expect((await life.apply(stock)).state?.status).toBe("tested");
});

test("credentials that fail although their writer was content are healed in the same apply", async () => {
  const token = await held();
  await sandbox.control.hold(HOLDER, "somebody-elses-token");
  const life = new Life(entraConnectionTest, clients);
  expect((await life.apply(written(token))).state?.status).toBe("tested");
  expect(await heldFingerprint()).toBe(fingerprintOf(token));
});

test("healing writes once: a test that fails then too fails the apply, and nothing is stored", async () => {
  const token = await held();
  await refuseTests(400);
  const writes = await requests("PUT", SECRETS);
  const life = new Life(entraConnectionTest, clients);
  const { errors, state } = await life.apply(written(token));
  expect(errors.join()).toContain("failed again");
  expect(state).toBeNull();
  expect(await requests("PUT", SECRETS)).toBe(writes + 1);
});

test("a token that does not work itself is never written over what Entra holds", async () => {
  const dead = await held();
  await sandbox.control.generateToken();
  await sandbox.control.hold(HOLDER, "somebody-elses-token");
  const writes = await requests("PUT", SECRETS);
  const { errors, state } = await new Life(entraConnectionTest, clients).apply(written(dead));
  expect(errors.join()).toMatch(/was not put in: Druva answered 401.*take over the living token/);
  expect(errors.join()).not.toContain(dead);
  expect(state).toBeNull();
  expect(await requests("PUT", SECRETS)).toBe(writes);
});

test("a token of which Druva gives no verdict is not written either", async () => {
  const token = await held();
  await sandbox.control.hold(HOLDER, "somebody-elses-token");
  await refuseTests(400);
  await sandbox.control.faults.add({ host: "druva", method: "GET", path: "/*", status: 403 });
  const writes = await requests("PUT", SECRETS);
  const { errors } = await new Life(entraConnectionTest, clients).apply(written(token));
  expect(errors.join()).toMatch(/was not put in: Druva answered 403.*once Druva accepts it/);
  expect(await requests("PUT", SECRETS)).toBe(writes);
});

test.each([302, 404, 408, 409, 423])(
  "an answer of %s to the connection test is no verdict",
  async (status) => {
    const { token, life } = await bound();
    await refuseTests(status);
    const { changes, warnings } = await life.plan(written(token));
    expect(changes).toBe(false);
    expect(warnings.join()).toContain("A binding could not be tested");
  },
);

test("while Druva does not answer, Entra's failed test is no verdict", async () => {
  const { token, life } = await bound();
  await refuseTests(400);
  await sandbox.control.faults.add({ host: "druva", method: "GET", path: "/*", status: 501 });
  const { changes, warnings } = await life.plan(written(token));
  expect(changes).toBe(false);
  expect(warnings.join()).toMatch(/could not be tested.*so it would be now for any token.*501/);
});

test("a token that somebody overwrote plans an update that says so, and apply puts the living one back", async () => {
  const { token, life } = await bound();
  await sandbox.control.hold(HOLDER, "somebody-elses-token");
  const plan = await life.plan(written(token));
  expect(plan.changes).toBe(true);
  expect(plan.planned.status).toBe(unknown);
  expect(plan.warnings.join()).toContain("A binding holds a token that does not work");

  expect((await life.apply(written(token))).errors).toEqual([]);
  expect(await heldFingerprint()).toBe(fingerprintOf(token));
  expect(await life.plan(written(token))).toMatchObject({ changes: false, warnings: [] });
});

test("a rotation, whose fingerprint only apply knows, plans the test", async () => {
  const { token, life } = await bound();
  const rotation = { ...written(token), fingerprint: unknown };
  const { changes, planned } = await life.plan(rotation);
  expect(changes).toBe(true);
  expect(planned).toMatchObject({ status: unknown, verified_at: unknown, gap_seconds: unknown });
});

test("a test that failed in a rotation stays in the plan until it passes", async () => {
  const { life } = await bound();
  const next = await sandbox.control.generateToken();
  await refuseWrites();
  expect((await life.apply(written(next))).errors.join()).toContain("did not take the token");
  expect((await life.plan(written(next))).changes).toBe(true);

  await sandbox.control.faults.clear();
  expect((await life.apply(written(next))).errors).toEqual([]);
  expect(await heldFingerprint()).toBe(fingerprintOf(next));
  expect((await life.plan(written(next))).changes).toBe(false);
});

test("a changed argument is tested anew: what was proven was proven with those before", async () => {
  const { token, life } = await bound();
  const { planned } = await life.plan({ ...written(token), entra: "default" });
  expect(planned.status).toBe(unknown);
});

describe("a SCIM URL that is another one now", () => {
  /** Druva as well, by another name of its host. */
  let other: string;
  let url: string;
  beforeEach(() => {
    url = clients.scim.url;
    other = url.replace("localhost", "127.0.0.1");
  });
  const savedUrl = async () => (await sandbox.control.holding(HOLDER)).baseUrl;

  test("is written to Entra once, whose test would pass with the one before", async () => {
    const { token, life } = await bound();
    const writes = await requests("PUT", SECRETS);
    const moved = { ...written(token), base_address: other };
    expect((await life.apply(moved)).state?.status).toBe("tested");
    expect(await savedUrl()).toBe(other);
    expect(await requests("PUT", SECRETS)).toBe(writes + 1);

    expect(await life.plan(moved)).toMatchObject({ changes: false, warnings: [] });
    expect((await life.apply({ ...moved, entra: "default" })).state?.status).toBe("tested");
    expect(await requests("PUT", SECRETS)).toBe(writes + 1);
  });

  test("is written where the provider's is meant, and where the next token comes with it", async () => {
    const { life } = await bound();
    const moving = Object.defineProperty({ ...clients.scim }, "url", { get: () => url });
    const later = new Life(entraConnectionTest, { ...clients, scim: moving });
    later.state = life.state;
    const next = await held();
    await later.refresh();
    url = other;
    expect((await later.apply(written(next))).errors).toEqual([]);
    expect(await savedUrl()).toBe(other);
  });

  test("stays in the plan until it is written", async () => {
    const { token, life } = await bound();
    const moved = { ...written(token), base_address: other };
    await refuseWrites();
    expect((await life.apply(moved)).errors.join()).toContain("did not take the token");
    expect((await life.plan(moved)).changes).toBe(true);
    await sandbox.control.faults.clear();
    expect((await life.apply(moved)).errors).toEqual([]);
    expect(await savedUrl()).toBe(other);
  });

  test("is not written with a token that does not work, whatever Entra holds", async () => {
    const { token, life } = await bound();
    await held();
    const writes = await requests("PUT", SECRETS);
    const { errors } = await life.apply({ ...written(token), base_address: other });
    expect(errors.join()).toContain("was not put in: Druva answered 401");
    expect(await requests("PUT", SECRETS)).toBe(writes);
  });

  test("is not shown by a passed test alone, where no token is known to write", async () => {
    const { token, life } = await bound();
    const { errors } = await life.apply({
      ...written(token),
      token_wo: null,
      base_address: other,
    });
    expect(errors.join()).toMatch(/Nothing shows.*may be for the SCIM URL that was meant before/);
  });

  test("is written again where it could not be tested when it was applied", async () => {
    const { token, life } = await bound();
    await refuseTests(403);
    const moved = { ...written(token), base_address: other };
    const excused = { ...moved, untestable: "no permission until spring" };
    expect((await life.apply(excused)).state?.status).toBe("unproven");
    await sandbox.control.faults.clear();
    await sandbox.control.hold(HOLDER, token);
    expect((await life.apply(moved)).state?.status).toBe("tested");
    expect(await savedUrl()).toBe(other);
  });
});

describe("without permission to test", () => {
  test("the last verdict stays: a plan warns and changes nothing", async () => {
    const { token, life } = await bound();
    await refuseTests(403);
    const { changes, warnings } = await life.plan(written(token));
    expect(changes).toBe(false);
    expect(warnings.join()).toContain("A binding could not be tested");
  });

  test("a bad last verdict stays too", async () => {
    const { token, life } = await bound();
    await sandbox.control.hold(HOLDER, "somebody-elses-token");
    await refuseWrites();
    expect((await life.apply(written(token))).errors).toHaveLength(1);
    await refuseTests(403);
    expect((await life.plan(written(token))).changes).toBe(true);
  });

  test("an apply fails without writing, and says how to go on without a test", async () => {
    await refuseTests(403);
    const writes = await requests("PUT", SECRETS);
    const life = new Life(entraConnectionTest, clients);
    const { errors } = await life.apply(written(await held()));
    expect(errors.join()).toContain("untestable");
    expect(await requests("PUT", SECRETS)).toBe(writes);
  });

  test("a reason why it cannot be tested lets it pass as unproven, and every plan repeats it", async () => {
    await refuseTests(403);
    const life = new Life(entraConnectionTest, clients);
    const excused = { ...written(await held()), untestable: "no permission until spring" };
    expect((await life.apply(excused)).state?.status).toBe("unproven");
    const { changes, warnings } = await life.plan(excused);
    expect(changes).toBe(false);
    expect(warnings).toHaveLength(1);
    expect(warnings.join()).toContain("no permission until spring");
  });
});

test("a principal without a provisioning job cannot be tested, and the error says so", async () => {
  const life = new Life(entraConnectionTest, clients);
  const legacy = "00000000-0000-0000-0000-0000000000ac";
  const { errors } = await life.apply({
    ...written(await held()),
    service_principal_id: legacy,
  });
  expect(errors.join()).toContain("has no provisioning job");
});

describe("several jobs", () => {
  beforeEach(() =>
    sandbox.control.faults.add({
      host: "entra",
      method: "GET",
      path: JOBS,
      status: 200,
      body: { value: [aJob("one"), aJob("two")] },
    }),
  );
  test("have to be told apart", async () => {
    const { errors } = await new Life(entraConnectionTest, clients).apply(written(await held()));
    expect(errors.join()).toContain("several provisioning jobs (one, two)");
  });
  test("are told apart by job_id", async () => {
    const token = await held();
    await new Life(entraConnectionTest, clients).apply({ ...written(token), job_id: "two" });
    expect(await requests("POST", `${JOBS}/two/validateCredentials`)).toBe(1);
  });
});

test("a job in quarantine for its credentials is started once the test has passed", async () => {
  const { token, life } = await bound();
  await sandbox.control.hold(HOLDER, "somebody-elses-token");
  await sandbox.control.cycle(HOLDER);
  expect((await sandbox.control.holding(HOLDER)).status).toBe("Quarantine");
  expect((await life.apply(written(token))).errors).toEqual([]);
  expect((await sandbox.control.holding(HOLDER)).status).toBe("Active");
});

test("a job in quarantine for its credentials is not started while the test fails", async () => {
  const { token, life } = await bound();
  await sandbox.control.hold(HOLDER, "somebody-elses-token");
  await sandbox.control.cycle(HOLDER);
  await refuseWrites();
  expect((await life.apply(written(token))).errors).toHaveLength(1);
  expect((await sandbox.control.holding(HOLDER)).status).toBe("Quarantine");
});

test.each(["TooManyDeletes", "QuarantinedOnDemand", "Unknown"])(
  "a job in quarantine for %s is never started, only told of",
  async (reason) => {
    const { token } = await bound();
    await sandbox.control.faults.add({
      host: "entra",
      method: "GET",
      path: JOBS,
      status: 200,
      body: {
        value: [{ ...aJob(await jobId()), status: { code: "Quarantine", quarantine: { reason } } }],
      },
    });
    const starts = await requests("POST", `${JOBS}/*/start`);
    const { errors, warnings } = await new Life(entraConnectionTest, clients).apply(written(token));
    expect(errors).toEqual([]);
    expect(warnings.join()).toContain(reason);
    expect(await requests("POST", `${JOBS}/*/start`)).toBe(starts);
  },
);

test("a job that somebody paused is not started, though its credentials had failed before", async () => {
  const { token } = await bound();
  const quarantine = { reason: "EncounteredQuarantineException" };
  await sandbox.control.faults.add({
    host: "entra",
    method: "GET",
    path: JOBS,
    status: 200,
    body: { value: [{ ...aJob(await jobId()), status: { code: "Paused", quarantine } }] },
  });
  const starts = await requests("POST", `${JOBS}/*/start`);
  const { errors, warnings } = await new Life(entraConnectionTest, clients).apply(written(token));
  expect(errors).toEqual([]);
  expect(warnings.join()).toContain("is paused");
  expect(await requests("POST", `${JOBS}/*/start`)).toBe(starts);
});

describe("an observed principal", () => {
  test("is tested with what it has saved", async () => {
    await held();
    const { state } = await new Life(entraConnectionTest, clients).apply(observed);
    expect(state).toMatchObject({ status: "tested", fingerprint: null });
  });

  test("with dead credentials fails, and says that no token is known to heal with", async () => {
    await held();
    await sandbox.control.generateToken();
    const { errors } = await new Life(entraConnectionTest, clients).apply(observed);
    expect(errors.join()).toContain("No token is known here: tokenWo (token_wo in HCL) is not set");
  });
});

test("with a configuration that is not known yet nothing is asked, and the state is kept", async () => {
  const { token, life } = await bound();
  const blind = configureClients(
    { scim_url: null, journal_dir: null, entra: unknown, okta: null },
    sandbox.environment,
  );
  const asked = await requests("*", "/*");
  const later = new Life(entraConnectionTest, blind);
  later.state = life.state;
  const { changes, warnings } = await later.plan(written(token));
  expect(changes).toBe(false);
  expect(warnings.join()).toContain("known only after apply");
  expect(await requests("*", "/*")).toBe(asked);
});

function aJob(id: string) {
  return {
    id,
    templateId: "scim",
    schedule: { expiration: null, interval: "PT40M", state: "Active" },
    status: { code: "Active", quarantine: null },
  };
}

/** As it stands in the path of the last test. */
async function jobId(): Promise<string> {
  const path = `${JOBS}/*/validateCredentials`;
  const tests = await sandbox.control.journal.list({ host: "entra", method: "POST", path });
  return tests.at(-1)?.url.split("/").at(-2) ?? "no test was made before";
}
