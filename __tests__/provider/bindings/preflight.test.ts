import { type Consumer, keyOf } from "../../../provider/bindings/consumer";
import { stepsByHand } from "../../../provider/bindings/okta-person";
import { preflightConsumers, type PreflightOptions } from "../../../provider/bindings/preflight";
import { type Clients, configureClients } from "../../../provider/clients/clients";
import { fingerprint as fingerprintOf } from "../../../provider/rotation/fingerprint";
import { SECRETS_PUTS } from "../../../sandbox/control/types";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { PORTAL_SETTINGS } from "../../../sandbox/seed";

const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
const SALES = "00000000-0000-0000-0000-0000000000ab";
const LEGACY = "00000000-0000-0000-0000-0000000000ac";
const LEGAL = "00000000-0000-0000-0000-0000000000ad";
const JOBS = `*/${ENGINEERING}/synchronization/jobs`;
const SECRETS = `*/${ENGINEERING}/synchronization/secrets`;
const { signal } = new AbortController();

let sandbox: Sandbox;
/** Held by all consumers. */
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  const { control } = sandbox;
  await control.faults.clear();
  await control.world.set({ secretsPut: "merges", hiddenSettings: [] });
  token = await control.generateToken();
  for (const { holder } of await control.holdings()) await control.hold(holder, token);
});
afterAll(() => sandbox.stop());

const engineering: Consumer = { kind: "entra", id: ENGINEERING };
const sales: Consumer = { kind: "entra", id: SALES };
const legal: Consumer = { kind: "entra", id: LEGAL, manageJob: true };
const byApi: Consumer = { kind: "okta", id: "0oaDruvaApi" };
const byPerson: Consumer = { kind: "okta", id: "0oaDruvaPerson", through: "person" };
const otherIdp: Consumer = {
  kind: "command",
  id: "other-idp",
  bindCommand: ["other-idp", "bind"],
  testCommand: ["other-idp", "test"],
  environment: ["OTHER_IDP_URL"],
};
const all = [engineering, sales, legal, byApi, byPerson, otherIdp];
/** All principals that were made from the same template. */
const siblings = [sales, legal];

const clients = (environment: NodeJS.ProcessEnv = {}): Clients =>
  configureClients(
    { scim_url: null, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
    { ...sandbox.environment, ...environment },
  );
const living = () => ({
  token,
  fingerprint: fingerprintOf(token),
  holders: new Set(all.map(keyOf)),
});
const check = (consumers: readonly Consumer[], options: Partial<PreflightOptions> = {}) =>
  preflightConsumers(
    consumers,
    clients(),
    { requireAllBound: false, unrelated: [], living: living(), ...options },
    signal,
  );
/** Of one principal; its siblings are listed beside it, and well. */
const checkEngineering = async (
  set: Partial<Consumer> = {},
  options: Partial<PreflightOptions> = {},
) => {
  const { checks, findings } = await check([{ ...engineering, ...set }, ...siblings], options);
  return { write: checks[0]?.write, findings };
};
const severities = (found: { readonly findings: readonly { readonly severity: string }[] }) =>
  found.findings.map(({ severity }) => severity);

const fault = (
  host: "entra" | "okta" | "druva",
  method: string,
  path: string,
  answer: { status: number; body?: unknown; count?: number },
) => sandbox.control.faults.add({ host, method, path, ...answer });
const refuseTests = (status: number) =>
  fault("entra", "POST", `${JOBS}/*/validateCredentials`, { status });
const jobIs = (status: object) =>
  fault("entra", "GET", JOBS, {
    status: 200,
    body: { value: [{ id: "one", templateId: "scim", schedule: { state: "Active" }, status }] },
  });

/** What was asked of a vendor that changes something; sign-in and tests change nothing. */
async function changesIn(work: () => Promise<unknown>) {
  const before = (await sandbox.control.journal.list()).at(-1)?.number ?? 0;
  await work();
  const asked = await sandbox.control.journal.list({ after: before });
  return asked
    .filter(({ method, url }) => method !== "GET" && !/\/token|validateCredentials/.test(url))
    .map(({ host, method }) => `${host} ${method}`);
}

test("where all is well each write is proven, and every place holds what it held", async () => {
  await sandbox.control.setSettings(`entra/${LEGAL}`, PORTAL_SETTINGS);
  const before = await sandbox.control.holdings();
  const settings = await sandbox.control.settings(`entra/${ENGINEERING}`);
  const { checks, findings } = await check(all);
  expect(findings).toEqual([]);
  expect(checks).toEqual([
    { consumer: `entra/${ENGINEERING}`, write: "proven" },
    { consumer: `entra/${SALES}`, write: "proven" },
    { consumer: `entra/${LEGAL}`, write: "not proven" }, // its job is not there yet
    { consumer: "okta/0oaDruvaApi", write: "proven" },
    { consumer: "okta/0oaDruvaPerson", write: "person" },
    { consumer: "command/other-idp", write: "proven" },
  ]);
  expect(await sandbox.control.holdings()).toEqual(before);
  expect(await sandbox.control.settings(`entra/${ENGINEERING}`)).toEqual(settings);
});

test.each(SECRETS_PUTS)("where a PUT %s, no setting is lost by it", async (secretsPut) => {
  await sandbox.control.world.set({ secretsPut });
  const before = await sandbox.control.settings(`entra/${ENGINEERING}`);
  expect((await checkEngineering()).write).toBe("proven");
  expect(await sandbox.control.settings(`entra/${ENGINEERING}`)).toEqual(before);
});

test("where no token is known nothing is written, and nothing is proven", async () => {
  const asked = await changesIn(async () => {
    const { checks, findings } = await check(all, { living: null });
    expect(findings).toEqual([]);
    expect(new Set(checks.map(({ write }) => write))).toEqual(new Set(["not proven", "person"]));
  });
  expect(asked).toEqual([]);
});

describe("a token in state that Druva does not accept is written nowhere:", () => {
  test.each([
    ["another administrator's is in use", () => sandbox.control.generateToken()],
    ["Druva's gateway refuses", () => fault("druva", "GET", "/*", { status: 403 })],
  ])("%s", async (_, happens) => {
    const known = living();
    await happens();
    const asked = await changesIn(async () => {
      const { checks, findings } = await check([byApi], { living: known });
      expect(checks).toEqual([{ consumer: "okta/0oaDruvaApi", write: "not proven" }]);
      expect(findings.map(({ severity }) => severity)).toEqual(["warning"]);
    });
    expect(asked).toEqual([]);
  });
});

test("all bad consumers are listed together, in their order", async () => {
  const { checks, findings } = await check([
    { kind: "entra", id: "00000000-0000-0000-0000-0000000000ff" },
    ...all,
    { kind: "okta", id: "0oaMissing" },
    { kind: "command", id: "other", bindCommand: ["nowhere"], testCommand: ["/no/such/file"] },
  ]);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ consumer }) => consumer)).toEqual([
    "entra/00000000-0000-0000-0000-0000000000ff",
    "okta/0oaMissing",
    "command/other",
  ]);
  expect(checks.filter(({ write }) => write === "failed").map(({ consumer }) => consumer)).toEqual([
    "entra/00000000-0000-0000-0000-0000000000ff",
    "okta/0oaMissing",
    "command/other",
  ]);
});

test("whose credentials are missing is a finding of its own, and hides nothing of the others", async () => {
  const { findings } = await preflightConsumers(
    [byApi, { ...engineering, provider: "nowhere" }, { kind: "entra", id: LEGACY }],
    clients({ OKTA_API_TOKEN: "" }),
    { requireAllBound: false, unrelated: [], living: null },
    signal,
  );
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ consumer }) => consumer)).toEqual([
    "okta/0oaDruvaApi",
    `entra/${ENGINEERING}`,
    `entra/${LEGACY}`,
  ]);
  expect(errors[0]?.todo).toContain("OKTA_API_TOKEN");
  expect(errors[1]?.message).toContain('No entry "nowhere"');
});

describe("an Entra principal", () => {
  test("without a job is an error: a new token could not be tested", async () => {
    const { checks, findings } = await check([{ kind: "entra", id: LEGACY }]);
    expect(checks).toEqual([{ consumer: `entra/${LEGACY}`, write: "failed" }]);
    expect(findings[0]?.message).toContain("has no provisioning job");
  });

  test("whose saved credentials may not be tested is an error, and it is not written", async () => {
    await refuseTests(403);
    const asked = await changesIn(async () => {
      const { write, findings } = await checkEngineering();
      expect({ write, severities: severities({ findings }) }).toEqual({
        write: "failed",
        severities: ["error"],
      });
      expect(findings[0]?.todo).toContain("owner of the enterprise application");
    });
    expect(asked.filter((each) => each === "entra PUT")).toHaveLength(1); // that of Sales
  });

  test("that nobody can test is written all the same: that much can be proven", async () => {
    await refuseTests(403);
    const excused = await checkEngineering({ untestable: "no permission until spring" });
    expect(excused).toEqual({ write: "proven", findings: [] });
  });

  test("that may be tested and not be written is an error", async () => {
    await fault("entra", "PUT", SECRETS, { status: 403 });
    const { write, findings } = await checkEngineering();
    expect({ write, severities: severities({ findings }) }).toEqual({
      write: "failed",
      severities: ["error"],
    });
    expect(findings[0]?.todo).toContain("permission");
  });

  test("whose settings may not be read is an error", async () => {
    await fault("entra", "GET", SECRETS, { status: 403 });
    expect((await checkEngineering()).write).toBe("failed");
  });

  test("of which Graph hides a setting is an error, unless that is given", async () => {
    await sandbox.control.world.set({ hiddenSettings: ["SyncAll"] });
    const hiddenSettings = { SyncAll: "false" };
    const others = siblings.map((each) => ({ ...each, hiddenSettings }));
    const hidden = await check([engineering, ...others]);
    expect(hidden.checks[0]?.write).toBe("failed");
    expect(hidden.findings[0]?.todo).toContain("SyncAll");
    const given = await check([{ ...engineering, hiddenSettings }, ...others]);
    expect(given.checks[0]?.write).toBe("proven");
  });

  test("that holds a token that does not work is a warning, and is not written", async () => {
    await sandbox.control.hold(`entra/${ENGINEERING}`, "somebody-elses-token");
    const { write, findings } = await checkEngineering();
    expect({ write, severities: severities({ findings }) }).toEqual({
      write: "not proven",
      severities: ["warning"],
    });
    const { fingerprint } = await sandbox.control.holding(`entra/${ENGINEERING}`);
    expect(fingerprint).toBe(fingerprintOf("somebody-elses-token"));
  });

  test("keeps the Tenant URL that is saved: a new one is the deploy's", async () => {
    const saved = (await sandbox.control.holding(`entra/${ENGINEERING}`)).baseUrl;
    const { write } = await checkEngineering({ tenantUrl: `${clients().scim.url}?flag` });
    expect(write).toBe("proven");
    expect((await sandbox.control.holding(`entra/${ENGINEERING}`)).baseUrl).toBe(saved);
  });

  test.each([
    ["paused", { code: "Paused" }, "is paused"],
    [
      "deleting too much",
      { code: "Quarantine", quarantine: { reason: "TooManyDeletes" } },
      "TooManyDeletes",
    ],
  ])("whose job is %s is a warning: a rotation does not end that", async (_, status, said) => {
    await jobIs(status);
    await fault("entra", "POST", `${JOBS}/*/validateCredentials`, { status: 204 });
    const { write, findings } = await checkEngineering();
    expect({ write, severities: severities({ findings }) }).toEqual({
      write: "proven",
      severities: ["warning"],
    });
    expect(findings[0]?.message).toContain(said);
  });

  test("in quarantine for its credentials is well: a rotation ends that", async () => {
    await jobIs({ code: "Quarantine", quarantine: { reason: "EncounteredQuarantineException" } });
    await fault("entra", "POST", `${JOBS}/*/validateCredentials`, { status: 204 });
    expect(await checkEngineering()).toEqual({ write: "proven", findings: [] });
  });
});

describe("an Okta app", () => {
  const write = async (consumer: Consumer) => (await check([consumer])).checks[0]?.write;

  test("that Okta's API refuses is an error, unless a person enters the token", async () => {
    const { checks, findings } = await check([{ kind: "okta", id: "0oaDruvaPerson" }]);
    expect(checks[0]?.write).toBe("failed");
    expect(findings[0]?.message).toContain("UNKNOWN");
    expect(await write(byPerson)).toBe("person");
  });

  test("that takes a token but never got one is well, though Okta answers UNKNOWN", async () => {
    await fault("okta", "GET", "/api/v1/apps/0oaDruvaApi/connections/default", {
      status: 200,
      body: { authScheme: "UNKNOWN", status: "UNKNOWN" },
      count: 1, // then it is saved
    });
    expect(await write(byApi)).toBe("proven");
  });

  test("that is switched off is an error", async () => {
    await fault("okta", "GET", "/api/v1/apps/0oaDruvaApi", {
      status: 200,
      body: { id: "0oaDruvaApi", name: "okta_org2org", label: "Druva", status: "INACTIVE" },
    });
    expect(await write(byApi)).toBe("failed");
  });

  test("that refuses the living token is an error", async () => {
    const path = "/api/v1/apps/0oaDruvaApi/connections/default";
    await fault("okta", "POST", path, { status: 403 });
    expect(await write(byApi)).toBe("failed");
  });

  test("whose log may not be read is an error where a person enters the token", async () => {
    await fault("okta", "GET", "/api/v1/logs", { status: 403 });
    expect(await write(byPerson)).toBe("failed");
    expect(await write({ ...byPerson, untestable: "no log" })).toBe("person");
    expect(await write(byApi)).toBe("proven");
  });
});

describe("a command binding", () => {
  const node = (program: string) => [process.execPath, "-e", program];
  const withCommands = async (bind: string, test: string) =>
    check([{ ...otherIdp, bindCommand: node(bind), testCommand: node(test) }]);

  test.each([
    ["passes and takes it", "", "", "proven", []],
    ["does not hold it", "", "process.exit(10)", "not proven", ["warning"]],
    ["gives no verdict", "", "process.exit(3)", "failed", ["error"]],
    ["does not take it", "process.exit(1)", "", "failed", ["error"]],
  ] as const)("that %s", async (_, bind, tests, write, expected) => {
    const found = await withCommands(bind, tests);
    expect(found.checks[0]?.write).toBe(write);
    expect(severities(found)).toEqual(expected);
  });
});

describe("unmanaged holders", () => {
  test("are applications made from the same template: a warning", async () => {
    const { findings } = await check([engineering, byApi]);
    expect(findings.map(({ severity, consumer }) => [severity, consumer])).toEqual([
      ["warning", `entra/${SALES}`],
      ["warning", `entra/${LEGAL}`],
    ]);
    expect(findings[0]?.message).toContain("Druva Sales");
  });

  test("are an error where all have to be bound", async () => {
    const found = await check([engineering, sales], { requireAllBound: true });
    expect(severities(found)).toEqual(["error"]);
  });

  test("are not those that do not hold the token, however an object id is written", async () => {
    const unrelated = [`entra/${LEGAL.toUpperCase()}`];
    const { findings } = await check([engineering], { requireAllBound: true, unrelated });
    expect(findings.map(({ consumer }) => consumer)).toEqual([`entra/${SALES}`]);
  });

  test("are not those that hold another tenant's token", async () => {
    const { findings } = await preflightConsumers(
      [engineering],
      { ...clients(), boundElsewhere: [`entra/${SALES}`, `entra/${LEGAL}`] },
      { requireAllBound: true, unrelated: [], living: living() },
      signal,
    );
    expect(findings).toEqual([]);
  });

  test("are listed once for each origin, however many consumers share it", async () => {
    const path = "/v1.0/servicePrincipals";
    const before = (await sandbox.control.journal.list()).at(-1)?.number ?? 0;
    await check([engineering, sales]);
    const lists = await sandbox.control.journal.list({ host: "entra", path, after: before });
    expect(lists).toHaveLength(1);
  });

  test("that may not be listed are not checked, and that is said", async () => {
    await fault("entra", "GET", "/v1.0/servicePrincipals", { status: 403 });
    const found = await check([engineering]);
    expect(severities(found)).toEqual(["warning"]);
    expect(found.findings[0]?.message).toContain("was not checked");
    expect(severities(await check([engineering], { requireAllBound: true }))).toEqual(["error"]);
  });
});

test("what a person has to do by hand is told for the apps that a person sets, and for no others", () => {
  expect(stepsByHand(all)).toEqual([
    expect.stringMatching(/^Okta app 0oaDruvaPerson: .*API Token/),
  ]);
});

test("a preflight ends at its deadline, and names each consumer that it did not reach", async () => {
  const ours = clients();
  const silent = (_: string, asked: AbortSignal) =>
    new Promise<never>((_resolve, reject) =>
      asked.addEventListener("abort", () => reject(asked.reason as Error)),
    );
  const { findings, checks } = await preflightConsumers(
    [engineering, byPerson],
    { ...ours, entra: (name) => ({ ...ours.entra(name), jobs: silent, principal: silent }) },
    { requireAllBound: false, unrelated: [], living: null, deadlineMs: 500 },
    signal,
  );
  expect(checks).toEqual([
    { consumer: `entra/${ENGINEERING}`, write: "failed" },
    { consumer: "okta/0oaDruvaPerson", write: "person" },
  ]);
  expect(findings.map(({ severity, consumer }) => [severity, consumer])).toEqual([
    ["error", `entra/${ENGINEERING}`],
    ["warning", undefined],
  ]);
});

test("a write that has begun is not cut at the deadline, and is said not to be tested", async () => {
  const ours = clients();
  const okta = ours.okta(null);
  let inTime = signal;
  let isWhole = false;
  const slow: ReturnType<Clients["okta"]> = {
    ...okta,
    app(id, asked) {
      inTime = asked;
      return okta.app(id, asked);
    },
    async saveConnection(id, connection, asked) {
      await new Promise((late) => inTime.addEventListener("abort", late));
      const saved = await okta.saveConnection(id, connection, asked);
      isWhole = true;
      return saved;
    },
  };
  const { findings, checks } = await preflightConsumers(
    [byApi],
    { ...ours, okta: () => slow },
    { requireAllBound: true, unrelated: [], living: living(), deadlineMs: 1000 },
    signal,
  );
  expect(isWhole).toBe(true);
  expect(checks).toEqual([{ consumer: keyOf(byApi), write: "failed" }]);
  expect(findings[0]?.message).toContain("saved once more, and not tested");
  // The listing came too late as well.
  expect(findings[1]).toMatchObject({ severity: "error" });
});
