/** Which program is run as Terraform. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export const INSTALL_TERRAFORM =
  "Install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.11 or newer (https://opentofu.org/docs/intro/install), and put it on PATH";

/** What a person names, else `terraform`, or `tofu` where only that is on PATH. */
export function terraformBinary(environment: NodeJS.ProcessEnv): string {
  const named = environment["TERRAFORM_BINARY_NAME"];
  if (named) return named;
  return !onPath("terraform", environment) && onPath("tofu", environment) ? "tofu" : "terraform";
}

/** The program's file. */
export function onPath(program: string, environment: NodeJS.ProcessEnv): string | undefined {
  const folders = (environment["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}
