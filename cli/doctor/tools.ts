/** Are the programs there, in versions that do? */
import { execa } from "execa";
import { z } from "zod";

import { isWrapped, WRAPPED } from "../terraform/run-terraform";
import { packageFile } from "../workspace/package-folder";
import { INSTALL_TERRAFORM, terraformBinary } from "../terraform/binary";
import { type Check, fine, problem, warning } from "./check";

/** As `engines` has it: ">=20.19". */
const { engines } = JSON.parse(packageFile()) as { engines: { node: string } };
const OLDEST_NODE = engines.node.replace(">=", "");
/** Both: write-only arguments came with it. */
const OLDEST_TERRAFORM = "1.11.0";

export async function checkTools(environment: NodeJS.ProcessEnv, folder: string): Promise<Check[]> {
  const binary = terraformBinary(environment);
  const started = await Promise.all([
    checkTerraform(binary, environment),
    checkCdktf(environment, folder),
    checkGit(environment),
  ]);
  return [checkNode(), ...started];
}

export function checkNode(version = process.versions.node): Check {
  return isAtLeast(version, OLDEST_NODE)
    ? fine("node", version)
    : problem("node", version, `Install Node.js ${OLDEST_NODE} or newer.`);
}

async function checkTerraform(binary: string, environment: NodeJS.ProcessEnv): Promise<Check> {
  const said = await run(binary, ["version", "-json"], environment);
  if (isWrapped(said ?? "")) return problem(binary, WRAPPED.found, WRAPPED.todo);
  const version = versionIn(said);
  const todo = `${INSTALL_TERRAFORM}.`;
  if (version === undefined) return problem(binary, "it could not be started", todo);
  return isAtLeast(version, OLDEST_TERRAFORM)
    ? fine(binary, version)
    : problem(binary, version, todo);
}

function versionIn(text: string | undefined): string | undefined {
  try {
    const shape = z.object({ terraform_version: z.string() });
    return shape.parse(JSON.parse(text ?? "")).terraform_version;
  } catch {
    return undefined;
  }
}

async function checkCdktf(environment: NodeJS.ProcessEnv, folder: string): Promise<Check> {
  const version = await run("cdktf", ["--version"], environment, folder);
  return version === undefined
    ? warning(
        "cdktf",
        "it could not be started",
        "For cdktf deploy: npm install --save-dev cdktf-cli@0.21.0. This command line works without it.",
      )
    : fine("cdktf", version);
}

async function checkGit(environment: NodeJS.ProcessEnv): Promise<Check> {
  const version = await run("git", ["--version"], environment);
  return version === undefined
    ? warning("git", "it could not be started", "druva-scim request needs it for its branch.")
    : fine("git", version.replace(/^git version /, ""));
}

/** What it prints, or undefined where it cannot be started or fails. */
async function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  folder?: string,
): Promise<string | undefined> {
  const { failed, stdout } = await execa(program, args, {
    env: { ...environment, CHECKPOINT_DISABLE: "1" },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: 30_000,
    ...(folder === undefined ? {} : { preferLocal: true, localDir: folder }),
  });
  return failed ? undefined : stdout.trim();
}

export function isAtLeast(version: string, oldest: string): boolean {
  const [found, wanted] = [numbers(version), numbers(oldest)];
  for (const [place, least] of wanted.entries()) {
    const number = found[place] ?? 0;
    if (number !== least) return number > least;
  }
  return true;
}

function numbers(version: string): number[] {
  return version.split(/[.-]/, 3).map(Number);
}
