import { fingerprint } from "../../../sandbox/fingerprint";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Caller } from "../people";
import {
  AA,
  AB,
  AC,
  AD,
  firstJob,
  signIn,
  sync,
  type Graph,
  type GraphProblem,
  type Job,
} from "./graph";

let sandbox: Sandbox;
let ask: Caller;
let graph: Graph;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
  graph = await signIn(sandbox, ask);
});
beforeEach(async () => {
  token = await sandbox.control.generateToken();
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const credentials = (secretToken: string) => [
  { key: "BaseAddress", value: sandbox.environment["DRUVA_SCIM_URL"] ?? "" },
  { key: "SecretToken", value: secretToken },
];
const save = (principal: string, secretToken: string) =>
  graph(sync(principal, "/secrets"), { method: "PUT", json: { value: credentials(secretToken) } });
const validate = async (principal: string, json: object) =>
  graph(sync(principal, `/jobs/${(await firstJob(graph, principal)).id}/validateCredentials`), {
    method: "POST",
    json,
  });
const jobDoes = async (principal: string, operation: string, json?: object) =>
  graph(sync(principal, `/jobs/${(await firstJob(graph, principal)).id}/${operation}`), {
    method: "POST",
    ...(json === undefined ? {} : { json }),
  });

test("principals of one application template are found by it", async () => {
  const template = (await graph(`/v1.0/servicePrincipals/${AA}`)).json<{
    applicationTemplateId: string;
  }>().applicationTemplateId;
  const filter = encodeURIComponent(`applicationTemplateId eq '${template}'`);
  const found = (await graph(`/v1.0/servicePrincipals?$filter=${filter}`)).json<{
    value: { id: string }[];
  }>().value;
  expect(found.map(({ id }) => id)).toEqual([AA, AB, AD]);
});

test("an unknown principal is Graph's 404", async () => {
  const answer = await graph(sync("00000000-0000-0000-0000-000000000099", "/secrets"));
  expect(answer.status).toBe(404);
  expect(answer.json<GraphProblem>().error.code).toBe("Request_ResourceNotFound");
});

test("a filter that Graph does not know is refused", async () => {
  const answer = await graph(`/v1.0/servicePrincipals?$filter=${encodeURIComponent("color eq 1")}`);
  expect(answer.json<GraphProblem>().error.code).toBe("Request_UnsupportedQuery");
});

test("a connection test passes with a living token, saved or given", async () => {
  await save(AA, token);
  expect((await validate(AA, { useSavedCredentials: true })).status).toBe(204);
  await sandbox.control.hold(`entra/${AA}`, "a dead one");
  for (const json of [
    { credentials: credentials(token) },
    { useSavedCredentials: false, credentials: credentials(token) },
  ])
    expect((await validate(AA, json)).status).toBe(204);
});

test("a connection test really asks Druva, for a user that does not exist", async () => {
  await save(AA, token);
  const after = (await sandbox.control.journal.list()).length;
  await validate(AA, { useSavedCredentials: true });
  const [request] = (await sandbox.control.journal.list({ host: "druva" })).filter(
    ({ number }) => number > after,
  );
  expect(request?.fingerprint).toBe(fingerprint(token));
  expect(decodeURIComponent(request?.url ?? "")).toMatch(/filter=userName eq "[0-9a-f-]{36}"$/);
});

test("a connection test fails as soon as another token was generated", async () => {
  await save(AA, token);
  await sandbox.control.generateToken();
  const answer = await validate(AA, { useSavedCredentials: true });
  expect(answer.status).toBe(400);
  expect(answer.json<GraphProblem>().error).toMatchObject({
    code: "CredentialValidationUnavailable",
    message: expect.stringContaining("Response Status Code: Unauthorized") as string,
  });
});

test("a connection test fails under the same code where Druva is down or is not reached", async () => {
  await save(AA, token);
  await sandbox.control.faults.add({
    host: "druva",
    method: "*",
    path: "*",
    status: 503,
    count: 1,
  });
  const down = await validate(AA, { useSavedCredentials: true });
  await sandbox.control.setSettings(`entra/${AA}`, { BaseAddress: "https://elsewhere.example" });
  const elsewhere = await validate(AA, { useSavedCredentials: true });
  const [first, second] = [down, elsewhere].map((each) => each.json<GraphProblem>().error);
  expect([down.status, first?.code]).toEqual([400, "CredentialValidationUnavailable"]);
  expect(first?.message).toMatch(/Response Status Code: ServiceUnavailable$/);
  expect([elsewhere.status, second?.code]).toEqual([400, "CredentialValidationUnavailable"]);
  await sandbox.control.setSettings(`entra/${AA}`, {
    BaseAddress: sandbox.environment["DRUVA_SCIM_URL"] ?? "",
  });
});

test.each([
  [{}, 400, "RequestMissingRequiredParameter"],
  [{ useSavedCredentials: false }, 400, "RequestMissingRequiredParameter"],
  [{ useSavedCredentials: true }, 500, "InternalError"],
  [{ credentials: [{ key: "Token", value: "wrong key name" }] }, 500, "InternalError"],
])("a connection test of %j where nothing is saved: %i %s", async (json, status, code) => {
  const job = (
    await graph(sync(AD, "/jobs"), { method: "POST", json: { templateId: "scim" } })
  ).json<Job>();
  const answer = await validate(AD, json);
  await graph(sync(AD, `/jobs/${job.id}`), { method: "DELETE" });
  expect(answer.status).toBe(status);
  expect(answer.json<GraphProblem>().error.code).toBe(code);
});

test("a Tenant URL keeps its query, and Entra sends it with every request", async () => {
  const url = `${sandbox.environment["DRUVA_SCIM_URL"]}?aadOptscim062020`;
  const value = [{ key: "BaseAddress", value: url }, ...credentials(token).slice(1)];
  await graph(sync(AA, "/secrets"), { method: "PUT", json: { value } });
  expect((await sandbox.control.holding(`entra/${AA}`)).baseUrl).toBe(url);
  await sandbox.control.journal.clear();
  expect((await validate(AA, { useSavedCredentials: true })).status).toBe(204);
  expect((await sandbox.control.cycle(`entra/${AA}`)).outcome).toBe("created");
  const asked = await sandbox.control.journal.list({ host: "druva" });
  expect(asked.map((each) => each.url)).toEqual([
    expect.stringMatching(/^\/insync\/scim\/Users\?filter=[^&]+&aadOptscim062020$/),
    expect.stringMatching(/^\/insync\/scim\/Users\?filter=[^&]+&aadOptscim062020$/),
    "/insync/scim/Users?aadOptscim062020",
  ]);
  await save(AA, token);
});

test("a cycle creates a user in Druva with the token that the application holds", async () => {
  await save(AA, token);
  const cycle = await sandbox.control.cycle(`entra/${AA}`);
  expect(cycle).toMatchObject({ outcome: "created", status: 201, fingerprint: fingerprint(token) });
  expect(await sandbox.control.users()).toContainEqual(
    expect.objectContaining({ userName: cycle.userName, createdWith: fingerprint(token) }),
  );
});

test("a cycle with a dead token fails, and the job is in quarantine until its next attempt", async () => {
  await save(AB, token);
  await sandbox.control.generateToken();
  expect(await sandbox.control.cycle(`entra/${AB}`)).toMatchObject({
    outcome: "failed",
    status: 401,
  });
  const { status } = await firstJob(graph, AB);
  expect(status.code).toBe("Quarantine");
  expect(status.quarantine?.reason).toBe("EncounteredQuarantineException");
  expect(status.lastExecution?.error?.code).toBe(
    "SystemForCrossDomainIdentityManagementInvalidCredentials",
  );
  expect((await sandbox.control.cycle(`entra/${AB}`)).outcome).toBe("skipped");
});

test("a living token alone does not end a quarantine; start does", async () => {
  await save(AB, token);
  expect((await firstJob(graph, AB)).status.code).toBe("Quarantine");
  expect((await jobDoes(AB, "start")).status).toBe(204);
  expect((await sandbox.control.cycle(`entra/${AB}`)).outcome).toBe("created");
  expect((await firstJob(graph, AB)).status).toMatchObject({ code: "Active", quarantine: null });
});

test("a quarantined job is tried again after six hours, and then works by itself", async () => {
  await save(AB, token);
  await sandbox.control.generateToken();
  await sandbox.control.cycle(`entra/${AB}`);
  await save(AB, await sandbox.control.generateToken());
  await sandbox.control.clock.advance({ ms: 6 * 3_600_000 });
  expect((await sandbox.control.cycle(`entra/${AB}`)).outcome).toBe("created");
});

test("a job that fails for 28 days is disabled", async () => {
  await save(AB, token);
  await sandbox.control.generateToken();
  for (let day = 0; day <= 29; day++) {
    await sandbox.control.cycle(`entra/${AB}`);
    await sandbox.control.clock.advance({ days: 1 });
  }
  expect((await firstJob(graph, AB)).schedule.state).toBe("Disabled");
  await jobDoes(AB, "start");
});

test("a vendor that is down is no reason for a quarantine", async () => {
  await save(AB, token);
  await sandbox.control.faults.add({
    host: "druva",
    method: "*",
    path: "*",
    status: 503,
    count: 1,
  });
  expect((await sandbox.control.cycle(`entra/${AB}`)).outcome).toBe("failed");
  const { status } = await firstJob(graph, AB);
  expect(status).toMatchObject({ code: "Active", lastExecution: { error: null } });
});

test("a paused job does not run until it is started", async () => {
  await save(AB, token);
  await jobDoes(AB, "pause");
  expect((await firstJob(graph, AB)).status.code).toBe("Paused");
  expect((await sandbox.control.cycle(`entra/${AB}`)).outcome).toBe("skipped");
  await jobDoes(AB, "start");
  expect((await sandbox.control.cycle(`entra/${AB}`)).outcome).toBe("created");
});

test("restart with a scope of quarantine ends one", async () => {
  await save(AB, token);
  await sandbox.control.generateToken();
  await sandbox.control.cycle(`entra/${AB}`);
  const restarted = await jobDoes(AB, "restart", { criteria: { resetScope: "QuarantineState" } });
  expect(restarted.status).toBe(204);
  expect((await firstJob(graph, AB)).status.quarantine).toBeNull();
});

test("a job is created once per request, waits for its start, and can be deleted", async () => {
  const created = await graph(sync(AC, "/jobs"), { method: "POST", json: { templateId: "scim" } });
  expect(created.status).toBe(201);
  const job = created.json<Job>();
  expect(job).toMatchObject({ schedule: { state: "Disabled" }, status: { code: "NotRun" } });
  expect((await graph(sync(AC, `/jobs/${job.id}`), { method: "DELETE" })).status).toBe(204);
  expect((await graph(sync(AC, `/jobs/${job.id}`))).status).toBe(404);
});
