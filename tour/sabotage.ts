/** Puts a provider without one of its rules where Terraform meets the druva provider. */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { built } from "../sandbox/built";
import { PACKAGE_ROOT } from "./workplace";

/** Which of the provider's rules is missing; tour/sabotage/ has what stands in for its module. */
export type Sabotage = "probe" | "test" | "heal" | "write" | "journal";

/** Where the sandbox's own CLI configuration looks: below the stack's folder. */
const SHIPPED = /"terraform\.d\/plugins"/;

/** In the sandbox's folder: the rules that are left out. */
const LEFT_OUT = "left-out.json";

interface Manifest {
  readonly version: string;
}

/** From now on these rules, and no others, are left out of the programs in `directory`. */
export async function leaveOut(rules: readonly Sabotage[], directory: string): Promise<void> {
  await writeFile(join(directory, LEFT_OUT), JSON.stringify(rules));
}

/** A program for `startDruva`; it is made in `directory`. */
export async function sabotagedProgram(directory: string): Promise<string> {
  const program = join(directory, "sabotaged.cjs");
  await writeProgram(program, built("tour", "attached", "main.js"), directory);
  return program;
}

/** What Terraform must be run with to start a provider without the rules. */
export async function withSabotagedProvider(
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
  await mkdir(dirname(program), { recursive: true });
  await writeProgram(program, built("provider", "main.js"), directory);
  await chmod(program, 0o755);

  const configuration = await readFile(environment["TF_CLI_CONFIG_FILE"] ?? "", "utf8");
  if (!SHIPPED.test(configuration))
    throw new Error("The sandbox's CLI configuration does not name terraform.d/plugins.");
  const file = join(directory, "sabotaged.terraform.rc");
  await writeFile(file, configuration.replace(SHIPPED, JSON.stringify(mirror)));
  return { ...environment, TF_CLI_CONFIG_FILE: file };
}

/** `entry` is a built program. */
async function writeProgram(program: string, entry: string, directory: string): Promise<void> {
  const [leaveOut, file] = [built("tour", "leave-out.js"), join(directory, LEFT_OUT)];
  await writeFile(
    program,
    `#!/usr/bin/env node
require(${JSON.stringify(leaveOut)}).leaveOutWhatIsIn(${JSON.stringify(file)});
require(${JSON.stringify(entry)});
`,
  );
}
