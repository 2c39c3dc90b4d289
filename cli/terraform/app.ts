/** Runs the CDKTF app of a folder, as `cdktf synth` does, and finds a tenant's stack in what it wrote. */
import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";

import { CliError } from "../terminal/cli-error";
import { terraformBinary } from "./binary";
import type { Tenant, Workspace } from "../workspace/workspace";

const settingsFile = z.object({
  app: z.string().min(1),
  output: z.string().min(1).default("cdktf.out"),
  context: z.record(z.string(), z.unknown()).default({}),
});

const manifestFile = z.object({
  stacks: z.record(
    z.string(),
    z.object({ workingDirectory: z.string(), synthesizedStackPath: z.string() }),
  ),
});

const stackFile = z.object({
  resource: z
    .object({
      druva_scim_token: z
        .record(z.string(), z.object({ tenant: z.string().optional() }))
        .optional(),
    })
    .optional(),
});

/** Where Terraform runs for a tenant. */
export interface StackFolder {
  /** The stack's name in the app. */
  readonly stack: string;
  /** Absolute. */
  readonly folder: string;
  /** The synthesized configuration: absolute. */
  readonly file: string;
}

/** All stacks of an app, with the Druva tenants whose tokens they have. */
type SynthesizedApp = readonly (StackFolder & {
  readonly tenants: readonly (string | undefined)[];
})[];

/** Runs the app once for all of its stacks. Throws a CliError with the app's own words where it fails. */
export async function synthesizeAll(
  workspace: Workspace,
  signal?: AbortSignal,
): Promise<SynthesizedApp> {
  const output = await runApp(workspace, signal);
  const { stacks } = await readJson(join(output, "manifest.json"), manifestFile);
  return Promise.all(
    Object.entries(stacks).map(async ([stack, { workingDirectory, synthesizedStackPath }]) => {
      const file = join(output, synthesizedStackPath);
      const { resource } = await readJson(file, stackFile);
      const tenants = Object.values(resource?.druva_scim_token ?? {}).map(({ tenant }) => tenant);
      return { stack, folder: join(output, workingDirectory), file, tenants };
    }),
  );
}

/** Throws a CliError where the app makes none. */
export function stackOf({ name, workspace }: Tenant, app: SynthesizedApp): StackFolder {
  const found = app.find(({ tenants }) => tenants.includes(name));
  if (found !== undefined) return found;
  throw new CliError(
    `The CDKTF app in ${workspace.folder} has no stack with the token of tenant "${name}".`,
    {
      todo: `Its stacks: ${app.map(({ stack }) => stack).join(", ") || "none"}. Let the app make one for each tenant of ${workspace.configFile}.`,
    },
  );
}

/** The output folder, absolute. */
async function runApp(workspace: Workspace, signal: AbortSignal | undefined): Promise<string> {
  const { folder, configFile } = workspace;
  const { app, output, context } = await readJson(
    join(folder, "cdktf.json"),
    settingsFile,
    `There is no CDKTF app beside ${configFile}: expected a cdktf.json with an "app" in its folder or above.`,
  );
  const outputFolder = resolve(folder, output);
  const { exitCode, all, failed } = await execa(app, {
    shell: true, // as cdktf itself runs it
    cwd: folder,
    env: {
      ...withoutTokens(workspace.environment),
      DRUVA_SCIM_CONFIG: configFile,
      TERRAFORM_BINARY_NAME: terraformBinary(workspace.environment), // whose registry the lock file names
      CDKTF_OUTDIR: outputFolder,
      CDKTF_CONTEXT_JSON: JSON.stringify(context),
    },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
    ...(signal && { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (!failed) return outputFolder;
  throw new CliError(`The CDKTF app failed (${app}, exit code ${exitCode ?? "unknown"})`, {
    printed: all,
    todo: `Run it in ${folder} to see its whole output.`,
  });
}

/** Secrets are never read at synth. */
export function withoutTokens(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^DRUVA_SCIM_TOKEN(_|$)/.test(name)),
  );
}

async function readJson<T>(file: string, shape: z.ZodType<T>, ifMissing?: string): Promise<T> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CliError(ifMissing ?? `${file} cannot be read: ${String(error)}`, {
      todo: "Run this in the CDKTF app's folder, or make an app: druva-scim init",
    });
  }
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    throw new CliError(`${file} is not valid JSON: ${error instanceof Error ? error.message : ""}`);
  }
  const read = shape.safeParse(found);
  if (read.success) return read.data;
  throw new CliError(
    `${file} does not have the form that CDKTF writes: ${z.prettifyError(read.error)}`,
  );
}
