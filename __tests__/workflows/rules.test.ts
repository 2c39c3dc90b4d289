/** What every workflow of this project, and every one that it gives away, has to keep to. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { stockProviders } from "../../constructs/installation/stock-providers";
import { holds, substituted } from "./expressions";
import { readWorkflow } from "./workflow";

const folder = (path: string) =>
  readdirSync(join(PACKAGE_ROOT, path)).map((name) => join(PACKAGE_ROOT, path, name));
const examples = folder("examples/github-actions").filter((file) => file.endsWith(".yml"));
const files = [...folder(".github/workflows"), ...examples];

describe.each(files.map((file) => [file.slice(PACKAGE_ROOT.length + 1), file]))(
  "%s",
  (_name, file) => {
    const text = readFileSync(file, "utf8");
    const { on, permissions, jobs } = readWorkflow(file);

    test("pins every action by its commit, and says which version that is", () => {
      for (const [, action] of text.matchAll(/uses: (.*)$/gm)) {
        expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/);
      }
    });

    test("gives no permission to all jobs, and to each job only what it names", () => {
      expect(permissions).toEqual({});
      for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
    });

    test("never runs a stranger's code with its own secrets", () => {
      expect(Object.keys(on)).not.toContain("pull_request_target");
      expect(Object.keys(on)).not.toContain("workflow_run");
    });

    test("puts nothing that others can choose into a shell's text", () => {
      for (const { steps } of Object.values(jobs)) {
        for (const { run = "" } of steps) expect(run).not.toContain("${{");
      }
    });

    test("keeps nothing that could hold a secret as an artifact", () => {
      expect(text).not.toContain("upload-artifact");
    });
  },
);

test.each(["plan", "rotate"])(
  "whatever is merged is planned and deployed, but for prose: %s",
  (name) => {
    const file = join(PACKAGE_ROOT, `examples/github-actions/druva-scim-${name}.yml`);
    const filters = z
      .object({ on: z.record(z.string(), z.unknown()) })
      .parse(parse(readFileSync(file, "utf8")));
    const [filtered] = Object.values(filters.on).filter((each) => each !== null);
    expect(filtered).toMatchObject({ "paths-ignore": ["**.md"] });
    expect(filtered).not.toHaveProperty("paths");
  },
);

test("only the step that deploys gets the handed-over token, only the last one what deletes it", () => {
  const { jobs } = readWorkflow(
    join(PACKAGE_ROOT, "examples/github-actions/druva-scim-rotate.yml"),
  );
  const users = (secret: string) =>
    Object.values(jobs).flatMap(({ steps, env }) => {
      expect(JSON.stringify(env)).not.toContain(secret);
      return steps
        .filter((step) => JSON.stringify(step.env).includes(secret))
        .map(({ name }) => name);
    });
  expect(users("DRUVA_SCIM_TOKEN_ACME")).toEqual(["Deploy and test"]);
  expect(users("DRUVA_SECRETS_TOKEN")).toEqual(["Forget the token"]);
  const last = jobs["deploy"]?.steps.at(-1);
  expect(last?.name).toBe("Forget the token");
});

test.each([
  ["a deploy that succeeded, whatever status says afterwards", "success", true],
  ["no deploy that failed", "failure", false],
  ["no deploy that was skipped", "", false],
])("the token is forgotten after %s", (_what, outcome, isForgotten) => {
  const { jobs } = readWorkflow(
    join(PACKAGE_ROOT, "examples/github-actions/druva-scim-rotate.yml"),
  );
  const condition = jobs["deploy"]?.steps.at(-1)?.if ?? "";
  expect(condition).toContain("always()"); // else a failed status would skip it
  expect(holds(condition, { steps: { deploy: { outcome } } })).toBe(isForgotten);
});

test("on GitLab no program but Terraform sees the token, also after the deploy", () => {
  const { "druva-scim-rotate": job } = z
    .looseObject({
      "druva-scim-rotate": z.object({
        before_script: z.array(z.string()),
        after_script: z.array(z.string()),
      }),
    })
    .parse(parse(readFileSync(join(PACKAGE_ROOT, "examples/gitlab-ci/.gitlab-ci.yml"), "utf8")));
  for (const [first] of [job.before_script, job.after_script]) {
    expect(first).toMatch(/unset DRUVA_SCIM_TOKEN_ACME DRUVA_SCIM_TOKEN$/);
  }
});

test("while a token is handed over, Terraform alone runs, and it waits for the state's lock", () => {
  const { jobs } = readWorkflow(
    join(PACKAGE_ROOT, "examples/github-actions/druva-scim-rotate.yml"),
  );
  const deploy = jobs["deploy"]?.steps.find(({ name }) => name === "Deploy and test");
  expect(deploy?.run).toMatch(/^terraform -chdir=\S+ apply .*-lock-timeout=10m$/);
});

test("init runs in the stack's folder: with -chdir, Terraform does not look for the provider there", () => {
  const examples = join(PACKAGE_ROOT, "examples");
  const files = readdirSync(examples, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const wrong = files.filter((file) => /-chdir=\S+ init/.test(readFileSync(file, "utf8")));
  expect(files.length).toBeGreaterThan(3);
  expect(wrong).toEqual([]);
});

test("CI fetches from the registry what the constructs ask for", () => {
  const text = readFileSync(join(PACKAGE_ROOT, "build/registry-packages/versions.tf"), "utf8");
  const asked = [...text.matchAll(/(\w+) = \{\s+source\s+= "(.*)"\s+version = "(.*)"/g)];
  expect(asked.map(([, name, source, versions]) => ({ name, source, versions }))).toEqual(
    Object.entries(stockProviders).map(([name, { source, versions }]) => ({
      name,
      source,
      versions,
    })),
  );
});

test("the expressions mean what GitHub means by them", () => {
  const contexts = { vars: { A: "a" }, steps: {}, github: { event: { n: 7 } } };
  expect(substituted("x-${{ vars.A }}-${{ vars.none }}-${{ github.event.n }}", contexts)).toBe(
    "x-a--7",
  );
  expect(holds("vars.A == 'a' && github.event.n != '8'", contexts)).toBe(true);
  expect(holds("vars.none || vars.A == 'b'", contexts)).toBe(false);
  expect(holds("always()", contexts)).toBe(true);
  expect(() => holds("fromJSON('1')", contexts)).toThrow("not understood");
  expect(() => holds("secrets.A", contexts)).toThrow('no context "secrets"');
});
