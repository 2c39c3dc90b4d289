/**
 * The guides' shell blocks, run as they are printed, in the order in which a team meets them: on a
 * sandbox, in a git repository, with the state in PostgreSQL. What they print is held to the samples.
 */
import { execa } from "execa";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Team } from "../workflows/team";
import { blocksOf, DOCUMENTS } from "./blocks";
import { holdSample } from "./samples";

/** Who runs it instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "npm ci && npm start": "__tests__/e2e/npm-start.test.ts runs what it starts",
  "npm ci && npm test": "`npm run test:all` begins with it",
  [`mkdir ../identity
npm ci && npm pack --pack-destination ../identity
cd ../identity && npm install ./cdktf-druva-scim-0.1.0.tgz`]:
    "__tests__/packed.test.ts packs, and installs what it packed",
  [`npx druva-scim init --yes --tenant acme --begin adopt --issued-on 2026-02-01 \\
  --entra "00000000-0000-0000-0000-0000000000aa=Druva Engineering" \\
  --okta-by-person "0oaDruvaPerson=Druva 2.0"
npm install
npx cdktf synth`]: "__tests__/packed.test.ts runs it in the folder with the package",
  [`mkdir -p ../identity
npm ci && npm run build
npx druva-scim provider-mirror ../identity/terraform.d/plugins
cp examples/hcl/main.tf ../identity/`]: "__tests__/docs/hcl.terraform.test.ts runs it",
  [`terraform init
read -rs DRUVA_SCIM_TOKEN_ACME && export DRUVA_SCIM_TOKEN_ACME
terraform apply
unset DRUVA_SCIM_TOKEN_ACME`]: "__tests__/docs/hcl.terraform.test.ts deploys without being asked",
  [`npm pkg set dependencies.cdktf=npm:cdktn@0.24.0 'overrides.cdktf=$cdktf'
npm install
npx cdktf diff druva-scim-acme`]:
    "__tests__/cdktn.test.ts compares what both synthesize, with nothing to install",
  "npx druva-scim rotate":
    "__tests__/cli/rotate/rotate.terraform.test.ts plays the person at the prompt",
};

let team: Team;
const ran = new Set<string>();
beforeAll(async () => {
  team = await Team.start();
  // Whoever follows a guide has told git who they are.
  await team.git("config", "user.name", "An administrator");
  await team.git("config", "user.email", "administrator@acme.example");
  team.install("gh", `[ "$*" = "secret set DRUVA_SCIM_TOKEN_ACME --env druva-rotation" ]`);
  await execa("npm", ["ci", "--ignore-scripts"], options());
}, 60_000);
afterAll(() => team.stop(), 30_000);

const MINUTES = 60_000;

/** `input` is what somebody types, or pastes. */
function options(input = "", cwd = team.folder) {
  return {
    cwd,
    env: { ...team.environment, PG_CONN_STR: team.postgres.connection, NO_COLOR: "1" },
    extendEnv: false,
    input,
  };
}

/** Runs the block of the guide that has these words; returns what it prints. */
async function runBlock(
  guide: string,
  words: string,
  input?: string,
  folder?: string,
): Promise<string> {
  const found = blocksOf(`docs/${guide}.md`).filter(
    ({ language, text }) => language === "sh" && text.includes(words),
  );
  const [block] = found;
  if (block === undefined) throw new Error(`docs/${guide}.md shows no block with: ${words}`);
  ran.add(block.at);
  const { stdout } = await execa("bash", ["-e", "-c", block.text], options(input, folder));
  return stdout;
}

test(
  "get started: look, deploy with the token handed over, see how it stands",
  async () => {
    mkdirSync(join(team.folder, "identity"));
    await runBlock("get-started", "druva-scim init", "", join(team.folder, "identity"));
    const { stdout } = await execa(
      "ls",
      ["-A", "identity", "identity/.github/workflows"],
      options(),
    );
    for (const file of ["druva-scim.yaml", "cdktf.json", "druva-scim-rotate.yml"]) {
      expect(stdout).toContain(file);
    }
    expect(await runBlock("get-started", "druva-scim preflight")).toContain(
      "not proven  Druva Legal",
    );
    const token = await team.repository.generate();
    await runBlock("get-started", "read -rs", `${token}\n`);
    const status = await runBlock("get-started", "druva-scim status");
    expect(status).not.toContain(token);
    expect(status).toContain("5 bindings:");
  },
  3 * MINUTES,
);

test(
  "drift: nothing at first; then what is due",
  async () => {
    await team.repository.sandbox.control.clock.advance({ days: 341 });
    const drift = await runBlock("drift", "druva-scim drift");
    holdSample("docs/drift.md", "drift", "text", drift);
  },
  2 * MINUTES,
);

test(
  "alarms: a calendar, and metrics with the last drift",
  async () => {
    await runBlock("alarms", "druva-scim calendar");
    const calendar = await execa("cat", ["druva-scim.ics"], options());
    expect(calendar.stdout).toMatch(/^BEGIN:VCALENDAR/);
    await runBlock("alarms", "druva-scim metrics");
    const { stdout } = await execa("cat", ["druva_scim.prom"], options());
    holdSample("docs/alarms.md", "metrics", "text", stdout);
  },
  2 * MINUTES,
);

test(
  "review a rotation: the request is a branch, and its comment says what merging does",
  async () => {
    const diff = await runBlock("review-a-rotation", "druva-scim request");
    holdSample("docs/review-a-rotation.md", "request", "diff", diff);
    await team.git("checkout", "--quiet", "rotate-acme-generation-2");
    const plan = await execa("npx", ["druva-scim", "plan", "--markdown"], {
      ...options(),
      reject: false,
    });
    expect(plan.exitCode).toBe(2);
    holdSample("docs/review-a-rotation.md", "plan", "markdown", plan.stdout);
  },
  2 * MINUTES,
);

test(
  "the day: how it stands, the secret by gh; after the rotation nothing has drifted",
  async () => {
    await runBlock("the-day", "druva-scim status");
    await runBlock("the-day", "gh secret set");
    const token = await team.repository.generate();
    await execa("npx", ["druva-scim", "rotate", "--token-stdin"], options(token));
    expect(await runBlock("the-day", "druva-scim drift")).not.toContain(token);
  },
  3 * MINUTES,
);

test("every shell block of the README and the guides was run, or says who runs it", () => {
  const left = DOCUMENTS.flatMap(blocksOf)
    .filter(({ language, at }) => language === "sh" && !ran.has(at))
    .filter(({ text }) => !Object.hasOwn(ELSEWHERE, text.trim()));
  expect(left).toEqual([]);
});
