/** The pipeline that a team on Azure DevOps copies: its rules, and its deploy with stand-ins of the programs. */
import { execa } from "execa";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { PACKAGE_ROOT } from "../../tour/workplace";

const step = z.union([
  z.strictObject({ template: z.string() }),
  z.strictObject({
    bash: z.string(),
    name: z.string().optional(),
    displayName: z.string(),
    condition: z.string().optional(),
    env: z.record(z.string(), z.string()).default({}),
  }),
]);
const steps = z.array(step);
const deploy = z.object({ deploy: z.object({ steps }) });
const job = z.looseObject({
  steps: steps.optional(),
  environment: z.string().optional(),
  strategy: z.object({ runOnce: deploy }).optional(),
});
const pipeline = z.looseObject({
  stages: z.array(
    z.looseObject({
      stage: z.string(),
      condition: z.string(),
      lockBehavior: z.string().optional(),
      variables: z.array(z.object({ group: z.string() })),
      jobs: z.array(job),
    }),
  ),
});

const file = join(PACKAGE_ROOT, "examples/azure-pipelines/druva-scim.yml");
const { stages } = pipeline.parse(parse(readFileSync(file, "utf8")));
const scripts = stages.flatMap(({ stage, jobs }) =>
  jobs
    .flatMap((each) => each.steps ?? each.strategy?.runOnce.deploy.steps ?? [])
    .flatMap((each) => ("bash" in each ? [{ stage, ...each }] : [])),
);
const named = (name: string) => {
  const [found, ...more] = scripts.filter(({ displayName }) => displayName === name);
  if (found === undefined || more.length > 0) throw new Error(`Not one step is named "${name}".`);
  return found;
};

test("it plans on a pull request, looks and deploys after the merge, and looks every night", () => {
  expect(stages.map(({ stage, variables }) => [stage, variables[0]?.group])).toEqual([
    ["plan", "druva-plan"],
    ["look", "druva-look"],
    ["rotate", "druva-rotation"],
    ["drift", "druva-look"],
  ]);
  const rotate = stages.find(({ stage }) => stage === "rotate");
  expect(rotate).toMatchObject({
    lockBehavior: "sequential",
    jobs: [{ environment: "druva-rotation" }],
  });
});

test("only the step that deploys gets the handed-over token, and nothing is pasted into a shell's text", () => {
  const users = scripts.filter(({ env }) => Object.hasOwn(env, "DRUVA_SCIM_TOKEN_ACME"));
  expect(users.map(({ displayName }) => displayName)).toEqual(["Deploy and test"]);
  for (const { bash } of scripts) expect(bash).not.toMatch(/\$\((?!')|\$\{\{/);
});

describe("run with stand-ins of npx, terraform and az", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "druva-scim-azure-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What the step prints, and its exit code; each program ends with `ends`, and says what it was given. */
  async function run(name: string, ends: number, variables: Readonly<Record<string, string>> = {}) {
    for (const program of ["npx", "terraform", "az"]) {
      const script = `#!/bin/sh\necho "${program} $*; token: \${DRUVA_SCIM_TOKEN_ACME-none}"\nexit ${ends}\n`;
      writeFileSync(join(folder, program), script);
      chmodSync(join(folder, program), 0o755);
    }
    const { bash, env } = named(name);
    const given = Object.entries(env).map(([key, value]) => [
      key,
      value.replace(/^\$\((.*)\)$/, (written, variable: string) => variables[variable] ?? written),
    ]);
    const { exitCode, stdout } = await execa("bash", ["-c", bash], {
      cwd: folder,
      env: {
        ...Object.fromEntries(given),
        PATH: [folder, process.env["PATH"]].join(delimiter),
        DRUVA_GROUP_ID: "7",
      },
      extendEnv: false,
      reject: false,
    });
    return { exitCode, stdout };
  }
  const TAKEN_OVER = "##vso[task.setvariable variable=takenOver]true";

  test("a token that was handed over is deployed, and may be forgotten then", async () => {
    const variables = { DRUVA_SCIM_TOKEN_ACME: "the-token" };
    const { exitCode, stdout } = await run("Deploy and test", 0, variables);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^terraform -chdir=\S+ apply .*-lock-timeout=10m; token: the-token\n/);
    expect(stdout).toContain(TAKEN_OVER);
    expect(named("Forget the token").condition).toBe("eq(variables['takenOver'], 'true')");
    expect((await run("Forget the token", 0)).stdout).toMatch(
      /^az pipelines variable-group variable delete .*--name DRUVA_SCIM_TOKEN_ACME --group-id 7 /,
    );
  });

  test("a deploy that failed forgets nothing", async () => {
    const { exitCode, stdout } = await run("Deploy and test", 1, { DRUVA_SCIM_TOKEN_ACME: "it" });
    expect(exitCode).toBe(1);
    expect(stdout).not.toContain(TAKEN_OVER);
  });

  test("the name of a variable that is not set is no token", async () => {
    const { exitCode, stdout } = await run("Deploy and test", 0);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/; token: none$/)]);
  });

  test.each([
    [0, 0, false],
    [3, 0, true],
    [4, 4, false],
    [5, 5, false],
  ])(
    "drift's exit code %d ends the step with %d, with a warning: %s",
    async (ends, code, warns) => {
      const { exitCode, stdout } = await run("Look", ends);
      expect([exitCode, stdout.includes("type=warning")]).toEqual([code, warns]);
    },
  );

  test("a plan that failed fails the pull request's check", async () => {
    expect((await run("Say what merging it will do", 1)).exitCode).toBe(1);
  });

  test.each([
    [0, 0],
    [2, 0],
    [1, 1],
  ])(
    "plan's exit code %d reaches the next stage, and ends the step with %d",
    async (ends, code) => {
      const { exitCode, stdout } = await run("Say what the deploy will do", ends);
      expect(exitCode).toBe(code);
      expect(stdout).toContain(
        `##vso[task.setvariable variable=code;isOutput=true]${ends}\n`.trim(),
      );
    },
  );
});
