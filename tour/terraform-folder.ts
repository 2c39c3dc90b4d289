/** A folder in which Terraform runs; what it plans and stores comes back as data. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { outputOf, type Run, type RunningProgram, startProgram } from "./run-program";

export type Attributes = Readonly<Record<string, unknown>>;

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly before: Attributes;
  readonly after: Attributes;
  readonly after_unknown?: unknown;
  readonly replace_paths?: unknown;
}

/** Exit code 0: nothing to do, 1: it failed, 2: changes. */
export interface Plan extends Run {
  /** Of managed resources, without those that nothing happens to. */
  readonly changes: readonly PlannedChange[];
  /** By address, as the plan found them; empty if there is no state yet. */
  readonly refreshed: ReadonlyMap<string, Attributes>;
  /** As `terraform show -json` has it, secrets too; null where it failed. */
  readonly document: unknown;
}

interface StateJson {
  readonly values?: {
    readonly root_module: {
      readonly resources?: readonly { readonly address: string; readonly values: Attributes }[];
    };
  };
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly change: Omit<PlannedChange, "address" | "type" | "before" | "after"> & {
      readonly before: Attributes | null;
      readonly after: Attributes | null;
    };
  }[];
  readonly prior_state?: StateJson;
}

export class TerraformFolder {
  constructor(
    readonly folder: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** The same folder; Terraform gets these too. */
  with(variables: Readonly<Record<string, string>>): TerraformFolder {
    return new TerraformFolder(this.folder, { ...this.environment, ...variables });
  }

  start(...args: readonly string[]): RunningProgram {
    return startProgram("terraform", args, this.where);
  }

  async run(...args: readonly string[]): Promise<Run> {
    return await this.start(...args).finished;
  }

  /** What it printed on standard output. Throws if it fails. */
  async output(...args: readonly string[]): Promise<string> {
    return await outputOf("terraform", args, this.where);
  }

  async init(): Promise<void> {
    await this.output("init", "-input=false", "-no-color");
  }

  async plan(...args: readonly string[]): Promise<Plan> {
    const file = join(this.folder, "plan-to-show"); // holds secrets: removed as soon as it is read
    try {
      const planned = await this.run(
        ...["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${file}`, ...args],
      );
      const document =
        planned.exitCode === 1
          ? null
          : (JSON.parse(await this.output("show", "-json", file)) as PlanJson);
      const { resource_changes = [], prior_state = {} } = document ?? {};
      const changes = resource_changes
        .filter(({ mode, change }) => mode === "managed" && change.actions[0] !== "no-op")
        .map(({ address, type, change: { before, after, ...change } }) => ({
          ...{ address, type, ...change },
          ...{ before: before ?? {}, after: after ?? {} },
        }));
      return { ...planned, changes, refreshed: resourcesIn(prior_state), document };
    } finally {
      await rm(file, { force: true });
    }
  }

  async apply(...args: readonly string[]): Promise<Run> {
    return await this.run("apply", "-json", "-input=false", "-auto-approve", ...args);
  }

  /** What is in the state, by address. */
  async resources(): Promise<ReadonlyMap<string, Attributes>> {
    return resourcesIn(JSON.parse(await this.output("show", "-json")) as StateJson);
  }

  private get where() {
    return { cwd: this.folder, env: this.environment };
  }
}

function resourcesIn({ values }: StateJson): ReadonlyMap<string, Attributes> {
  const resources = values?.root_module.resources ?? [];
  return new Map(resources.map((each) => [each.address, each.values]));
}
