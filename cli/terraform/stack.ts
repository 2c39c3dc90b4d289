/** A tenant's stack under Terraform: synthesized, initialised when needed, planned, and its state read. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

import { type StackFolder, stackOf, synthesizeAll } from "./app";
import { terraformBinary } from "./binary";
import { CliError } from "../terminal/cli-error";
import { initialisationOf } from "./initialised";
import { inPlanFolder } from "./plan-folder";
import { configuredStateFile, recordedStateFile } from "./recorded-backend";
import { type Ran, runTerraform } from "./run-terraform";
import { shownResource, type ShownResource, type TenantState, tenantState } from "./tenant-state";
import type { Terminal } from "../terminal/terminal";
import { adviceOn, decisiveWords, isBackendChanged, wantsInit } from "./terraform-failure";
import type { Tenant } from "../workspace/workspace";

/** The protocol has no field for a diagnostic's code: the druva provider's ends its summary. */
const CODE = / \[([a-z-]+)\]$/;

/** What Terraform or a provider says. Programs read the code, people the rest. */
export const terraformDiagnostic = z
  .object({
    severity: z.enum(["error", "warning"]),
    summary: z.string(),
    detail: z.string().default(""),
    address: z.string().optional(),
  })
  .transform(({ summary, ...rest }) => ({
    ...rest,
    code: CODE.exec(summary)?.[1] ?? null,
    summary: summary.replace(CODE, ""),
  }));
export type TerraformDiagnostic = z.output<typeof terraformDiagnostic>;

interface ShownModule {
  readonly resources?: readonly ShownResource[] | undefined;
  readonly child_modules?: readonly ShownModule[] | undefined;
}
const shownModule: z.ZodType<ShownModule> = z.lazy(() =>
  z.object({
    resources: z.array(shownResource).optional(),
    child_modules: z.array(shownModule).optional(),
  }),
);
const shownState = z.object({
  values: z.object({ root_module: shownModule }).optional(),
});

const attributes = z.record(z.string(), z.unknown()).nullable();
const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  change: z.object({
    actions: z.array(z.string()),
    before: attributes,
    after: attributes,
    after_unknown: z.record(z.string(), z.unknown()).catch({}),
  }),
  action_reason: z.string().optional(),
});
export type ResourceChange = z.infer<typeof resourceChange>;

/** `terraform show -json` of a saved plan. It holds secrets: nothing of it is printed unseen. */
export const planDocument = z.object({
  terraform_version: z.string().optional(),
  resource_changes: z.array(resourceChange).default([]),
  prior_state: shownState.optional(),
  planned_values: z.object({ root_module: shownModule }).optional(),
});
type PlanDocument = z.infer<typeof planDocument>;

export interface PlanRun {
  /** Of `terraform plan -detailed-exitcode`: 0 nothing, 1 error, 2 changes. */
  readonly exitCode: 0 | 1 | 2;
  readonly diagnostics: readonly TerraformDiagnostic[];
  /** Null where the plan failed. */
  readonly document: PlanDocument | null;
  /** Before the plan; null where nothing was deployed yet, or the plan failed. */
  readonly prior: TenantState | null;
}

/** How long a deploy waits for whoever holds the state's lock: another deploy, most likely. */
export const LOCK_TIMEOUT = "10m";

export interface Stack extends StackFolder {
  readonly tenant: Tenant;
  /** Where it says what takes long. */
  readonly terminal: Terminal;
  /** `terraform`, or what TERRAFORM_BINARY_NAME says. */
  readonly binary: string;
  /** A plan; its file is in a folder of its own, which only this user can read, and is deleted. */
  plan(): Promise<PlanRun>;
  /** Null where nothing of this tenant was deployed yet. */
  readState(): Promise<TenantState | null>;
  /** The same, for those who need one: throws a CliError. */
  state(): Promise<TenantState>;
  /**
   * Waits until nobody holds the state's lock. To be called before a person is told to generate a
   * token: from then on a deploy cannot wait. Throws a CliError that names who holds it.
   */
  waitForLock(timeout?: string): Promise<void>;
}

interface StackOptions {
  readonly terminal: Terminal;
  readonly signal?: AbortSignal | undefined;
}

/** Runs the app and initialises its stack, unless this was done for the same configuration before. */
export async function openStack(tenant: Tenant, options: StackOptions): Promise<Stack> {
  const [stack] = await openStacks([tenant], options);
  if (stack === undefined) throw new Error("one tenant has one stack");
  return stack;
}

/** The stacks of a workspace's tenants: the app runs once for all. */
export async function openStacks(
  tenants: readonly Tenant[],
  options: StackOptions,
): Promise<Stack[]> {
  const { terminal, signal } = options;
  const [first] = tenants;
  if (first === undefined) return [];
  const app = await terminal.during("running the CDKTF app", () =>
    synthesizeAll(first.workspace, signal),
  );
  const stacks: Stack[] = [];
  for (const tenant of tenants) {
    stacks.push(await initialised(tenant, stackOf(tenant, app), options));
  }
  return stacks;
}

async function initialised(
  tenant: Tenant,
  found: StackFolder,
  { terminal, signal }: StackOptions,
): Promise<Stack> {
  const { environment } = tenant.workspace;
  const binary = terraformBinary(environment);
  const initialisation = await initialisationOf(found, binary);
  if (!initialisation.isDone) await initialise();

  async function initialise(): Promise<void> {
    const init = await terminal.during(`initialising ${found.stack} (${binary} init)`, () =>
      startInit(),
    );
    if (init.exitCode !== 0) {
      const words = decisiveWords(init.all);
      throw new CliError(`${binary} init failed in ${found.folder}`, {
        printed: words,
        todo: adviceOn(words, {
          unreached:
            "Terraform takes the providers from their registry, or from the mirror that its CLI configuration names (TF_CLI_CONFIG_FILE). Make sure that one of them can be reached. druva-scim doctor checks the usual causes.",
          otherwise: "druva-scim doctor checks the usual causes.",
        }),
      });
    }
    await initialisation.markDone();
  }

  async function startInit(): Promise<Ran> {
    const args = ["init", "-input=false", "-no-color"];
    const ran = await start(args);
    const isMoved = isBackendChanged(ran.all) && (await isStateMoved(found));
    return isMoved ? start([...args, "-reconfigure"]) : ran;
  }

  function start(args: string[], { isTokenNeeded = false } = {}): Promise<Ran> {
    return runTerraform(args, { cwd: found.folder, environment, signal, isTokenNeeded });
  }

  /** Initialises again, once, where what an earlier init left is not there any more. */
  async function run(...call: Parameters<typeof start>): Promise<Ran> {
    const ran = await start(...call);
    if (ran.exitCode === 0 || !wantsInit(ran.all)) return ran;
    await initialise();
    return start(...call);
  }

  async function plan(folder: string): Promise<PlanRun> {
    const file = join(folder, "plan");
    const planned = await run(
      // Nobody applies it: a look must not keep a deploy from the state.
      ["plan", "-input=false", "-lock=false", "-json", "-detailed-exitcode", `-out=${file}`],
      { isTokenNeeded: true },
    );
    const exitCode = planned.exitCode === 0 || planned.exitCode === 2 ? planned.exitCode : 1;
    const diagnostics = diagnosticsIn(planned.stdout);
    if (exitCode === 1) {
      const unsaid = {
        severity: "error",
        code: null,
        summary: planned.stderr,
        detail: "",
      } as const;
      const isSaid = diagnostics.some(({ severity }) => severity === "error");
      return {
        exitCode,
        diagnostics: isSaid ? diagnostics : [...diagnostics, unsaid],
        document: null,
        prior: null,
      };
    }
    const document = planDocument.parse(await show([file]));
    const prior = tenantState(tenant.name, resourcesIn(document.prior_state));
    return { exitCode, diagnostics, document, prior };
  }

  async function show(args: string[]): Promise<unknown> {
    const { exitCode, stdout, stderr } = await run(["show", "-no-color", "-json", ...args]);
    if (exitCode === 0) return JSON.parse(stdout);
    // Standard output could hold what it had read so far.
    throw new CliError(`${binary} show failed in ${found.folder}`, { printed: stderr });
  }

  async function readState(): Promise<TenantState | null> {
    const shown = await terminal.during(`reading the state of ${found.stack}`, () => show([]));
    return tenantState(tenant.name, resourcesIn(shownState.parse(shown)));
  }

  async function waitForLock(timeout = LOCK_TIMEOUT): Promise<void> {
    // Takes the lock and gives it back; nothing of that address is there.
    const args = ["-dry-run", "-no-color", `-lock-timeout=${timeout}`, "druva_scim_token.none"];
    const { exitCode, all } = await run(["state", "rm", ...args]);
    if (exitCode === 0) return;
    throw new CliError(`The lock of ${found.stack}'s state could not be taken`, {
      printed: decisiveWords(all),
      todo: "Nothing was changed, and no token is needed yet. Wait for the deploy that holds the lock, and run this again.",
    });
  }

  return {
    ...found,
    tenant,
    terminal,
    binary,
    waitForLock: (timeout) =>
      terminal.during(`waiting for the lock of ${found.stack}'s state`, () => waitForLock(timeout)),
    plan: () =>
      terminal.during(`planning ${found.stack} (${binary} plan)`, () => inPlanFolder(plan)),
    readState,
    async state() {
      const state = await readState();
      if (state !== null) return state;
      throw new CliError(`There is no state of tenant "${tenant.name}" yet.`, {
        todo: `Deploy it first: cdktf deploy ${found.stack}`,
      });
    },
  };
}

/** The folder was moved or copied, and its state, a local file, with it. */
async function isStateMoved({ folder, file }: StackFolder): Promise<boolean> {
  const configured = await configuredStateFile(folder, file);
  return (
    configured !== null && (await recordedStateFile(folder)) !== null && existsSync(configured)
  );
}

function resourcesIn(state: z.infer<typeof shownState> | undefined): ShownResource[] {
  const collect = ({ resources = [], child_modules = [] }: ShownModule): ShownResource[] => [
    ...resources,
    ...child_modules.flatMap(collect),
  ];
  return state?.values === undefined ? [] : collect(state.values.root_module);
}

/** `terraform plan -json` prints a JSON object a line. */
function diagnosticsIn(stream: string): TerraformDiagnostic[] {
  const line = z.object({ diagnostic: terraformDiagnostic });
  return stream.split("\n").flatMap((text) => {
    if (!text.startsWith("{")) return [];
    const read = line.safeParse(JSON.parse(text));
    return read.success ? [read.data.diagnostic] : [];
  });
}
