import { type Clients, configureClients } from "../../../provider/clients/clients";
import { type Consumer, preflight, stepsByHand } from "../../../provider/clients/preflight";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";

const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
const SALES = "00000000-0000-0000-0000-0000000000ab";
const LEGACY = "00000000-0000-0000-0000-0000000000ac";
const { signal } = new AbortController();

let sandbox: Sandbox;
let clients: Clients;

beforeAll(async () => {
  sandbox = await startSandbox();
  clients = configureClients(
    { scim_url: null, journal_dir: null, entra: null, okta: null },
    sandbox.environment,
  );
});
beforeEach(() => sandbox.control.faults.clear());
afterAll(() => sandbox.stop());

const aConsumer = (kind: string, id: string, set: Partial<Consumer> = {}): Consumer => ({
  kind,
  id,
  provider: null,
  name: null,
  job_id: null,
  manage_job: null,
  entered_by: null,
  bind_command: null,
  test_command: null,
  ...set,
});
const engineering = aConsumer("entra", ENGINEERING);
const sales = aConsumer("entra", SALES);
const byApi = aConsumer("okta", "0oaDruvaApi");
const byPerson = aConsumer("okta", "0oaDruvaPerson", { entered_by: "person" });
const otherIdp = aConsumer("command", "other-idp", {
  bind_command: ["other-idp", "bind"],
  test_command: ["other-idp", "test"],
});
const all = [engineering, sales, byApi, byPerson, otherIdp];

const find = (consumers: readonly Consumer[], requireAllBound = false) =>
  preflight(consumers, clients, { requireAllBound }, signal);
const fault = (host: "entra" | "okta", path: string, answer: { status: number; body?: unknown }) =>
  sandbox.control.faults.add({ host, method: "GET", path, ...answer });

test("nothing is found where all is well, and nothing is changed to see it", async () => {
  const before = (await sandbox.control.journal.list()).at(-1)?.number ?? 0;
  expect(await find(all)).toEqual([]);
  const asked = await sandbox.control.journal.list({ after: before });
  const changing = asked.filter(({ method, url }) => method !== "GET" && !url.includes("/token"));
  expect(changing).toEqual([]);
});

test("all bad consumers are listed together, in their order", async () => {
  const found = await find([
    aConsumer("entra", "00000000-0000-0000-0000-0000000000ff"),
    ...all,
    aConsumer("okta", "0oaMissing"),
    aConsumer("command", "other", { bind_command: ["nowhere"], test_command: ["/no/such/file"] }),
  ]);
  expect(found.map(({ severity, consumer }) => [severity, consumer])).toEqual([
    ["error", "entra/00000000-0000-0000-0000-0000000000ff"],
    ["error", "okta/0oaMissing"],
    ["error", "command/other"],
    ["error", "command/other"],
  ]);
});

test("whose credentials are missing is a finding of its own, and hides nothing of the others", async () => {
  const lacking = configureClients(
    { scim_url: null, journal_dir: null, entra: null, okta: null },
    { ...sandbox.environment, OKTA_API_TOKEN: "" },
  );
  const others = aConsumer("entra", ENGINEERING, { provider: "nowhere" });
  const found = await preflight(
    [byApi, others, aConsumer("entra", LEGACY)],
    lacking,
    { requireAllBound: false },
    signal,
  );
  expect(found.map(({ severity, consumer }) => [severity, consumer])).toEqual([
    ["error", "okta/0oaDruvaApi"],
    ["error", `entra/${ENGINEERING}`],
    ["error", `entra/${LEGACY}`],
  ]);
  expect(found[0]?.todo).toContain("OKTA_API_TOKEN");
  expect(found[1]?.message).toContain('No entry "nowhere"');
});

describe("an Entra principal", () => {
  test("without a job is an error: a new token could not be tested", async () => {
    const [finding] = await find([aConsumer("entra", LEGACY)]);
    expect(finding).toMatchObject({ severity: "error", consumer: `entra/${LEGACY}` });
    expect(finding?.message).toContain("has no provisioning job");
  });

  test("without a job is well where its binding makes the job", async () => {
    expect(await find([aConsumer("entra", LEGACY, { manage_job: true })])).toEqual([]);
  });

  test("whose credentials may not be reached is an error", async () => {
    await fault("entra", `*/${ENGINEERING}/synchronization/secrets`, { status: 403 });
    const [finding] = await find([engineering, sales]);
    expect(finding?.message).toContain("answered 403");
    expect(finding?.todo).toContain("permission");
  });

  test.each([
    ["paused", { code: "Paused" }, "is paused"],
    [
      "deleting too much",
      { code: "Quarantine", quarantine: { reason: "TooManyDeletes" } },
      "TooManyDeletes",
    ],
  ])("whose job is %s is a warning: a rotation does not end that", async (_, status, words) => {
    const job = { id: "one", templateId: "scim", schedule: { state: "Active" }, status };
    await fault("entra", `*/${ENGINEERING}/synchronization/jobs`, {
      status: 200,
      body: { value: [job] },
    });
    const [finding] = await find([engineering, sales]);
    expect(finding?.severity).toBe("warning");
    expect(finding?.message).toContain(words);
  });

  test("in quarantine for its credentials is well: a rotation ends that", async () => {
    const status = { code: "Quarantine", quarantine: { reason: "EncounteredQuarantineException" } };
    const job = { id: "one", templateId: "scim", schedule: { state: "Active" }, status };
    await fault("entra", `*/${ENGINEERING}/synchronization/jobs`, {
      status: 200,
      body: { value: [job] },
    });
    expect(await find([engineering, sales])).toEqual([]);
  });
});

describe("an Okta app", () => {
  test("that Okta's API refuses is an error, unless a person enters the token", async () => {
    const [finding] = await find([aConsumer("okta", "0oaDruvaPerson")]);
    expect(finding?.severity).toBe("error");
    expect(finding?.message).toContain("UNKNOWN");
    expect(await find([byPerson])).toEqual([]);
  });

  test("that takes a token but never got one is well, though Okta answers UNKNOWN", async () => {
    await fault("okta", "/api/v1/apps/0oaDruvaApi/connections/default", {
      status: 200,
      body: { authScheme: "UNKNOWN", status: "UNKNOWN" },
    });
    expect(await find([byApi])).toEqual([]);
  });

  test("that is switched off is an error", async () => {
    await fault("okta", "/api/v1/apps/0oaDruvaApi", {
      status: 200,
      body: { id: "0oaDruvaApi", name: "okta_org2org", label: "Druva", status: "INACTIVE" },
    });
    expect((await find([byApi])).map(({ severity }) => severity)).toEqual(["error"]);
  });
});

describe("unmanaged holders", () => {
  test("are applications made from the same template: a warning", async () => {
    const [finding, ...others] = await find([engineering, byApi]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning", consumer: `entra/${SALES}` });
    expect(finding?.message).toContain("Druva Sales");
  });

  test("are an error where all have to be bound", async () => {
    expect((await find([engineering], true)).map(({ severity }) => severity)).toEqual(["error"]);
  });

  test("are listed once for each origin, however many consumers share it", async () => {
    const path = "/v1.0/servicePrincipals";
    const before = (await sandbox.control.journal.list()).at(-1)?.number ?? 0;
    await find([engineering, sales]);
    const lists = await sandbox.control.journal.list({ host: "entra", path, after: before });
    expect(lists).toHaveLength(1);
  });

  test("that may not be listed are not checked, and that is said", async () => {
    await fault("entra", "/v1.0/servicePrincipals", { status: 403 });
    const found = await find([engineering]);
    expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(found[0]?.message).toContain("was not checked");
    expect((await find([engineering], true))[0]?.severity).toBe("error");
  });
});

test("what a person has to do by hand is told for the apps that Okta's API refuses, and for no others", () => {
  expect(stepsByHand(all)).toEqual([
    expect.stringMatching(/^Okta app 0oaDruvaPerson: .*API Token/),
  ]);
});
