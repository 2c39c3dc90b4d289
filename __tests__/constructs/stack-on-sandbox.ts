/** One stack of an app, under real Terraform on a sandbox of its own. */
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { App, LocalBackend, TerraformStack } from "cdktf";
import { z } from "zod";

import type { Sandbox } from "../../sandbox/sandbox";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import type { Run } from "../../tour/run-program";
import { TerraformFolder } from "../../tour/terraform-folder";

type Fill = (stack: TerraformStack) => void;

const state = z.object({ resources: z.array(z.looseObject({ type: z.string() })) });

export class StackOnSandbox {
  /** The living one, which is handed over. */
  token = "";

  static async start(): Promise<StackOnSandbox> {
    return new StackOnSandbox(await RepositoryOnSandbox.start());
  }

  private constructor(private readonly repository: RepositoryOnSandbox) {}

  /** No state, and a new token; what held the last one holds it still. */
  async reset(): Promise<void> {
    await rm(this.stateFile, { force: true });
    this.token = await this.repository.generate();
  }

  get sandbox(): Sandbox {
    return this.repository.sandbox;
  }
  private get outdir(): string {
    return join(this.repository.folder, "out");
  }
  private get stateFile(): string {
    return join(this.repository.folder, "terraform.tfstate");
  }
  private get stack(): TerraformFolder {
    return new TerraformFolder(join(this.outdir, "stacks/identity"), {
      ...this.repository.environment,
      DRUVA_SCIM_TOKEN_ACME: this.token,
    });
  }

  async stop(): Promise<void> {
    await this.repository.stop();
  }

  /** Synthesizes the stack anew, as every deploy does; the state stays. */
  async synthesize(fill: Fill): Promise<TerraformFolder> {
    const app = new App({ outdir: this.outdir });
    const stack = new TerraformStack(app, "identity");
    new LocalBackend(stack, { path: this.stateFile });
    fill(stack);
    app.synth();
    await this.stack.init();
    return this.stack;
  }

  /** It must succeed. */
  async deploy(fill: Fill): Promise<void> {
    succeeded(await (await this.synthesize(fill)).apply());
  }

  /** Applies the configuration that `planned` was given last. It must succeed. */
  async deployPlanned(): Promise<void> {
    succeeded(await this.stack.apply());
  }

  /** What a plan does, by resource type; nothing of what stays as it is. The plan must work. */
  async planned(fill: Fill): Promise<Record<string, string>> {
    const { changes } = await (await this.synthesize(fill)).plan();
    return Object.fromEntries(changes.map(({ type, actions }) => [type, actions.join(" then ")]));
  }

  async addresses(): Promise<string[]> {
    return [...(await this.stack.resources()).keys()];
  }

  /** The types of the resources in whose state the text is, once for each time. */
  async typesWith(text: string): Promise<string[]> {
    const { resources } = state.parse(JSON.parse(await this.stack.output("state", "pull")));
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
}

function succeeded({ exitCode, output }: Run): void {
  if (exitCode !== 0) throw new Error(output);
}
