/** One stack of an app, under real Terraform on a sandbox of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, LocalBackend, TerraformStack } from "cdktf";
import { z } from "zod";

import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { type Finished, output, run } from "./run";

type Fill = (stack: TerraformStack) => void;

const plan = z.object({
  resource_changes: z
    .array(z.object({ type: z.string(), change: z.object({ actions: z.array(z.string()) }) }))
    .default([]),
});

const state = z.object({ resources: z.array(z.looseObject({ type: z.string() })) });

export class StackOnSandbox {
  private readonly env: Readonly<Record<string, string>>;

  static async start(): Promise<StackOnSandbox> {
    const sandbox = await startSandbox({ waitScale: 0.005, standInsStay: true });
    const folder = mkdtempSync(join(tmpdir(), "druva-scim-stack-"));
    return new StackOnSandbox(sandbox, folder, await sandbox.control.generateToken());
  }

  private constructor(
    readonly sandbox: Sandbox,
    private readonly folder: string,
    /** The living one, which is handed over. */
    readonly token: string,
  ) {
    this.env = {
      ...sandbox.environment,
      XDG_STATE_HOME: join(folder, "state"),
      DRUVA_SCIM_TOKEN_ACME: token,
    };
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** Synthesizes the stack anew, as every deploy does; the state stays. */
  async terraform(fill: Fill, ...args: string[]): Promise<Finished> {
    const app = new App({ outdir: join(this.folder, "out") });
    const stack = new TerraformStack(app, "identity");
    new LocalBackend(stack, { path: join(this.folder, "terraform.tfstate") });
    fill(stack);
    app.synth();
    const options = { cwd: this.cwd, env: this.env };
    await output("terraform", ["init", "-no-color"], options);
    return run("terraform", [...args, "-no-color"], options);
  }

  /** Gives what Terraform printed. It must succeed. */
  async deploy(fill: Fill): Promise<string> {
    const { exitCode, stdout, stderr } = await this.terraform(fill, "apply", "-auto-approve");
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Applies what `planned` has planned last. It must succeed. */
  async deployPlanned(): Promise<void> {
    await this.output("apply", "-no-color", "plan");
  }

  /** What a plan does, by resource type; nothing of what stays as it is. The plan must work. */
  async planned(fill: Fill): Promise<Record<string, string>> {
    const { exitCode, stderr } = await this.terraform(fill, "plan", "-out=plan");
    if (exitCode !== 0) throw new Error(stderr);
    const json = JSON.parse(await this.output("show", "-json", "plan")) as unknown;
    return Object.fromEntries(
      plan
        .parse(json)
        .resource_changes.map(({ type, change }) => [type, change.actions.join(" then ")] as const)
        .filter(([, actions]) => actions !== "no-op" && actions !== "read"),
    );
  }

  /** The addresses in the state. */
  async addresses(): Promise<string[]> {
    return (await this.output("state", "list")).split("\n").filter((each) => each !== "");
  }

  /** The types of the resources in whose state the text is, once for each time. */
  async typesWith(text: string): Promise<string[]> {
    const { resources } = state.parse(JSON.parse(await this.output("state", "pull")));
    return resources.flatMap((each) => {
      const times = JSON.stringify(each).split(text).length - 1;
      return Array.from({ length: times }, () => each.type);
    });
  }

  /** By holder, "entra/<object id>". */
  async fingerprints(): Promise<Record<string, string | null>> {
    const holdings = await this.sandbox.control.holdings();
    return Object.fromEntries(holdings.map(({ holder, fingerprint }) => [holder, fingerprint]));
  }

  private output(...args: string[]): Promise<string> {
    return output("terraform", args, { cwd: this.cwd, env: this.env });
  }

  private get cwd(): string {
    return join(this.folder, "out/stacks/identity");
  }
}
