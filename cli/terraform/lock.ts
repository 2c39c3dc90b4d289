/**
 * `druva-scim lock`: the committed lock file of a stack. cdktf.out is thrown away, so without it no
 * provider's hash is ever pinned; synth puts it into the stack's folder.
 */
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";

import { type StackFolder, stackOf, synthesizeAll } from "./app";
import { CliError } from "../terminal/cli-error";
import type { Terminal } from "../terminal/terminal";
import { makeNamedFolder } from "../terminal/write-file";
import { terraformBinary } from "./binary";
import { runTerraform } from "./run-terraform";
import { adviceOn, decisiveWords } from "./terraform-failure";
import { selectTenants, type Tenant, type Workspace } from "../workspace/workspace";

interface LockOptions {
  /** Default: all tenants of the config. */
  readonly tenant?: string | undefined;
  readonly platforms: readonly string[];
  /** A filesystem mirror instead of the registry. */
  readonly fsMirror?: string | undefined;
  /** Newest versions that the constraints allow, instead of those that are locked now. */
  readonly upgrade: boolean;
}

interface Locked {
  readonly tenant: string;
  readonly file: string;
  readonly providers: readonly { readonly address: string; readonly version: string }[];
  /** The file says something else than before. */
  readonly changed: boolean;
}

interface RequiredProvider {
  readonly source: string;
  readonly version?: string | undefined;
}

const stackFile = z.object({
  terraform: z.object({
    required_providers: z.record(
      z.string(),
      z.object({ source: z.string(), version: z.string().optional() }),
    ),
  }),
});

interface LockSurroundings {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Writes locks/<stack>.terraform.lock.hcl in the app's folder. Throws a CliError in Terraform's words. */
export async function lock(
  workspace: Workspace,
  options: LockOptions,
  { terminal, signal }: LockSurroundings,
): Promise<Locked[]> {
  const tenants = selectTenants(workspace, options.tenant);
  const app = await terminal.during("running the CDKTF app", () =>
    synthesizeAll(workspace, signal),
  );
  const locked: Locked[] = [];
  for (const tenant of tenants) {
    locked.push(await lockOne(tenant, stackOf(tenant, app), options, { terminal, signal }));
  }
  return locked;
}

async function lockOne(
  tenant: Tenant,
  stack: StackFolder,
  options: LockOptions,
  { terminal, signal }: LockSurroundings,
): Promise<Locked> {
  const file = join(tenant.workspace.folder, "locks", `${stack.stack}.terraform.lock.hcl`);
  const before = await readFile(file, "utf8").catch(() => null);
  const scratch = await mkdtemp(join(tmpdir(), "druva-scim-lock-"));
  try {
    await writeFile(
      join(scratch, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: await fromRegistry(stack) } }),
    );
    const locked = join(scratch, ".terraform.lock.hcl");
    if (before !== null && !options.upgrade) await copyFile(file, locked);
    const from = options.fsMirror === undefined ? "the registry" : options.fsMirror;
    await terminal.during(`taking the providers' hashes from ${from}`, () =>
      lockProviders(tenant, scratch, options, signal),
    );
    const after = await readFile(locked, "utf8");
    makeNamedFolder(dirname(file));
    await writeFile(file, after);
    return { tenant: tenant.name, file, providers: providersIn(after), changed: before !== after };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Without `druva`: it comes with this package, and npm's lock file pins it. */
async function fromRegistry({ file }: StackFolder): Promise<Record<string, RequiredProvider>> {
  const { terraform } = stackFile.parse(JSON.parse(await readFile(file, "utf8")));
  return Object.fromEntries(
    Object.entries(terraform.required_providers).filter(
      ([, { source }]) => !source.startsWith("terraform.local/"),
    ),
  );
}

async function lockProviders(
  { workspace: { environment } }: Tenant,
  cwd: string,
  { platforms, fsMirror }: LockOptions,
  signal: AbortSignal,
): Promise<void> {
  const args = [
    ...platforms.map((platform) => `-platform=${platform}`),
    ...(fsMirror === undefined ? [] : [`-fs-mirror=${fsMirror}`]),
  ];
  const { exitCode, all } = await runTerraform(["providers", "lock", "-no-color", ...args], {
    cwd,
    environment,
    signal,
  });
  if (exitCode === 0) return;
  const words = decisiveWords(all);
  const unreached =
    fsMirror === undefined
      ? "This command asks the registry, whatever mirrors are configured. Run it where the registry can be reached (the sandbox's shell has none), or name a filesystem mirror that has all platforms: --fs-mirror FOLDER."
      : `The mirror needs a package of each provider for ${platforms.join(", ")}; name fewer by --platform.`;
  throw new CliError(`${terraformBinary(environment)} providers lock failed`, {
    printed: words,
    todo: `Nothing was written. ${adviceOn(words, { unreached, otherwise: unreached })}`,
  });
}

function providersIn(lockFile: string): Locked["providers"] {
  const blocks = lockFile.matchAll(/^provider "([^"]+)" \{\s+version\s+= "([^"]+)"/gm);
  return [...blocks].map(([, address = "", version = ""]) => ({ address, version }));
}

export function lockedText({ file, providers, changed }: Locked): string {
  const each = providers.map(({ address, version }) => `  ${address} ${version}`);
  return [`${file}: ${changed ? "written, commit it" : "nothing has changed"}`, ...each].join("\n");
}
