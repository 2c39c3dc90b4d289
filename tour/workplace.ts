/** A team's repository, in a folder of its own: its config, and `cdktf` and `terraform` run in it. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, parseDocument } from "yaml";
import { outputOf, type Run, type RunningProgram, startProgram } from "./run-program";
import { type Attributes, type Plan, TerraformFolder } from "./terraform-folder";

import { stackName } from "../config/stack-name";

/** This file runs from tour/ in tests and from dist/tour/ otherwise. */
export const PACKAGE_ROOT =
  [join(__dirname, ".."), join(__dirname, "../..")].find((folder) =>
    existsSync(join(folder, "package.json")),
  ) ?? process.cwd();
/** The app: cdktf runs the package's own, Terraform alone gets what the bundled one makes. */
const APPS = { cdktf: "dist/main.js", terraform: "dist/tour/app.cjs" } as const;
export const STACK = stackName("acme");

/** What the construct's token has as its address in a stack of druva-scim.yaml. */
const TOKEN_ADDRESS = /^druva_scim_token\./;

/** A plan as the tour looks at it. */
export interface TourPlan extends Plan {
  /** Each as "summary: detail". */
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  /** The token resource as the plan found it. */
  readonly token: Attributes;
}

/** `cdktf deploy`, or terraform alone: seconds less, where cdktf is not the subject. */
export type Deployer = "cdktf" | "terraform";

export class Workplace {
  /** Whether cdktf.out is of the config as it is: then a plan needs neither synth nor init. */
  private synthesized = false;

  protected constructor(
    readonly folder: string,
    /** What its programs run with. */
    public environment: Readonly<Record<string, string>>,
    private readonly deployer: Deployer,
  ) {}

  /** Lays the folder out as a new repository that uses this package with the sandbox's config. */
  static async create(
    folder: string,
    environment: Readonly<Record<string, string>>,
    lockFile: string,
    deployer: Deployer = "cdktf",
  ): Promise<Workplace> {
    await layOut(folder, lockFile, deployer);
    return new Workplace(folder, { ...environment, CI: "true" }, deployer);
  }

  get configFile(): string {
    return join(this.folder, "druva-scim.yaml");
  }
  /** The folder in which Terraform runs. */
  get stackFolder(): string {
    return join(this.folder, "cdktf.out", "stacks", STACK);
  }

  /** Edits druva-scim.yaml as a pull request would. */
  async configure(edit: (config: Document) => void): Promise<void> {
    const config = parseDocument(await readFile(this.configFile, "utf8"));
    edit(config);
    await writeFile(this.configFile, config.toString());
    this.synthesized = false;
  }

  /** With a token handed over in the environment if one is given. */
  async deploy(handedOver?: string): Promise<Run> {
    return await (
      await this.startDeploy(handedOver)
    ).finished;
  }

  /** A deploy that is under way: its process id, and its end. */
  async startDeploy(handedOver?: string): Promise<RunningProgram> {
    if (this.deployer === "terraform")
      return (await this.stack(handedOver)).start(
        ...["apply", "-input=false", "-auto-approve", "-no-color"],
      );
    this.synthesized = true;
    return startProgram("cdktf", ["deploy", "--auto-approve", STACK], {
      cwd: this.folder,
      env: { ...this.environment, ...variables(handedOver) },
      localDir: PACKAGE_ROOT,
    });
  }

  /** `terraform plan` as a gate sees it; after a change of the config, synth and init before it. */
  async plan(handedOver?: string): Promise<TourPlan> {
    const plan = await (await this.stack(handedOver)).plan();
    const said = (wanted: string) =>
      plan.diagnostics
        .filter(({ severity }) => severity === wanted)
        .map(({ summary, detail }) => `${summary}: ${detail}`);
    const token = [...plan.refreshed].find(([address]) => TOKEN_ADDRESS.test(address));
    return { ...plan, warnings: said("warning"), errors: said("error"), token: token?.[1] ?? {} };
  }

  /** The generation in the state, null where there is none yet. */
  async generation(): Promise<number | null> {
    const stack = new TerraformFolder(this.stackFolder, this.environment);
    const resources = await stack.resources().catch(() => new Map<string, Attributes>());
    const token = [...resources].find(([address]) => TOKEN_ADDRESS.test(address));
    return token === undefined ? null : Number(token[1]["generation"]);
  }

  async terraformVersion(): Promise<string> {
    const said = await new TerraformFolder(this.folder, this.environment).output("version");
    return said.split("\n")[0] ?? "";
  }

  /** The stack's folder, synthesized and initialized. */
  async stack(handedOver?: string): Promise<TerraformFolder> {
    const env = { ...this.environment, ...variables(handedOver) };
    const stack = new TerraformFolder(this.stackFolder, env);
    if (this.synthesized) return stack;
    await outputOf("node", [join(PACKAGE_ROOT, APPS[this.deployer])], { cwd: this.folder, env });
    await stack.init();
    this.synthesized = true;
    return stack;
  }
}

/** The files of a new repository. */
export async function layOut(folder: string, lockFile: string, deployer: Deployer): Promise<void> {
  await mkdir(join(folder, "locks"), { recursive: true });
  await copyFile(join(PACKAGE_ROOT, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
  const cdktf = JSON.parse(await readFile(join(PACKAGE_ROOT, "cdktf.json"), "utf8")) as object;
  const app = `node ${JSON.stringify(join(PACKAGE_ROOT, APPS[deployer]))}`;
  await writeFile(join(folder, "cdktf.json"), JSON.stringify({ ...cdktf, app }));
  await writeFile(join(folder, "locks", `${STACK}.terraform.lock.hcl`), lockFile);
}

function variables(handedOver: string | undefined): Readonly<Record<string, string>> {
  return handedOver === undefined ? {} : { DRUVA_SCIM_TOKEN_ACME: handedOver };
}
