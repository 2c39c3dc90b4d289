import { type Clients, configureClients, noOkta } from "../../../provider/clients/clients";
import { createHttp } from "../../../provider/clients/http";
import { createOkta } from "../../../provider/clients/okta";
import { oktaBinding } from "../../../provider/resources/okta-binding";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { codes, Life, words } from "./resource-life";
import { anOktaBinding } from "./written";

const BY_API = "0oaDruvaApi";
const BY_PERSON = "0oaDruvaPerson";
const CONNECTION = `/api/v1/apps/${BY_API}/connections/default`;

let sandbox: Sandbox;
let clients: Clients;

beforeAll(async () => {
  sandbox = await startSandbox();
  clients = {
    ...configureClients(
      { scim_url: null, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
      sandbox.environment,
    ),
    pause: async () => undefined,
  };
});
beforeEach(async () => {
  await sandbox.control.faults.clear();
  // Evidence of an earlier test must not count for this one.
  await sandbox.control.clock.advance({ days: 1 });
});
afterAll(async () => sandbox.stop());

const aLife = () => new Life(oktaBinding, () => clients);
const heldBy = async (app: string) => (await sandbox.control.holding(`okta/${app}`)).fingerprint;
const hold = (app: string, token: string) => sandbox.control.hold(`okta/${app}`, token);

describe("by API", () => {
  const written = (token: string) =>
    anOktaBinding({ app_id: BY_API, fingerprint: fingerprintOf(token), token_wo: token });
  async function bound() {
    const token = await sandbox.control.generateToken();
    const life = aLife();
    expect((await life.apply(written(token))).errors).toEqual([]);
    return { token, life };
  }

  test("every apply saves the token itself, since Okta tries it only then", async () => {
    const token = await sandbox.control.generateToken();
    await hold(BY_API, token);
    await sandbox.control.cycle(`okta/${BY_API}`); // its log shows a success already
    await sandbox.control.clock.advance({ ms: 1000 });
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
    const token = await sandbox.control.generateToken();
    await sandbox.control.faults.add({
      host: "okta",
      method: "POST",
      path: CONNECTION,
      status: 400,
      body: { errorCode: "E0000001", errorSummary: `Api validation failed: ${token}` },
    });
    const { errors, state } = await aLife().apply(written(token));
    expect(codes(errors)).toEqual(["binding-not-written"]);
    expect(words(errors)).toContain("Api validation failed: …");
    expect(state).toBeNull();
  });

  test("a token that Druva does not accept is not saved, whatever Okta would say of it", async () => {
    const { life } = await bound();
    const dead = await sandbox.control.generateToken();
    const living = await sandbox.control.generateToken();
    await hold(BY_API, living); // by hand, of another administrator
    const { errors } = await life.apply(written(dead));
    expect(codes(errors)).toEqual(["token-not-proven"]);
    expect(words(errors)).not.toContain(dead);
    expect(await heldBy(BY_API)).toBe(fingerprintOf(living));
  });

  test("behind okta_app_connection it is saved all the same: only that shows that Okta can use it", async () => {
    const token = await sandbox.control.generateToken();
    await hold(BY_API, token);
    await sandbox.control.cycle(`okta/${BY_API}`);
    await hold(BY_API, "what okta_app_connection stored as done");
    await sandbox.control.clock.advance({ ms: 1000 });
    const { state } = await aLife().apply({ ...written(token), through: "okta" });
    expect(state?.status).toBe("tested");
    expect(await heldBy(BY_API)).toBe(fingerprintOf(token));
  });

  test("an answer of UNKNOWN is no success: nothing was saved, and a person has to enter it", async () => {
    const token = await sandbox.control.generateToken();
    const { errors, state } = await aLife().apply({ ...written(token), app_id: BY_PERSON });
    expect(codes(errors)).toEqual(["okta-api-refuses-app"]);
    expect(words(errors)).toContain('through to "person"');
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
    expect(codes(errors)).toEqual(["binding-rejected"]);
    expect(words(errors)).toContain("DISABLED");
  });

  test("a refusal in the System Log since then plans the update that heals", async () => {
    const { token, life } = await bound();
    await hold(BY_API, "somebody-elses-token");
    await sandbox.control.cycle(`okta/${BY_API}`);
    const plan = await life.plan(written(token));
    expect(plan).toMatchObject({ changes: true, refreshed: { status: "rejected" } });
    expect(plan.refreshed?.evidence).toContain("authentication_failure");

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

  test("without permission to read it is unknown, a plan warns and changes nothing", async () => {
    const { token, life } = await bound();
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: CONNECTION,
      status: 403,
    });
    const { changes, refreshed, warnings } = await life.plan(written(token));
    expect({ changes, status: refreshed?.status }).toEqual({ changes: false, status: "unknown" });
    expect(codes(warnings)).toEqual(["binding-unknown"]);
  });

  test("a refusal outlives a log that cannot be read: a dead token does not come back", async () => {
    const { token, life } = await bound();
    await hold(BY_API, "somebody-elses-token");
    await sandbox.control.cycle(`okta/${BY_API}`);
    await life.refresh();
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: "/api/v1/logs",
      status: 403,
    });
    const { changes, refreshed } = await life.plan(written(token));
    expect({ changes, status: refreshed?.status }).toEqual({ changes: true, status: "rejected" });
  });

  test("a log that cannot be read leaves it tested, by its connection, with a note", async () => {
    const { token, life } = await bound();
    await sandbox.control.faults.add({
      host: "okta",
      method: "GET",
      path: "/api/v1/logs",
      status: 403,
    });
    const { changes, refreshed } = await life.plan(written(token));
    expect({ changes, status: refreshed?.status }).toEqual({ changes: false, status: "tested" });
    expect(refreshed?.notes).toEqual([expect.stringContaining("403")]);
  });

  test("observed, an enabled connection of which the log is silent is unproven", async () => {
    await bound();
    await sandbox.control.clock.advance({ days: 30 });
    const observed = anOktaBinding({ app_id: BY_API });
    const life = aLife();
    expect((await life.apply(observed)).state?.status).toBe("unproven");
    expect((await life.plan(observed)).changes).toBe(false);
  });
});

describe("by a person", () => {
  const written = async (token: string) =>
    anOktaBinding({
      app_id: BY_PERSON,
      through: "person",
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

  test("an apply ends well as waiting, and its notes are the person's steps", async () => {
    const { state, warnings, token } = await waiting();
    expect(state).toMatchObject({ status: "waiting", verified_at: null });
    expect(codes(warnings)).toEqual(["binding-waiting"]);
    expect(state?.notes).toEqual([
      expect.stringContaining("Test API Credentials"),
      expect.stringContaining(`set confirmed to "${fingerprintOf(token)}"`),
    ]);
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
    const { changes, refreshed } = await life.plan(confirmed);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: false, status: "unknown" });
    expect(refreshed?.verified_at).not.toBeNull();
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
    const life = new Life(oktaBinding, () => ({ ...clients, scim: moving }));
    const config = anOktaBinding({
      app_id: BY_PERSON,
      through: "person",
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
    const { errors, state } = await life.apply(moved);
    expect({ errors, status: state?.status }).toEqual({ errors: [], status: "waiting" });
    expect(state?.notes).toEqual([
      expect.stringContaining(`SCIM URL ${OTHER}`),
      expect.stringContaining("Test API Credentials"),
      expect.stringContaining("only its success shows"),
    ]);
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
    const { changes, refreshed, warnings } = await life.plan(config);
    expect({ changes, status: refreshed?.status }).toEqual({ changes: true, status: "waiting" });
    expect(codes(warnings)).toEqual(["binding-waiting"]);
    expect(refreshed?.notes?.[0]).toContain(OTHER);
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
  const wronglyTimed = () => new Life(oktaBinding, () => ({ ...clients, okta, clock: { now } }));
  async function byPerson() {
    const token = await sandbox.control.generateToken();
    return anOktaBinding({
      app_id: BY_PERSON,
      through: "person",
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
    anOktaBinding({ app_id: BY_API, fingerprint: fingerprintOf(token), token_wo: token });

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
    anOktaBinding({
      app_id: BY_PERSON,
      through: "person",
      fingerprint: "0123456789ab",
      proven_at: proven.toISOString(),
      old_token_last_valid_at: (await sandbox.control.clock.now()).toISOString(),
    }),
  );
  expect(state?.status).toBe("waiting");
});

test("a configuration is refused with a confirmation of what Okta itself tests", async () => {
  const config = anOktaBinding({ confirmed: "0123456789ab" });
  await expect(aLife().plan(config)).rejects.toThrow(/Remove `confirmed`/);
  const byOkta = anOktaBinding({ through: "okta", confirmed: "0123456789ab" });
  await expect(aLife().plan(byOkta)).rejects.toThrow(/Remove `confirmed`/);
});
