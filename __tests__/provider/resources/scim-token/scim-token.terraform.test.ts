/** `druva_scim_token` under real Terraform: exit codes, plans, and what holds no secret. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run } from "../../../../tour/run-program";
import { DruvaFolder } from "../druva-folder";

const ADDRESS = "druva_scim_token.acme";
const VARIABLE = "DRUVA_SCIM_TOKEN_ACME";

jest.setTimeout(120_000); // each runs Terraform several times

let acme: DruvaFolder;
beforeAll(async () => {
  acme = await DruvaFolder.make();
});
beforeEach(async () => {
  await acme.reset();
});
afterAll(async () => {
  await acme.remove();
});

/** The token, and something bound to it by its fingerprint. */
const tenant = (token: object, more: object = {}) => ({
  resource: {
    druva_scim_token: { acme: { tenant: "acme", begin: "adopt", ...token } },
    terraform_data: { binding: { input: "${druva_scim_token.acme.fingerprint}" } },
  },
  ...more,
});

const ask = async (generation: number) => ({
  rotation_request: { generation, reason: "yearly", date: await today() },
});

async function today(): Promise<string> {
  return (await acme.sandbox.control.clock.now()).toISOString().slice(0, 10);
}

/** The tenant's token, generated today, taken over. */
async function adopt(token: object = {}): Promise<string> {
  const living = await acme.sandbox.control.generateToken();
  acme.environment[VARIABLE] = living;
  await acme.configure(tenant({ issued_on: await today(), ...token }));
  succeeded(await acme.apply());
  delete acme.environment[VARIABLE];
  return living;
}

function succeeded(run: Run): Run {
  if (run.exitCode !== 0) throw new Error(run.output);
  return run;
}

const said = ({ diagnostics }: Run) =>
  diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`);
/** Of its warnings and errors, where they have one. */
const codes = ({ diagnostics }: Run) =>
  diagnostics.flatMap(({ summary }) => /\[([a-z-]+)\]$/.exec(summary)?.[1] ?? []);

test("a token is taken over; then the plan is clean and says nothing", async () => {
  await adopt();
  expect(await acme.attributes(ADDRESS)).toMatchObject({ generation: 1, status: "valid" });
  const plan = await acme.plan();
  expect([plan.exitCode, said(plan)]).toEqual([0, []]);
});

test("a token that is due is a warning, and the plan's exit code stays 0", async () => {
  const issued_on = await today();
  await adopt();
  await acme.sandbox.control.clock.advance({ days: 335 });
  await acme.configure(tenant({ issued_on }));
  const plan = await acme.plan();
  expect([plan.exitCode, codes(plan)]).toEqual([0, ["token-due"]]);
});

test("a request rotates in place: nothing but updates, from generation 1 to 2", async () => {
  const issued_on = await today();
  const old = await adopt();
  const config = tenant({ issued_on, ...(await ask(2)) });
  await acme.configure(config);
  const { exitCode, changes } = await acme.plan();
  expect(exitCode).toBe(2);
  expect(changes.map(({ address, actions }) => [address, actions])).toEqual([
    [ADDRESS, ["update"]],
    ["terraform_data.binding", ["update"]],
  ]);
  expect(changes[0]).toMatchObject({
    before: { generation: 1 },
    after: {
      generation: 2,
      reason: `rotation request of ${await today()} for generation 2: yearly`,
    },
  });

  acme.environment[VARIABLE] = await acme.sandbox.control.generateToken();
  succeeded(await acme.apply());
  delete acme.environment[VARIABLE];
  expect(await acme.attributes(ADDRESS)).toMatchObject({ generation: 2, status: "valid" });
  expect((await acme.attributes(ADDRESS))?.["token"]).not.toBe(old);
  const plan = await acme.plan();
  expect([plan.exitCode, said(plan)]).toEqual([0, []]);
});

test("what is planned and why is in the plan's JSON, and the apply of it changes none of that", async () => {
  await adopt();
  await acme.configure(tenant({ issued_on: await today(), ...(await ask(2)) }));
  const { changes, refreshed } = await acme.plan();
  const { after } = changes.find(({ address }) => address === ADDRESS) ?? {};
  expect(after).toMatchObject({ change: "rotate", cause: "requested" });
  expect(refreshed.get(ADDRESS)).toMatchObject({ change: null, cause: null, steps: null });

  await acme.terraform.run("plan", "-input=false", "-out=saved");
  acme.environment[VARIABLE] = await acme.sandbox.control.generateToken();
  succeeded(await acme.apply("saved"));
  delete acme.environment[VARIABLE];
  expect(await acme.attributes(ADDRESS)).toMatchObject({
    change: "rotate",
    cause: "requested",
    steps: after?.["steps"],
  });
  const next = await acme.plan();
  expect([next.exitCode, next.refreshed.get(ADDRESS)?.["steps"]]).toEqual([0, null]);
});

test("what Druva answers is in the plan's JSON, and does not change its exit code", async () => {
  await adopt();
  await acme.sandbox.control.faults.add({
    host: "druva",
    method: "GET",
    path: "/insync/scim/Users",
    status: 403,
  });
  const { exitCode, refreshed } = await acme.plan();
  expect([exitCode, refreshed.get(ADDRESS)?.["answer"]]).toEqual([0, "refused"]);
});

test("a person reads in the plan from where to where, why, and what stops working", async () => {
  await adopt();
  await acme.configure(tenant({ issued_on: await today(), ...(await ask(2)) }));
  const { output } = await acme.terraform.run("plan", "-no-color", "-input=false");
  expect(output).toMatch(/generation +=? *1 -> 2/);
  expect(output).toMatch(/reason .*for generation 2: yearly/);
  expect(output.replaceAll(/\s+/g, " ")).toContain(
    "the present one stops working as soon as the new one is generated",
  );
  expect(output).toContain("# druva_scim_token.acme will be updated in-place");
});

test("a token that Druva rejects makes the plan's exit code 2, until the living one is taken over", async () => {
  await adopt();
  const theirs = await acme.sandbox.control.generateToken();
  const issued = await acme.sandbox.control.tokens();
  const plan = await acme.plan();
  expect([plan.exitCode, codes(plan)]).toEqual([2, ["token-rejected"]]);

  const failed = await acme.apply();
  expect([failed.exitCode, said(failed)]).toEqual([
    1,
    expect.arrayContaining(["error: No token was handed over"]),
  ]);
  expect((await acme.plan()).exitCode).toBe(2);

  acme.environment[VARIABLE] = theirs;
  succeeded(await acme.apply());
  expect(await acme.attributes(ADDRESS)).toMatchObject({ token: theirs, generation: 1 });
  expect(await acme.sandbox.control.tokens()).toHaveLength(issued.length);
});

test("a failed create leaves nothing behind that the next plan would destroy", async () => {
  await acme.configure(tenant({ issued_on: await today() }));
  expect((await acme.apply()).exitCode).toBe(1);
  expect(await acme.attributes(ADDRESS)).toBeUndefined();
  const actions = (await acme.plan()).changes.map(({ actions }) => actions);
  expect(actions).toEqual([["create"], ["create"]]);
});

test("an interrupted command rotation is picked up, and exactly one token is issued", async () => {
  const issuer = {
    kind: "command",
    command: ["druva-issue"],
    environment: ["DRUVA_SCIM_SANDBOX_CONTROL", "DRUVA_SCIM_SANDBOX_CA", "OTHER_IDP_URL"],
  };
  const issued_on = await today();
  await adopt({ issuer });
  const issued = await acme.sandbox.control.tokens();
  await acme.configure(tenant({ issuer, issued_on, ...(await ask(2)) }));
  await acme.sandbox.control.faults.add({
    host: "druva",
    method: "GET",
    path: "/insync/scim/Users",
    skip: 3, // the probes of the old token, in Read and in apply, and Read's look for users
    status: 403,
    count: 1,
  });
  const failed = await acme.apply();
  expect(said(failed)).toContain("error: Druva gave no verdict on the new token");
  expect(await acme.attributes(ADDRESS)).toMatchObject({ generation: 1 });

  succeeded(await acme.apply());
  expect(await acme.attributes(ADDRESS)).toMatchObject({ generation: 2 });
  expect(await acme.sandbox.control.tokens()).toHaveLength(issued.length + 1);
  expect((await acme.plan()).exitCode).toBe(0);
  const [entry = ""] = (await readdir(acme.journal)).filter((each) => !each.includes("first"));
  expect(await readFile(join(acme.journal, entry), "utf8")).toContain('"token": null');
});

test("a destroy is refused until it was allowed", async () => {
  const issued_on = await today();
  await adopt();
  const refused = await acme.terraform.run("destroy", "-json", "-auto-approve");
  expect(said(refused)).toContain("error: The token must not be destroyed by accident");
  await acme.configure(tenant({ issued_on, allow_destroy: true }));
  succeeded(await acme.apply());
  const destroyed = succeeded(await acme.terraform.run("destroy", "-json", "-auto-approve"));
  expect(codes(destroyed)).toContain("token-stays-alive");
});

test("an import is refused with what to do instead", async () => {
  await acme.configure(tenant({}));
  const { output } = await acme.terraform.run("import", "-no-color", ADDRESS, "acme");
  expect(output.replaceAll(/\s+/g, " ")).toContain('begin "adopt"');
});

test("a provider that is not configured until apply asks nothing and plans nothing", async () => {
  const issued_on = await today();
  await adopt();
  await acme.sandbox.control.generateToken();
  const later = { druva: { journal_dir: "${terraform_data.later.id}" } };
  const config = tenant({ issued_on }, { provider: later });
  await acme.configure({
    ...config,
    resource: {
      ...config.resource,
      terraform_data: { ...config.resource.terraform_data, later: {} },
    },
  });
  const plan = await acme.plan();
  expect(codes(plan)).toEqual(["token-not-looked-at"]);
  expect(plan.changes.map(({ address }) => address)).toEqual(["terraform_data.later"]);
});

test("neither a plan, nor an apply, nor their logs show a token", async () => {
  const old = await adopt();
  await acme.configure(tenant({ issued_on: await today(), ...(await ask(2)) }));
  const fresh = await acme.sandbox.control.generateToken();
  acme.environment[VARIABLE] = fresh;
  acme.environment["TF_LOG"] = "TRACE";
  const texts = [
    (await acme.terraform.run("plan", "-no-color")).output,
    (await acme.plan()).output,
    succeeded(await acme.apply()).output,
  ];
  for (const text of texts) {
    expect(text).not.toContain(old);
    expect(text).not.toContain(fresh);
  }
});
