/** Puts a provider without one of its rules where Terraform finds the druva provider. */
import { execa } from "execa";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TourOptions } from "./run";
import type { Sabotage } from "./steps";
import { PACKAGE_ROOT } from "./workplace";

/** Where the sandbox's own CLI configuration looks: below the stack's folder. */
const SHIPPED = /"terraform\.d\/plugins"/;

interface Manifest {
  readonly version: string;
}

export function sabotagedProvider(rule: Sabotage): NonNullable<TourOptions["prepare"]> {
  return async ({ directory, environment }) => {
    const mirror = join(directory, "sabotaged");
    const manifest = await readFile(join(PACKAGE_ROOT, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as Manifest;
    const arch = process.arch === "x64" ? "amd64" : process.arch;
    const folder = join(
      mirror,
      "terraform.local/druva-scim/druva",
      version,
      `${process.platform}_${arch}`,
    );
    await mkdir(folder, { recursive: true });
    const bundle = join(folder, "terraform-provider-druva.cjs");
    await execa("node", [join(PACKAGE_ROOT, "build", "sabotage.mjs"), rule, bundle]);
    await chmod(bundle, 0o755);

    const configuration = await readFile(environment["TF_CLI_CONFIG_FILE"] ?? "", "utf8");
    if (!SHIPPED.test(configuration))
      throw new Error("The sandbox's CLI configuration does not name terraform.d/plugins.");
    const file = join(directory, "sabotaged.terraform.rc");
    await writeFile(file, configuration.replace(SHIPPED, JSON.stringify(mirror)));
    return { ...environment, TF_CLI_CONFIG_FILE: file };
  };
}
