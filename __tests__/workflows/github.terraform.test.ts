/** The workflows that a team copies, run as they are written there: one year of a token. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOLDERS, OKTA_PERSON } from "../../tour/acme";
import { PACKAGE_ROOT, STACK } from "../../tour/workplace";
import { type CodeHostStandIn, REPOSITORY, startCodeHost, TOKEN } from "../code-host/stand-in";
import { Team } from "./team";
import { type JobRun, readWorkflow, runJob, type Workflow } from "./workflow";

const example = (name: string) =>
  readWorkflow(join(PACKAGE_ROOT, "examples", "github-actions", `druva-scim-${name}.yml`));
const plan = example("plan");
const rotate = example("rotate");
const drift = example("drift");

const SECRET = "DRUVA_SCIM_TOKEN_ACME";
const ENVIRONMENT = "druva-rotation";
const MINUTES = 60_000;

let team: Team;
let host: CodeHostStandIn;
beforeAll(async () => {
  [team, host] = await Promise.all([Team.start(), startCodeHost()]);
  host.secrets.set(ENVIRONMENT, new Set());
}, 60_000);
afterAll(() => Promise.all([team.stop(), host.stop()]), 30_000);

interface Circumstances {
  readonly github?: Readonly<Record<string, unknown>>;
  readonly needs?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

async function run(
  workflow: Workflow,
  job: string,
  { github = {}, secrets = {}, needs = {} }: Circumstances = {},
): Promise<JobRun> {
  const event = join(team.folder, "node_modules", "event.json");
  if (github["event"] !== undefined) writeFileSync(event, JSON.stringify(github["event"]));
  return runJob(workflow, job, {
    folder: team.folder,
    environment: {
      ...team.runner,
      GITHUB_API_URL: host.environment["GITHUB_API_URL"] ?? "",
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_EVENT_PATH: event,
    },
    // The sandbox's Entra signs in with a secret: nobody there gives out a runner's identity.
    instead: { ARM_USE_OIDC: "false" },
    contexts: {
      github: {
        token: TOKEN,
        ref: "refs/heads/main",
        repository: REPOSITORY,
        actor: "ada",
        ...github,
      },
      vars: team.variables,
      secrets: { ...team.secrets, DRUVA_SECRETS_TOKEN: TOKEN, ...secrets },
      needs,
    },
  });
}

/** With what it printed, where it is not so. */
function expectSuccess(ran: JobRun): void {
  if (ran.result !== "success") throw new Error(`The job's result is ${ran.result}:\n${ran.log}`);
}

/** As a person does it while the deploy shows "Waiting": the secret is set, then it is approved. */
async function deployWith(token: string, { outputs }: JobRun): Promise<JobRun> {
  host.secrets.get(ENVIRONMENT)?.add(SECRET);
  const needs = { preflight: { outputs } };
  return run(rotate, "deploy", { needs, secrets: { [SECRET]: token } });
}

const issues = () => host.issues.filter(({ isPullRequest }) => !isPullRequest);

/** A pull request's run: of a member's branch, unless said otherwise. */
function pullRequest(from = REPOSITORY) {
  const number = host.pulls[0]?.number;
  return { event: { pull_request: { number, head: { repo: { full_name: from } } } } };
}

test(
  "the first deploy takes over the token in use, keeps the state in PostgreSQL and forgets the secret",
  async () => {
    const token = await team.repository.generate();
    const preflight = await run(rotate, "preflight");
    expectSuccess(preflight);
    expect(preflight.outputs).toEqual({ plan: "2" });
    expect(preflight.summary).toContain("gh secret set DRUVA_SCIM_TOKEN_ACME");

    const deploy = await deployWith(token, preflight);
    expectSuccess(deploy);
    expect(host.secrets.get(ENVIRONMENT)).toEqual(new Set());
    expect(await team.postgres.states(STACK)).toBe(1);
    expect(existsSync(join(team.folder, `terraform.${STACK}.tfstate`))).toBe(false);
    expect(deploy.log + deploy.summary + preflight.log + preflight.summary).not.toContain(token);
  },
  3 * MINUTES,
);

test(
  "where nothing is to be done, the merge asks nobody: the deploy is skipped",
  async () => {
    const preflight = await run(rotate, "preflight");
    expectSuccess(preflight);
    expect(preflight.outputs).toEqual({ plan: "0" });
    const deploy = await run(rotate, "deploy", {
      needs: { preflight: { outputs: preflight.outputs } },
    });
    expect(deploy.result).toBe("skipped");
  },
  2 * MINUTES,
);

test(
  "in the night the due date is near, an issue and the pull request for the rotation are opened",
  async () => {
    await team.repository.sandbox.control.clock.advance({ days: 340 });
    const night = await run(drift, "drift");
    expectSuccess(night);
    expect(issues()).toMatchObject([
      { state: "open", title: expect.stringMatching(/2\d days left .*generation 1/) as string },
    ]);
    expect(host.pulls).toMatchObject([
      { head: "rotate-acme-generation-2", base: "main", state: "open" },
    ]);
    expect(await team.git("ls-remote", "--heads", "origin")).toContain("rotate-acme-generation-2");
  },
  2 * MINUTES,
);

test(
  "the next night changes nothing: the same issue, the same pull request",
  async () => {
    await run(drift, "drift");
    expect(issues()).toHaveLength(1);
    expect(host.pulls).toHaveLength(1);
  },
  2 * MINUTES,
);

test("a fork's pull request, and a bot's without secrets, get nothing", async () => {
  const fork = await run(plan, "plan", { github: pullRequest("mallory/identity") });
  expect(fork.result).toBe("skipped");
  const github = { ...pullRequest(), actor: "dependabot[bot]" };
  expect((await run(plan, "plan", { github })).result).toBe("skipped");
});

test(
  "a member's pull request gets one comment, which says what merging does and what could not be looked at",
  async () => {
    await team.git("checkout", "--quiet", "rotate-acme-generation-2");
    const fault = await team.repository.sandbox.control.faults.add({
      host: "entra",
      method: "POST",
      path: "/v1.0/servicePrincipals/*/synchronization/jobs/*/validateCredentials",
      status: 403,
      count: 100,
    });
    for (let push = 0; push < 2; push += 1) {
      const planned = await run(plan, "plan", { github: pullRequest() });
      expectSuccess(planned);
    }
    await team.repository.sandbox.control.faults.clear(fault.id);
    const comments = host.issues.find(({ isPullRequest }) => isPullRequest)?.comments ?? [];
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toMatch(/generation 1 (->|→) 2/);
    expect(comments[0]?.body).toContain("could not be looked at");
  },
  3 * MINUTES,
);

let merged: JobRun;
test(
  "after the merge the deploy waits for a token; a deploy that fails forgets nothing",
  async () => {
    await team.git("checkout", "--quiet", "main");
    await team.git("merge", "--quiet", "rotate-acme-generation-2");
    merged = await run(rotate, "preflight");
    expectSuccess(merged);
    expect(merged.outputs).toEqual({ plan: "2" });

    const deploy = await deployWith("a-token-of-nobody-0123456789", merged);
    expect(deploy).toMatchObject({ result: "failure" });
    expect(deploy.ran).not.toContain("Forget the token");
    expect(host.secrets.get(ENVIRONMENT)).toEqual(new Set([SECRET]));
    expect(deploy.log).not.toContain("a-token-of-nobody-0123456789");
  },
  3 * MINUTES,
);

test(
  "with the token that was generated after the approval, everything holds it and the issue is closed",
  async () => {
    const token = await team.repository.generate();
    const deploy = await deployWith(token, merged);
    expectSuccess(deploy);
    expect(host.secrets.get(ENVIRONMENT)).toEqual(new Set());
    expect(deploy.log).not.toContain(token);
    const [living] = (await team.repository.sandbox.control.tokens()).slice(-1);
    const held = await team.repository.sandbox.control.holdings();
    const acme = held.filter(({ holder }) => HOLDERS.includes(holder) && holder !== OKTA_PERSON);
    expect(new Set(acme.map(({ fingerprint }) => fingerprint))).toEqual(
      new Set([living?.fingerprint]),
    );

    expectSuccess(await run(drift, "drift"));
    expect(issues().map(({ state }) => state)).toEqual(["closed"]);
  },
  3 * MINUTES,
);

test(
  "a night in which somebody else has generated a token fails, and says broken",
  async () => {
    await team.repository.sandbox.control.generateToken();
    expect(await run(drift, "drift")).toMatchObject({ result: "failure" });
    const open = issues().filter(({ state }) => state === "open");
    expect(open.map(({ labels }) => labels)).toContainEqual(
      expect.arrayContaining(["druva-scim: broken"]),
    );
  },
  2 * MINUTES,
);
