/** A GitLab pipeline's jobs, parsed from its file, and run as they are written there. */
import { execa } from "execa";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const lines = z.array(z.string());
const job = z.looseObject({
  extends: z.string().optional(),
  environment: z.looseObject({ name: z.string() }).optional(),
  variables: z.record(z.string(), z.string()).default({}),
  before_script: lines.optional(),
  script: lines.optional(),
  after_script: lines.optional(),
  allow_failure: z.union([z.boolean(), z.strictObject({ exit_codes: z.number() })]).optional(),
});
type Job = z.output<typeof job>;

export interface GitLabRun {
  readonly result: "success" | "warning" | "failure";
  readonly log: string;
}

export class GitLabPipeline {
  readonly #jobs: Readonly<Record<string, unknown>>;

  constructor(file: string) {
    this.#jobs = z.record(z.string(), z.unknown()).parse(parse(readFileSync(file, "utf8")));
  }

  private job(name: string): Job {
    const own = job.parse(this.#jobs[name]);
    if (own.extends === undefined) return own;
    const base = job.parse(this.#jobs[own.extends]);
    return { ...base, ...own, variables: { ...base.variables, ...own.variables } };
  }

  async run(
    name: string,
    runner: {
      readonly folder: string;
      /** The runner's, and CI/CD variables: these win over the file's. */
      readonly variables: Readonly<Record<string, string>>;
    },
  ): Promise<GitLabRun> {
    const found = this.job(name);
    const env = { ...expanded(found.variables, runner.variables), ...runner.variables };
    const shell = (script: readonly string[]) =>
      execa("bash", ["-e", "-o", "pipefail", "-c", script.join("\n")], {
        ...{ cwd: runner.folder, env, extendEnv: false, all: true, reject: false, stdin: "ignore" },
      });
    const { exitCode, all } = await shell([
      ...(found.before_script ?? []),
      ...(found.script ?? []),
    ]);
    // In a shell of its own; its exit code does not count.
    const after = await shell(found.after_script ?? []);
    const { allow_failure: allowed } = found;
    const isAllowed = typeof allowed === "object" && allowed.exit_codes === exitCode;
    return {
      result: exitCode === 0 ? "success" : isAllowed ? "warning" : "failure",
      log: `${all}\n${after.all}`,
    };
  }
}

function expanded(
  variables: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replaceAll(/\$(\w+)/g, (_all, other: string) => known[other] ?? ""),
    ]),
  );
}
