/** A sandbox, and a folder in which Terraform runs the stand-in packages against it. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";

/** What each run is given as the variable `token`. */
export type Token = string;

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
}

export interface Run {
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Workspace {
  readonly sandbox: Sandbox;
  configure(hcl: string): Promise<void>;
  apply(token: Token): Promise<Run>;
  destroy(token: Token): Promise<Run>;
  /** Exit code 0: no changes, 2: changes. */
  plan(token: Token): Promise<Run>;
  /** The attributes of what is in the state, by address. */
  state(): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>>;
  /** Starts with an empty state; the vendors keep what they hold. */
  forget(): Promise<void>;
  remove(): Promise<void>;
}

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

interface StateDocument {
  readonly values?: {
    readonly root_module: {
      readonly resources?: readonly {
        readonly address: string;
        readonly values: Readonly<Record<string, unknown>>;
      }[];
    };
  };
}

/** Initialized for these providers. The stand-ins' waits are scaled down to next to nothing. */
export async function makeWorkspace(...providers: readonly Provider[]): Promise<Workspace> {
  const sandbox = await startSandbox({ waitScale: 0.002, standInsStay: true });
  const folder = await mkdtemp(join(tmpdir(), "stand-ins-"));
  const configure = (hcl: string) => writeFile(join(folder, "main.tf"), header(providers) + hcl);
  const terraform = (args: readonly string[], token?: Token) =>
    runTerraform(args, {
      cwd: folder,
      env: {
        ...process.env,
        NODE_EXTRA_CA_CERTS: undefined, // costs each start of a provider, and none of them needs it
        ...sandbox.environment,
        ...(token !== undefined && { TF_VAR_token: token }),
      },
    });
  const report = async (args: readonly string[], token: Token): Promise<Run> => {
    const { exitCode, stdout } = await terraform([...args, "-json", "-input=false"], token);
    return { exitCode, diagnostics: diagnosticsIn(stdout) };
  };

  await configure("");
  const init = await terraform(["init", "-input=false", "-no-color"]);
  if (init.exitCode !== 0) throw new Error(init.stdout + init.stderr);
  return {
    sandbox,
    configure,
    apply: (token) => report(["apply", "-auto-approve"], token),
    destroy: (token) => report(["destroy", "-auto-approve"], token),
    plan: (token) => report(["plan", "-detailed-exitcode"], token),
    async state() {
      const { stdout } = await terraform(["show", "-json"]);
      const { values } = JSON.parse(stdout) as StateDocument;
      return Object.fromEntries(
        (values?.root_module.resources ?? []).map((each) => [each.address, each.values]),
      );
    },
    forget: () => rm(join(folder, "terraform.tfstate"), { force: true }),
    async remove() {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function diagnosticsIn(lines: string): readonly Diagnostic[] {
  return lines
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => (JSON.parse(line) as { readonly diagnostic?: Diagnostic }).diagnostic)
    .filter((each) => each !== undefined);
}

function runTerraform(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile("terraform", args, { ...options, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === "number") resolve({ exitCode, stdout, stderr });
      else reject(error ?? new Error("terraform ended without an exit code"));
    });
  });
}
