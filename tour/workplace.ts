/** A team's repository, in a folder of its own: its config, and `cdktf` and `terraform` run in it. */
import { execa } from "execa";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, parseDocument } from "yaml";

import { stackName } from "../config/stack-name";

/** This file runs from tour/ in tests and from dist/tour/ otherwise. */
export const PACKAGE_ROOT =
  [join(__dirname, ".."), join(__dirname, "../..")].find((folder) =>
    existsSync(join(folder, "package.json")),
  ) ?? process.cwd();
export const STACK = stackName("acme");

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export interface Plan {
  /** Of `terraform plan -detailed-exitcode`: 0 nothing, 1 error, 2 changes. */
  readonly exitCode: number;
  /** Of managed resources, without those that nothing happens to. */
  readonly changes: readonly PlannedChange[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  /** The token resource as the plan found it. */
  readonly token: Readonly<Record<string, unknown>>;
  /** Everything that was printed: the human text's machine form. */
  readonly text: string;
}

/** `cdktf deploy`, or terraform alone: seconds less, where cdktf is not the subject. */
export type Deployer = "cdktf" | "terraform";

export interface Deployment {
  readonly exitCode: number;
  readonly output: string;
}

export interface RunningDeployment {
  readonly pid: number;
  readonly finished: Promise<Deployment>;
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Record<string, unknown> | null;
      readonly after: Record<string, unknown> | null;
    };
  }[];
  readonly prior_state?: {
    readonly values?: {
      readonly root_module: {
        readonly resources?: readonly { type: string; values: Record<string, unknown> }[];
      };
    };
  };
}

export class Workplace {
  /** Whether cdktf.out is of the config as it is: then a plan needs neither synth nor init. */
  private synthesized = false;

  private constructor(
    readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly deployer: Deployer,
  ) {}

  /** Lays the folder out as a new repository that uses this package with the sandbox's config. */
  static async create(
    folder: string,
    environment: Readonly<Record<string, string>>,
    lockFile: string,
    deployer: Deployer = "cdktf",
  ): Promise<Workplace> {
    await mkdir(join(folder, "locks"), { recursive: true });
    await copyFile(join(PACKAGE_ROOT, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
    const cdktf: unknown = JSON.parse(await readFile(join(PACKAGE_ROOT, "cdktf.json"), "utf8"));
    const app = `node ${JSON.stringify(join(PACKAGE_ROOT, "dist", "main.js"))}`;
    await writeFile(
      join(folder, "cdktf.json"),
      JSON.stringify({ ...(cdktf as Record<string, unknown>), app }),
    );
    await writeFile(join(folder, "locks", `${STACK}.terraform.lock.hcl`), lockFile);
    return new Workplace(folder, environment, deployer);
  }

  /** The folder in which Terraform runs. */
  get stackFolder(): string {
    return join(this.folder, "cdktf.out", "stacks", STACK);
  }

  /** Edits druva-scim.yaml as a pull request would. */
  async configure(edit: (config: Document) => void): Promise<void> {
    const file = join(this.folder, "druva-scim.yaml");
    const config = parseDocument(await readFile(file, "utf8"));
    edit(config);
    await writeFile(file, config.toString());
    this.synthesized = false;
  }

  /** With a token handed over in the environment if one is given. */
  async deploy(handedOver?: string): Promise<Deployment> {
    return await (
      await this.startDeploy(handedOver)
    ).finished;
  }

  /** A deploy that is under way: its process id, and its end. */
  async startDeploy(handedOver?: string): Promise<RunningDeployment> {
    return this.deployer === "cdktf"
      ? this.startCdktf(handedOver)
      : await this.startApply(handedOver);
  }

  private startCdktf(handedOver?: string): RunningDeployment {
    const child = execa("cdktf", ["deploy", "--auto-approve", STACK], {
      ...this.options(handedOver),
      preferLocal: true,
      localDir: PACKAGE_ROOT,
    });
    this.synthesized = true;
    return running(child);
  }

  /** `terraform plan` as a gate sees it; after a change of the config, synth and init before it. */
  async plan(handedOver?: string): Promise<Plan> {
    await this.initialise();
    return await this.terraformPlan(this.stackFolder, handedOver);
  }

  /** What `cdktf deploy` does, by terraform alone. */
  async apply(handedOver?: string): Promise<Deployment> {
    return await (
      await this.startApply(handedOver)
    ).finished;
  }

  private async startApply(handedOver?: string): Promise<RunningDeployment> {
    await this.initialise();
    return running(
      execa("terraform", ["apply", "-input=false", "-auto-approve", "-no-color"], {
        ...this.options(handedOver),
        cwd: this.stackFolder,
      }),
    );
  }

  private async initialise(): Promise<void> {
    if (this.synthesized) return;
    await this.run("node", [join(PACKAGE_ROOT, "dist", "main.js")], this.folder);
    await this.run("terraform", ["init", "-input=false", "-no-color"], this.stackFolder);
    this.synthesized = true;
  }

  /** The generation in the state, null where there is none yet. */
  async generation(): Promise<number | null> {
    const shown = await execa("terraform", ["show", "-json"], {
      ...this.options(),
      cwd: this.stackFolder,
    });
    if (shown.exitCode !== 0) return null;
    const { values } = JSON.parse(shown.stdout) as NonNullable<PlanJson["prior_state"]>;
    const token = values?.root_module.resources?.find(({ type }) => type === "druva_scim_token");
    return token === undefined ? null : Number(token.values["generation"]);
  }

  async terraformVersion(): Promise<string> {
    const said = await this.run("terraform", ["version"], this.folder);
    return said.split("\n")[0] ?? "";
  }

  private async terraformPlan(folder: string, handedOver?: string): Promise<Plan> {
    const file = join(folder, "tour.tfplan"); // holds secrets: removed as soon as it is read
    try {
      const planned = await execa(
        "terraform",
        ["plan", "-input=false", "-json", "-detailed-exitcode", `-out=${file}`],
        { ...this.options(handedOver), cwd: folder },
      );
      const exitCode = planned.exitCode ?? 1;
      const said = planned.stdout
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map(
          (line) =>
            JSON.parse(line) as {
              "@level": string;
              diagnostic?: { severity: string; summary: string; detail: string };
            },
        );
      const diagnostics = (severity: string) =>
        said.flatMap(({ diagnostic }) =>
          diagnostic?.severity === severity ? [`${diagnostic.summary}: ${diagnostic.detail}`] : [],
        );
      const shown =
        exitCode === 1
          ? {}
          : (JSON.parse(await this.run("terraform", ["show", "-json", file], folder)) as PlanJson);
      return {
        exitCode,
        changes: (shown.resource_changes ?? [])
          .filter(({ mode, change }) => mode === "managed" && change.actions[0] !== "no-op")
          .map(({ address, type, change }) => ({
            address,
            type,
            actions: change.actions,
            before: change.before ?? {},
            after: change.after ?? {},
          })),
        warnings: diagnostics("warning"),
        errors: diagnostics("error"),
        token:
          shown.prior_state?.values?.root_module.resources?.find(
            ({ type }) => type === "druva_scim_token",
          )?.values ?? {},
        text: planned.all,
      };
    } finally {
      await rm(file, { force: true });
    }
  }

  private async run(program: string, args: string[], cwd: string, handedOver?: string) {
    const { exitCode, stdout, all } = await execa(program, args, {
      ...this.options(handedOver),
      cwd,
    });
    if (exitCode !== 0) throw new Error(`${program} ${args[0] ?? ""} failed:\n${all}`);
    return stdout;
  }

  private options(handedOver?: string) {
    return {
      cwd: this.folder,
      env: {
        ...this.environment,
        CI: "true",
        ...(handedOver === undefined ? {} : { DRUVA_SCIM_TOKEN_ACME: handedOver }),
      },
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
    } as const;
  }
}

function running(
  child: PromiseLike<{ readonly exitCode?: number | undefined; readonly all: string }> & {
    readonly pid?: number | undefined;
  },
): RunningDeployment {
  if (child.pid === undefined)
    throw new Error("It could not be started: run `npm ci` first, and have terraform in PATH.");
  const finished = child.then(({ exitCode, all }) => ({ exitCode: exitCode ?? 1, output: all }));
  return { pid: child.pid, finished: Promise.resolve(finished) };
}
