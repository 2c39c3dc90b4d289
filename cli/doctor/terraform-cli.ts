/** Does Terraform's own configuration let it find the provider that synth puts into the stack's folder? */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { type Check, fine, problem, warning } from "./check";

const NAME = "Terraform's CLI configuration";

/** Inside an existing provider_installation. */
export const LINES_TO_ADD = `  filesystem_mirror {
    path    = "terraform.d/plugins"
    include = ["terraform.local/*/*"]
  }`;

export async function checkCliConfiguration(environment: NodeJS.ProcessEnv): Promise<Check> {
  const named = environment["TF_CLI_CONFIG_FILE"] || environment["TERRAFORM_CONFIG"];
  const file = named || join(environment["HOME"] || homedir(), ".terraformrc");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) {
    return named
      ? warning(
          NAME,
          `${file} is named by TF_CLI_CONFIG_FILE and cannot be read`,
          "Every command warns of it. Unset the variable, or correct it.",
        )
      : fine(
          NAME,
          "none, so the shipped provider is found where terraform init runs in the stack's folder (not by -chdir)",
        );
  }
  return judge(file, text);
}

/** A provider_installation of one's own turns off the folders that Terraform looks into by itself. */
export function judge(file: string, text: string): Check {
  const written = text.replaceAll(/^\s*(#|\/\/).*$/gm, "");
  const [, own] = /\bprovider_installation\s*\{([^]*)/.exec(written) ?? [];
  if (own === undefined) return fine(NAME, `${file}, without a provider_installation`);
  if (/terraform\.local/.test(own) || /\bdev_overrides\b[^}]*druva/.test(own)) {
    return fine(NAME, `${file} names the shipped provider`);
  }
  return problem(
    NAME,
    `${file} has a provider_installation, so the provider that synth puts into the stack's folder is not found`,
    `Add these lines inside provider_installation, and exclude = ["terraform.local/*/*"] to its direct block where there is one:\n${LINES_TO_ADD}`,
  );
}
