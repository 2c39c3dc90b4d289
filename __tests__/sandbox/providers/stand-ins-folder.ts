/** A sandbox, and a folder in which Terraform runs the stand-in packages against it. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { environmentOf } from "../../../tour/surroundings";
import { TerraformFolder } from "../../../tour/terraform-folder";

const SOURCES = { azuread: "hashicorp/azuread", okta: "okta/okta", null: "hashicorp/null" };
export type Provider = keyof typeof SOURCES;

const header = (providers: readonly Provider[]) => `
terraform {
  required_providers {
    ${providers.map((name) => `${name} = { source = "${SOURCES[name]}" }`).join("\n    ")}
  }
}
variable "token" {
  type      = string
  sensitive = true
}
`;

export class StandInsFolder {
  private constructor(
    readonly sandbox: Sandbox,
    private readonly terraform: TerraformFolder,
    private readonly providers: readonly Provider[],
  ) {}

  /** Initialized for these providers. The stand-ins' waits are scaled down to next to nothing. */
  static async make(...providers: readonly Provider[]): Promise<StandInsFolder> {
    const sandbox = await startSandbox({ waitScale: 0.002, standInsStay: true });
    const environment = environmentOf(process.env, sandbox.environment);
    const terraform = new TerraformFolder(join(sandbox.directory, "stand-ins"), environment);
    await mkdir(terraform.folder);
    const made = new StandInsFolder(sandbox, terraform, providers);
    await made.configure("");
    await terraform.init();
    return made;
  }

  async configure(hcl: string): Promise<void> {
    await writeFile(join(this.terraform.folder, "main.tf"), header(this.providers) + hcl);
  }
  /** Terraform with this as the variable `token`. */
  given(token: string): TerraformFolder {
    return this.terraform.with({ TF_VAR_token: token });
  }
  /** Starts with an empty state; the vendors keep what they hold. */
  async forget(): Promise<void> {
    await rm(join(this.terraform.folder, "terraform.tfstate"), { force: true });
  }
  async remove(): Promise<void> {
    await this.sandbox.stop();
  }
}
