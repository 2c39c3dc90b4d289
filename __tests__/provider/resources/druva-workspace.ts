/** A folder in which real Terraform runs the druva provider, as bundled now, against a sandbox. */
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
}

export interface Run {
  /** Of a plan: 0 nothing to do, 2 changes. */
  readonly exitCode: number;
  /** All that it printed. */
  readonly output: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ResourceChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  };
}

export interface PlanOfChanges extends Run {
  readonly changes: readonly ResourceChange[];
  /** Attributes by address, as Read found them; empty where there is no state yet. */
  readonly refreshed: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export interface Workspace {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** Variables beside the sandbox's own. */
  readonly environment: Record<string, string>;
  configure(document: object): Promise<void>;
  terraform(...args: readonly string[]): Promise<Run>;
  plan(...args: readonly string[]): Promise<Run>;
  apply(): Promise<Run>;
  /** A plan file that is applied later, in the environment of then. */
  savePlan(): Promise<Run>;
  applySaved(): Promise<Run>;
  /** A plan with what it would change, as Terraform's own JSON has it; no-ops are left out. */
  planOfChanges(): Promise<PlanOfChanges>;
  /** Attributes by address; undefined where it is not in the state. */
  attributes(address: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** As new: no state, no configuration, no variables. The sandbox goes on as it is. */
  reset(): Promise<void>;
  remove(): Promise<void>;
}

const root = join(__dirname, "../../..");

export async function makeWorkspace(): Promise<Workspace> {
  const sandbox = await startSandbox();
  const folder = await mkdtemp(join(tmpdir(), "druva-"));
  await installProvider(folder);
  const usual = { TF_IN_AUTOMATION: "1", DRUVA_SCIM_JOURNAL_DIR: join(folder, "journal") };
  const environment: Record<string, string> = { ...usual };

  const terraform = (...args: readonly string[]) =>
    run("terraform", args, folder, { HOME: folder, ...sandbox.environment, ...environment });
  const document = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await terraform("show", "-json", ...args)).output);

  const workspace: Workspace = {
    sandbox,
    folder,
    environment,
    terraform,
    async configure(given) {
      const required_providers = { druva: { source: "terraform.local/druva-scim/druva" } };
      const whole = { terraform: { required_providers }, ...given };
      await writeFile(join(folder, "main.tf.json"), JSON.stringify(whole));
    },
    plan: (...args) => terraform("plan", "-json", "-input=false", "-detailed-exitcode", ...args),
    apply: () => terraform("apply", "-json", "-input=false", "-auto-approve"),
    savePlan: () => workspace.plan("-out=saved"),
    applySaved: () => terraform("apply", "-json", "-input=false", "saved"),
    async planOfChanges() {
      const made = await workspace.plan("-out=saved");
      const plan = await document("saved");
      await rm(join(folder, "saved"), { force: true });
      const changes = changesIn(plan).filter(({ change }) => change.actions.join() !== "no-op");
      const prior = (plan as { prior_state?: unknown }).prior_state ?? {};
      const refreshed = new Map(resourcesIn(prior).map(({ address, values }) => [address, values]));
      return { ...made, changes, refreshed };
    },
    async attributes(address) {
      const resource = resourcesIn(await document()).find((each) => each.address === address);
      return resource?.values;
    },
    async reset() {
      for (const each of ["terraform.tfstate", "terraform.tfstate.backup", "journal"]) {
        await rm(join(folder, each), { recursive: true, force: true });
      }
      for (const name of Object.keys(environment)) delete environment[name];
      Object.assign(environment, usual);
      await sandbox.control.faults.clear();
      await workspace.configure({});
    },
    async remove() {
      await sandbox.stop();
      await rm(folder, { recursive: true });
    },
  };

  await workspace.configure({});
  const initialized = await terraform("init", "-input=false", "-no-color");
  if (initialized.exitCode !== 0) {
    await workspace.remove();
    throw new Error(initialized.output);
  }
  return workspace;
}

async function installProvider(folder: string): Promise<void> {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const platform = `${process.platform}_${architecture}`;
  const home = join(folder, "terraform.d/plugins/terraform.local/druva-scim/druva/0.0.1", platform);
  await mkdir(home, { recursive: true });
  const outfile = join(home, "terraform-provider-druva.cjs");
  await build({
    entryPoints: [join(root, "provider/main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    logLevel: "error",
  });
  await chmod(outfile, 0o755);
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") {
        reject(new Error(`${program} could not be run`, { cause: error }));
        return;
      }
      const output = stdout + stderr;
      resolve({ exitCode: Number(error?.code ?? 0), output, diagnostics: diagnosticsIn(stdout) });
    });
  });
}

function diagnosticsIn(stdout: string): Diagnostic[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith('{"@'))
    .map((line) => (JSON.parse(line) as { diagnostic?: Diagnostic }).diagnostic)
    .filter((each) => each !== undefined);
}

/** Terraform's documented format of a plan. */
function changesIn(plan: unknown): readonly ResourceChange[] {
  return (plan as { resource_changes?: ResourceChange[] }).resource_changes ?? [];
}

interface ResourceValues {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Terraform's documented format of a state. */
function resourcesIn(state: unknown): readonly ResourceValues[] {
  const { values } = state as { values?: { root_module: { resources?: ResourceValues[] } } };
  return values?.root_module.resources ?? [];
}
