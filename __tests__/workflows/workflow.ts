/** A GitHub workflow, parsed from its file, and its jobs' steps run as they are written there. */
import { execa } from "execa";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type Contexts, holds, substituted } from "./expressions";

const scalars = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const environment = scalars.default({}).transform(texts);
const step = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: scalars.optional(),
  run: z.string().optional(),
  env: environment,
});
const job = z.looseObject({
  if: z.string().optional(),
  needs: z.string().optional(),
  environment: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  outputs: z.record(z.string(), z.string()).default({}),
  env: environment,
  steps: z.array(step),
});
const workflow = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
  jobs: z.record(z.string(), job),
});
export type Workflow = z.output<typeof workflow>;

export function readWorkflow(file: string): Workflow {
  return workflow.parse(parse(readFileSync(file, "utf8")));
}

/** What these do on a runner is done by the test's surroundings. */
const DONE_ALREADY = ["actions/checkout", "actions/setup-node", "hashicorp/setup-terraform"];

export interface JobRun {
  readonly result: "success" | "failure" | "skipped";
  /** All that its steps printed. */
  readonly log: string;
  /** Markdown that they wrote for the job's page. */
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Names, or commands, of the steps that ran. */
  readonly ran: readonly string[];
}

export interface Runner {
  /** What is checked out. */
  readonly folder: string;
  /** Of the runner itself. */
  readonly environment: Readonly<Record<string, string>>;
  /** Wins over what the workflow sets: what the sandbox does not have. */
  readonly instead: Readonly<Record<string, string>>;
  readonly contexts: Contexts;
}

/** Steps after a failed one are skipped, unless they say always(). */
export async function runJob(
  { jobs }: Workflow,
  name: string,
  { folder, environment, instead, contexts }: Runner,
): Promise<JobRun> {
  const found = jobs[name];
  if (found === undefined) throw new Error(`There is no job "${name}".`);
  const skipped = { result: "skipped", log: "", summary: "", outputs: {}, ran: [] } as const;
  if (found.if !== undefined && !holds(found.if, contexts)) return skipped;

  const scratch = mkdtempSync(join(tmpdir(), "druva-scim-job-"));
  const file = (each: string) => join(scratch, each);
  try {
    for (const each of ["output", "summary"]) writeFileSync(file(each), "");
    const steps: Record<string, { outputs: Record<string, string>; outcome: string }> = {};
    const ran: string[] = [];
    let log = "";
    let failed = false;
    for (const each of found.steps) {
      const now = { ...contexts, steps };
      const condition = each.if ?? "";
      if (failed && !condition.includes("always()")) continue;
      if (condition !== "" && !holds(condition, now)) continue;
      if (each.run === undefined) {
        const action = (each.uses ?? "").split("@")[0] ?? "";
        if (!DONE_ALREADY.includes(action)) throw new Error(`Nothing stands in for ${action}.`);
        continue;
      }
      ran.push(each.name ?? each.run);
      writeFileSync(file("output"), "");
      const env = all({ ...found.env, ...each.env }, (text) => substituted(text, now));
      const { exitCode, all: printed } = await execa("bash", ["-e", "-c", each.run], {
        cwd: folder,
        env: {
          ...environment,
          ...env,
          ...instead,
          GITHUB_OUTPUT: file("output"),
          GITHUB_STEP_SUMMARY: file("summary"),
        },
        extendEnv: false,
        all: true,
        reject: false,
        stdin: "ignore",
      });
      log += `$ ${each.run.trim()}\n${printed}\n`;
      failed ||= exitCode !== 0;
      if (each.id !== undefined) {
        const outcome = exitCode === 0 ? "success" : "failure";
        steps[each.id] = { outputs: outputsIn(file("output")), outcome };
      }
    }
    return {
      result: failed ? "failure" : "success",
      log,
      summary: readFileSync(file("summary"), "utf8"),
      outputs: all(found.outputs, (text) => substituted(text, { ...contexts, steps })),
      ran,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function outputsIn(file: string): Record<string, string> {
  return Object.fromEntries(
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
  );
}

function texts(values: z.output<typeof scalars>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function all(
  values: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
