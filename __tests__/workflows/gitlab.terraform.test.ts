/** The pipeline that a team on GitLab copies, run as it is written there. */
import fastify, { type FastifyInstance } from "fastify";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { GitLabPipeline, type GitLabRun } from "./gitlab";
import { Team } from "./team";

const pipeline = new GitLabPipeline(join(PACKAGE_ROOT, "examples/gitlab-ci/.gitlab-ci.yml"));
const SECRET = "DRUVA_SCIM_TOKEN_ACME";
const MINUTES = 60_000;

let team: Team;
let api: FastifyInstance;
let apiUrl: string;
/** CI/CD variables by "<name> <environment scope>"; a job's credential opens them. */
const variables = new Map<string, string>();
beforeAll(async () => {
  team = await Team.start();
  api = fastify();
  api.delete<{ Params: { name: string }; Querystring: Record<string, string> }>(
    "/projects/:id/variables/:name",
    async ({ params, query, headers }, reply) => {
      const isKnown = headers["private-token"] === "a-projects-token";
      const key = `${params.name} ${query["filter[environment_scope]"] ?? "*"}`;
      if (!isKnown) return reply.code(401).send({ message: "401 Unauthorized" });
      if (variables.delete(key)) return reply.code(204).send();
      return reply.code(404).send({ message: "404 Variable Not Found" });
    },
  );
  apiUrl = await api.listen({ host: "127.0.0.1", port: 0 });
}, 60_000);
afterAll(() => Promise.all([team.stop(), api.close()]), 30_000);

async function run(job: string, others: Readonly<Record<string, string>> = {}): Promise<GitLabRun> {
  const token = variables.get(`${SECRET} druva-rotation`);
  return pipeline.run(job, {
    folder: team.folder,
    variables: {
      ...team.environment,
      PG_CONN_STR: team.postgres.connection,
      ARM_USE_OIDC: "false", // the sandbox's Entra signs in with a secret
      CI_API_V4_URL: apiUrl,
      CI_PROJECT_DIR: team.folder,
      CI_PROJECT_ID: "7",
      CI_PROJECT_URL: team.remote.replace(/\.git$/, ""),
      CI_SERVER_HOST: "gitlab.example",
      DRUVA_VARIABLES_TOKEN: "a-projects-token",
      DRUVA_PUSH_TOKEN: "a-pushing-token",
      ...others,
      ...(token !== undefined && job === "druva-scim-rotate" ? { [SECRET]: token } : {}),
    },
  });
}

function expectSuccess({ result, log }: GitLabRun): void {
  if (result !== "success") throw new Error(`The job's result is ${result}:\n${log}`);
}

test(
  "the plan's words are kept for the merge request, without a secret",
  async () => {
    expectSuccess(await run("druva-scim-plan"));
    const plan = readFileSync(join(team.folder, "plan.md"), "utf8");
    expect(plan).toMatch(/^## .*the deploy after the merge will/);
    expect(plan).not.toContain(team.secrets["OKTA_API_TOKEN"]);
  },
  2 * MINUTES,
);

let living: string;
test(
  "a deploy that fails keeps the variable: it may be the only copy of the token",
  async () => {
    living = await team.repository.generate();
    variables.set(`${SECRET} druva-rotation`, living);
    const nowhere = "postgres://127.0.0.1:1/states?sslmode=disable&connect_timeout=1";
    const failed = await run("druva-scim-rotate", { PG_CONN_STR: nowhere });
    expect(failed.result).toBe("failure");
    expect(variables.get(`${SECRET} druva-rotation`)).toBe(living);
  },
  2 * MINUTES,
);

test(
  "the deploy takes the token that was set as a variable, and the variable is deleted",
  async () => {
    expectSuccess(await run("druva-scim-preflight"));
    const rotated = await run("druva-scim-rotate");
    expectSuccess(rotated);
    expect(rotated.log).not.toContain(living);
    const refused = await run("druva-scim-forget", { DRUVA_VARIABLES_TOKEN: "expired" });
    expect(refused.result).toBe("failure");
    expectSuccess(await run("druva-scim-forget"));
    expect(variables.size).toBe(0);
    expectSuccess(await run("druva-scim-forget")); // nothing there is no error
  },
  3 * MINUTES,
);

test(
  "a night in which the token is due is a warning, and the request is pushed for a merge request",
  async () => {
    await team.repository.sandbox.control.clock.advance({ days: 340 });
    expect((await run("druva-scim-drift")).result).toBe("warning");
    const request = await run("druva-scim-request");
    expectSuccess(request);
    expect(await team.git("ls-remote", "--heads", "origin")).toContain("rotate-acme-generation-2");
  },
  3 * MINUTES,
);
