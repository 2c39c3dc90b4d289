/** Puts a provider without one of its rules where Terraform meets the druva provider. */
import { execa } from "execa";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PACKAGE_ROOT } from "./workplace";

/** Which of the provider's rules is missing; tour/sabotage/ has what stands in for its module. */
export type Sabotage = "probe" | "test" | "heal" | "write" | "journal";

/** Where the sandbox's own CLI configuration looks: below the stack's folder. */
const SHIPPED = /"terraform\.d\/plugins"/;

interface Manifest {
  readonly version: string;
}

/** The program that `attachDruva` starts, without the rule; it is made in `directory`. */
export async function sabotagedProgram(rule: Sabotage, directory: string): Promise<string> {
  const program = join(directory, "sabotaged.cjs");
  await bundle(rule, "tour/attached/main.ts", program);
  return program;
}

/** What Terraform must be run with to start the provider without the rule. */
export async function withSabotagedProvider(
  rule: Sabotage,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const mirror = join(directory, "sabotaged");
  const manifest = await readFile(join(PACKAGE_ROOT, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as Manifest;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const program = join(
    ...[mirror, "terraform.local/druva-scim/druva", version, `${process.platform}_${arch}`],
    "terraform-provider-druva.cjs",
  );
  await bundle(rule, "provider/main.ts", program);
  await chmod(program, 0o755);

  const configuration = await readFile(environment["TF_CLI_CONFIG_FILE"] ?? "", "utf8");
  if (!SHIPPED.test(configuration))
    throw new Error("The sandbox's CLI configuration does not name terraform.d/plugins.");
  const file = join(directory, "sabotaged.terraform.rc");
  await writeFile(file, configuration.replace(SHIPPED, JSON.stringify(mirror)));
  return { ...environment, TF_CLI_CONFIG_FILE: file };
}

async function bundle(rule: Sabotage, entry: string, outfile: string): Promise<void> {
  await mkdir(dirname(outfile), { recursive: true });
  await execa("node", [join(PACKAGE_ROOT, "build", "sabotage.mjs"), rule, entry, outfile]);
}
