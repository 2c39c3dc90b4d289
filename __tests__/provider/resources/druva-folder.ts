/** A folder in which real Terraform runs the druva provider against a sandbox. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  bundleFolder,
  installProviderPackage,
} from "../../../constructs/installation/provider-package";
import type { Sandbox } from "../../../sandbox/sandbox";
import { RepositoryOnSandbox, type RepositoryOptions } from "../../../tour/repository-on-sandbox";
import type { Run } from "../../../tour/run-program";
import { type Attributes, type Plan, TerraformFolder } from "../../../tour/terraform-folder";

export class DruvaFolder {
  /** Variables beside the sandbox's own. */
  readonly environment: Record<string, string> = {};

  private constructor(
    private readonly repository: RepositoryOnSandbox,
    readonly folder: string,
  ) {}

  static async make(options: RepositoryOptions = {}): Promise<DruvaFolder> {
    const repository = await RepositoryOnSandbox.start(options);
    const made = new DruvaFolder(repository, join(repository.sandbox.directory, "druva-folder"));
    await mkdir(made.folder);
    if (options.startsProvider === true) {
      installProviderPackage(made.folder, { bundles: bundleFolder(), version: "0.0.1" });
    }
    await made.configure({});
    await made.terraform.init();
    return made;
  }

  get sandbox(): Sandbox {
    return this.repository.sandbox;
  }
  get journal(): string {
    return join(this.folder, "journal");
  }
  get terraform(): TerraformFolder {
    return new TerraformFolder(this.folder, {
      ...this.repository.environment,
      DRUVA_SCIM_JOURNAL_DIR: this.journal,
      ...this.environment,
    });
  }

  async configure(given: object): Promise<void> {
    const required_providers = { druva: { source: "terraform.local/druva-scim/druva" } };
    const whole = { terraform: { required_providers }, ...given };
    await writeFile(join(this.folder, "main.tf.json"), JSON.stringify(whole));
  }

  async plan(): Promise<Plan> {
    return await this.terraform.plan();
  }
  async apply(...args: readonly string[]): Promise<Run> {
    return await this.terraform.apply(...args);
  }
  /** Undefined where it is not in the state. */
  async attributes(address: string): Promise<Attributes | undefined> {
    return (await this.terraform.resources()).get(address);
  }

  /** As new: no state, no configuration, no variables. The sandbox goes on as it is. */
  async reset(): Promise<void> {
    for (const each of ["terraform.tfstate", "terraform.tfstate.backup", "journal"]) {
      await rm(join(this.folder, each), { recursive: true, force: true });
    }
    for (const name of Object.keys(this.environment)) delete this.environment[name];
    await this.sandbox.control.faults.clear();
    await this.configure({});
  }

  async remove(): Promise<void> {
    await this.repository.stop();
  }
}
