import { type Clients, configureClients, noOkta } from "../../../provider/clients/clients";
import { createHttp } from "../../../provider/clients/http";
import { createOkta } from "../../../provider/clients/okta";
import { oktaConnectionTest } from "../../../provider/resources/okta-connection-test";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { Life } from "./resource-life";
import { anOktaTest } from "./written";

const BY_API = "0oaDruvaApi";
const BY_PERSON = "0oaDruvaPerson";
const CONNECTION = `/api/v1/apps/${BY_API}/connections/default`;

let sandbox: Sandbox;
let clients: Clients;

beforeAll(async () => {
  sandbox = await startSandbox();
  clients = configureClients(
    { scim_url: null, journal_dir: null, entra: null, okta: null },
    sandbox.environment,
  );
});
beforeEach(async () => {
  await sandbox.control.faults.clear();
  // Evidence of an earlier test must not count for this one.
  await sandbox.control.clock.advance({ days: 1 });
});
afterAll(async () => sandbox.stop());

const aLife = () => new Life(oktaConnectionTest, clients);
const heldBy = async (app: string) => (await sandbox.control.holding(`okta/${app}`)).fingerprint;
const hold = (app: string, token: string) => sandbox.control.hold(`okta/${app}`, token);

describe("by API", () => {
  const written = (token: string) =>
    anOktaTest({ app_id: BY_API, fingerprint: fingerprintOf(token), token_wo: token });
  async function bound() {
    const token = await sandbox.control.generateToken();
    const life = aLife();
    expect((await life.apply(written(token))).errors).toEqual([]);
    return { token, life };
  }

  test("every apply saves the token itself, since Okta tries it only then", async () => {
    const token = await sandbox.control.generateToken();
    await hold(BY_API, token);
    const before = (await sandbox.control.journal.list()).length;
    const { state } = await aLife().apply(written(token));
    const saves = await sandbox.control.journal.list({
      host: "okta",
      method: "POST",
      path: CONNECTION,
    });
    expect(state?.status).toBe("tested");
    expect(saves.at(-1)?.number).toBeGreaterThan(before);
  });

  test("after it, the next plan is clean and without a warning", async () => {
    const { token, life } = await bound();
    expect(await life.plan(written(token))).toMatchObject({ changes: false, warnings: [] });
  });

  test("a token that Okta refuses fails the apply in Okta's words, without the token", async () => {
    const dead = await sandbox.control.generateToken();
    await sandbox.control.generateToken();
    const { errors, state } = await aLife().apply(written(dead));
    expect(errors.join()).toContain("Api validation failed: credential");
    expect(errors.join()).not.toContain(dead);
    expect(state).toBeNull();
  });

  test("an answer of UNKNOWN is no success: nothing was saved, and a person has to enter it", async () => {
    const token = await sandbox.control.generateToken();
    const { errors, state } = await aLife().apply({ ...written(token), app_id: BY_PERSON });
    expect(errors.join()).toContain('enteredBy (entered_by in HCL) to "person"');
    expect(state).toBeNull();
  });

  test("a connection that was not ENABLED after all fails the apply", async () => {
    await sandbox.control.faults.add({
      host: "okta",
      method: "POST",
      path: `${CONNECTION}/lifecycle/activate`,
      status: 204,
    });
    // A fault that does nothing but answer: Okta says yes, and leaves the connection as it is.
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: CONNECTION,
      status: 200,
      body: { authScheme: "TOKEN", status: "DISABLED" },
    });
    const { errors } = await aLife().apply(written(await sandbox.control.generateToken()));
    expect(errors.join()).toContain("DISABLED");
  });

  test("a refusal in the System Log since then plans the update that heals", async () => {
    const { token, life } = await bound();
    await hold(BY_API, "somebody-elses-token");
    await sandbox.control.cycle(`okta/${BY_API}`);
    const plan = await life.plan(written(token));
    expect(plan.changes).toBe(true);
    expect(plan.warnings.join()).toContain("authentication_failure");

    await sandbox.control.clock.advance({ ms: 1000 });
    expect((await life.apply(written(token))).errors).toEqual([]);
    expect(await heldBy(BY_API)).toBe(fingerprintOf(token));
    expect((await life.plan(written(token))).changes).toBe(false);
  });

  test("a connection that somebody disabled plans an update", async () => {
    const { token, life } = await bound();
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: CONNECTION,
      status: 200,
      body: { authScheme: "TOKEN", status: "DISABLED" },
    });
    expect((await life.plan(written(token))).changes).toBe(true);
  });

  test("without permission to read, the last verdict stays and a plan warns", async () => {
    const { token, life } = await bound();
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: CONNECTION,
      status: 403,
    });
    const { changes, warnings } = await life.plan(written(token));
    expect(changes).toBe(false);
    expect(warnings.join()).toContain("could not be tested");
  });

  test("observed, an enabled connection of which the log is silent is unproven", async () => {
    await bound();
    await sandbox.control.clock.advance({ days: 30 });
    const observed = anOktaTest({ app_id: BY_API });
    const life = aLife();
    expect((await life.apply(observed)).state?.status).toBe("unproven");
    expect((await life.plan(observed)).changes).toBe(false);
  });
});

describe("by a person", () => {
  const written = async (token: string) =>
    anOktaTest({
      app_id: BY_PERSON,
      entered_by: "person",
      fingerprint: fingerprintOf(token),
      token_wo: token,
      proven_at: (await sandbox.control.clock.now()).toISOString(),
    });
  async function waiting() {
    const token = await sandbox.control.generateToken();
    const config = await written(token);
    const life = aLife();
    const { errors, warnings, state } = await life.apply(config);
    expect(errors).toEqual([]);
    return { token, config, life, warnings, state };
  }
  /** The person enters it, and Okta provisions. */
  async function provisioned(token: string) {
    await sandbox.control.clock.advance({ ms: 1000 });
    await hold(BY_PERSON, token);
    await sandbox.control.cycle(`okta/${BY_PERSON}`);
  }

  test("an apply ends well as waiting, and tells the person what to do", async () => {
    const { state, warnings, token } = await waiting();
    expect(state).toMatchObject({ status: "waiting", verified_at: null });
    expect(warnings.join()).toContain("Test API Credentials");
    expect(warnings.join()).toContain(`set confirmed to "${fingerprintOf(token)}"`);
  });

  test("no request changes anything in Okta", async () => {
    const before = (await sandbox.control.journal.list()).length;
    await waiting();
    const asked = await sandbox.control.journal.list({ host: "okta", after: before });
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("while it waits, the plan stays an update", async () => {
    const { config, life } = await waiting();
    expect(await life.plan(config)).toMatchObject({ changes: true });
    await life.apply(config);
    expect(await life.plan(config)).toMatchObject({ changes: true });
  });

  test("a provisioning success after the rotation is the evidence, and makes the plan clean", async () => {
    const { token, config, life } = await waiting();
    await provisioned(token);
    expect(await life.plan(config)).toMatchObject({ changes: false, warnings: [] });
  });

  test("a success from before the rotation is none", async () => {
    await provisioned(await sandbox.control.generateToken());
    await sandbox.control.clock.advance({ ms: 1000 });
    expect((await waiting()).state?.status).toBe("waiting");
  });

  test("a confirmation that names the fingerprint is evidence at the next apply", async () => {
    const { token, config, life } = await waiting();
    const confirmed = { ...config, confirmed: fingerprintOf(token) };
    expect((await life.apply(confirmed)).state).toMatchObject({ status: "tested" });
    expect(await life.plan(confirmed)).toMatchObject({ changes: false, warnings: [] });
  });

  test("a confirmation of another token is none", async () => {
    const { config, life } = await waiting();
    const confirmed = { ...config, confirmed: "0123456789ab" };
    expect((await life.apply(confirmed)).state?.status).toBe("waiting");
  });

  test("a refusal from before the token was entered does not speak against its confirmation", async () => {
    const { token, config, life } = await waiting();
    await sandbox.control.clock.advance({ ms: 1000 });
    await hold(BY_PERSON, "the-old-token");
    await sandbox.control.cycle(`okta/${BY_PERSON}`);
    const confirmed = { ...config, confirmed: fingerprintOf(token) };
    expect((await life.apply(confirmed)).state?.status).toBe("tested");
  });

  test("a refusal after it worked waits for the person again, and its confirmation is used up", async () => {
    const { token, config, life } = await waiting();
    const confirmed = { ...config, confirmed: fingerprintOf(token) };
    await life.apply(confirmed);
    await sandbox.control.clock.advance({ ms: 1000 });
    await hold(BY_PERSON, "somebody-elses-token");
    await sandbox.control.cycle(`okta/${BY_PERSON}`);
    expect((await life.plan(confirmed)).changes).toBe(true);
    expect((await life.apply(confirmed)).state?.status).toBe("waiting");
    expect((await life.apply(confirmed)).state?.status).toBe("waiting");

    await provisioned(token);
    expect((await life.plan(confirmed)).changes).toBe(false);
  });

  test("an argument that changes while the log is silent waits for the person, and fails nothing", async () => {
    const { token, config, life } = await waiting();
    await life.apply({ ...config, confirmed: fingerprintOf(token) });
    const { errors, state } = await life.apply(config);
    expect({ errors, status: state?.status }).toEqual({ errors: [], status: "waiting" });
    await life.apply({ ...config, confirmed: fingerprintOf(token) });
    expect(life.state?.status).toBe("tested");
  });

  test("where the System Log cannot be read, what was shown stays", async () => {
    const { token, config, life } = await waiting();
    const confirmed = { ...config, confirmed: fingerprintOf(token) };
    await life.apply(confirmed);
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: "/api/v1/logs",
      status: 403,
    });
    expect((await life.plan(confirmed)).changes).toBe(false);
  });
});

describe("a person's app whose SCIM URL is another one now", () => {
  const OTHER = "https://other.druva.test/insync/scim";
  /** The URL that the provider is configured with. */
  let url: string;
  beforeEach(() => (url = clients.scim.url));
  async function aPersonsApp() {
    const token = await sandbox.control.generateToken();
    const scim = { ...clients.scim, probe: clients.scim.probe.bind(clients.scim) };
    const moving = Object.defineProperty(scim, "url", { get: () => url });
    const life = new Life(oktaConnectionTest, { ...clients, scim: moving });
    const config = anOktaTest({
      app_id: BY_PERSON,
      entered_by: "person",
      fingerprint: fingerprintOf(token),
      token_wo: token,
      proven_at: (await sandbox.control.clock.now()).toISOString(),
    });
    return { token, config, life };
  }
  async function provisions(token: string) {
    await sandbox.control.clock.advance({ ms: 1000 });
    await hold(BY_PERSON, token);
    await sandbox.control.cycle(`okta/${BY_PERSON}`);
    await sandbox.control.clock.advance({ ms: 1000 });
  }
  async function confirmed() {
    const { token, config, life } = await aPersonsApp();
    const confirming = { ...config, confirmed: fingerprintOf(token) };
    expect((await life.apply(confirming)).state?.status).toBe("tested");
    return { token, config: confirming, life };
  }
  async function provisioned() {
    const { token, config, life } = await aPersonsApp();
    await life.apply(config);
    await provisions(token);
    expect((await life.apply(config)).state?.status).toBe("tested");
    return { token, config, life };
  }

  test.each([
    ["confirmed", confirmed],
    ["shown by the System Log", provisioned],
  ])("waits, though it was %s before, at this apply and the next", async (_, proven) => {
    const { config, life } = await proven();
    const moved = { ...config, base_url: OTHER };
    const { errors, state, warnings } = await life.apply(moved);
    expect({ errors, status: state?.status }).toEqual({ errors: [], status: "waiting" });
    expect(warnings.join()).toMatch(/uses the SCIM URL https:\/\/other.*only its success shows/);
    expect((await life.plan(moved)).changes).toBe(true);
    expect((await life.apply(moved)).state?.status).toBe("waiting");
  });

  test("counts as tested with the first provisioning success after the change", async () => {
    const { token, config, life } = await confirmed();
    const moved = { ...config, base_url: OTHER };
    await life.apply(moved);
    await provisions(token);
    expect(await life.plan(moved)).toMatchObject({ changes: false, warnings: [] });
    await life.apply(moved);
    expect(life.state?.status).toBe("tested");
  });

  test("is planned, as waiting, where the URL is the provider's", async () => {
    const { config, life } = await confirmed();
    url = OTHER;
    const { changes, warnings } = await life.plan(config);
    expect(changes).toBe(true);
    expect(warnings.join()).toMatch(/waits for a person.*uses the SCIM URL https:\/\/other/);
    expect((await life.apply(config)).state?.status).toBe("waiting");
  });

  test("is the same with or without a slash at its end", async () => {
    const { config, life } = await confirmed();
    const same = { ...config, base_url: `${url}/` };
    expect((await life.apply(same)).state?.status).toBe("tested");
  });

  test("waits, where a success from before the change is seen only after it", async () => {
    const { token, config, life } = await aPersonsApp();
    await life.apply(config);
    await provisions(token);
    expect((await life.apply({ ...config, base_url: OTHER })).state?.status).toBe("waiting");
  });

  test("can be confirmed together with the change where it had never worked", async () => {
    const { token, config, life } = await aPersonsApp();
    await life.apply(config);
    const moved = { ...config, base_url: OTHER, confirmed: fingerprintOf(token) };
    expect((await life.apply(moved)).state?.status).toBe("tested");
  });
});

describe("by a clock here that is wrong", () => {
  const HOUR_MS = 3_600_000;
  /** How far this machine is ahead of Okta. */
  let fastMs = 0;
  const okta = () =>
    createOkta(noOkta, sandbox.environment, {
      async send(request, signal) {
        const http = createHttp({ environment: sandbox.environment });
        const answer = await http.send(request, signal);
        const date = new Date(Date.now() - fastMs).toUTCString();
        return { ...answer, headers: { ...answer.headers, date } };
      },
    });
  const now = () => new Date(clients.clock.now().getTime() + fastMs);
  const wronglyTimed = () => new Life(oktaConnectionTest, { ...clients, okta, clock: { now } });
  async function byPerson() {
    const token = await sandbox.control.generateToken();
    return anOktaTest({
      app_id: BY_PERSON,
      entered_by: "person",
      fingerprint: fingerprintOf(token),
      token_wo: token,
      proven_at: now().toISOString(),
    });
  }
  async function provisions(app: string, token: string) {
    await hold(app, token);
    await sandbox.control.cycle(`okta/${app}`);
    await sandbox.control.clock.advance({ ms: 10_000 });
  }

  test.each([
    ["slow", -HOUR_MS],
    ["right", 0],
    ["fast", HOUR_MS],
  ])(
    "%s, a success of the old token is no evidence of the new one, now or later",
    async (_, fast) => {
      fastMs = fast;
      await provisions(BY_PERSON, await sandbox.control.generateToken());
      const config = await byPerson();
      const life = wronglyTimed();
      expect((await life.apply(config)).state?.status).toBe("waiting");
      fastMs = 0; // as on the next machine
      expect((await life.plan(config)).changes).toBe(true);
      expect((await life.apply(config)).state?.status).toBe("waiting");
    },
  );

  test("fast, a success of the new token is evidence", async () => {
    fastMs = HOUR_MS;
    const config = await byPerson();
    const life = wronglyTimed();
    expect((await life.apply(config)).state?.status).toBe("waiting");
    await sandbox.control.clock.advance({ ms: 10_000 });
    await provisions(BY_PERSON, String(config.token_wo));
    expect((await life.plan(config)).changes).toBe(false);
  });

  const byApi = (token: string) =>
    anOktaTest({ app_id: BY_API, fingerprint: fingerprintOf(token), token_wo: token });

  test("slow, a refusal from before the token was saved plans no healing", async () => {
    fastMs = -HOUR_MS;
    await provisions(BY_API, "the-old-token");
    const config = byApi(await sandbox.control.generateToken());
    const life = wronglyTimed();
    expect((await life.apply(config)).state?.status).toBe("tested");
    expect((await life.plan(config)).changes).toBe(false);
    fastMs = 0; // as on the next machine
    expect((await life.plan(config)).changes).toBe(false);
  });

  test("fast, a refusal after that still plans it", async () => {
    fastMs = HOUR_MS;
    const config = byApi(await sandbox.control.generateToken());
    const life = wronglyTimed();
    expect((await life.apply(config)).state?.status).toBe("tested");
    await sandbox.control.clock.advance({ ms: 10_000 });
    await provisions(BY_API, "somebody-elses-token");
    expect((await life.plan(config)).changes).toBe(true);
    fastMs = 0; // as on the next machine
    expect((await life.plan(config)).changes).toBe(true);
  });
});

test("a success counts only once the old token was no longer seen alive", async () => {
  const proven = await sandbox.control.clock.now();
  await hold(BY_PERSON, await sandbox.control.generateToken());
  await sandbox.control.clock.advance({ ms: 1000 });
  await sandbox.control.cycle(`okta/${BY_PERSON}`);
  await sandbox.control.clock.advance({ ms: 1000 });
  const { state } = await aLife().apply(
    anOktaTest({
      app_id: BY_PERSON,
      entered_by: "person",
      fingerprint: "0123456789ab",
      proven_at: proven.toISOString(),
      old_token_last_valid_at: (await sandbox.control.clock.now()).toISOString(),
    }),
  );
  expect(state?.status).toBe("waiting");
});

describe("a configuration is refused", () => {
  const plan = (set: Parameters<typeof anOktaTest>[0]) => aLife().plan(anOktaTest(set));
  test("with another way to enter the token", async () => {
    await expect(plan({ entered_by: "robot" })).rejects.toThrow(/found "robot", expected "api" or/);
  });
  test("with a confirmation of what Okta itself tests", async () => {
    await expect(plan({ confirmed: "0123456789ab" })).rejects.toThrow(/Remove `confirmed`/);
  });
});
