import { execa } from "execa";

import { CliError } from "../terminal/cli-error";
import { withoutTokens } from "./app";
import { INSTALL_TERRAFORM, terraformBinary } from "./binary";

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly all: string;
}

interface RunTerraformOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Default: handed-over tokens are left out of its environment. */
  readonly isTokenNeeded?: boolean;
}

/** Whatever it ends with. Throws a CliError where it could not be started, or was ended by a signal. */
export async function runTerraform(
  args: readonly string[],
  { cwd, environment, signal, isTokenNeeded = false }: RunTerraformOptions,
): Promise<Ran> {
  const binary = terraformBinary(environment);
  const ran = await execa(binary, args, {
    cwd,
    env: {
      ...(isTokenNeeded ? environment : withoutTokens(environment)),
      TF_IN_AUTOMATION: "true",
    },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
    ...(signal && { cancelSignal: signal, forceKillAfterDelay: 30_000 }),
  });
  signal?.throwIfAborted();
  if (isWrapped(ran.stdout)) throw new CliError(WRAPPED.found, { todo: WRAPPED.todo });
  if (ran.exitCode !== undefined) return { ...ran, exitCode: ran.exitCode };
  throw new CliError(
    ran.code === "ENOENT"
      ? `There is no program "${binary}" on the PATH.`
      : `${binary} ${args[0] ?? ""} was ended by ${ran.signal ?? ran.code ?? "something"}.`,
    {
      todo: `${INSTALL_TERRAFORM}. TERRAFORM_BINARY_NAME can name another program.`,
    },
  );
}

/** The wrapper of hashicorp/setup-terraform prints the command before what Terraform says. */
export function isWrapped(stdout: string): boolean {
  return stdout.startsWith("[command]");
}

export const WRAPPED = {
  found:
    "terraform on the PATH is the wrapper of hashicorp/setup-terraform, whose output cannot be read.",
  todo: "Set `terraform_wrapper: false` in the step that uses hashicorp/setup-terraform.",
};
