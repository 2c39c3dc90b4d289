/** A folder in which real Terraform runs the toy provider. */
import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { z } from "zod";

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const diagnostic = z.object({
  severity: z.enum(["error", "warning"]),
  summary: z.string(),
  detail: z.string(),
  snippet: z.object({ code: z.string() }).optional(),
});
export type Diagnostic = z.infer<typeof diagnostic>;

const asked = z.looseObject({ operation: z.string() });
export type Asked = z.infer<typeof asked>;

const stateDocument = z.object({
  resources: z.array(
    z.object({
      type: z.string(),
      instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()) })),
    }),
  ),
});
export type StateDocument = z.infer<typeof stateDocument>;

export interface Workspace {
  readonly folder: string;
  configure(hcl: string): void;
  terraform(...args: readonly string[]): Promise<Run>;
  /** What a plan with `-json` or an apply reported, in order. */
  diagnostics(run: Run): readonly Diagnostic[];
  /** What the provider was asked since this was last called. */
  asked(): readonly Asked[];
  state(): StateDocument;
  remove(): void;
}

const HEADER = `
terraform {
  required_providers {
    toy = { source = "terraform.local/tests/toy" }
  }
}
`;

export async function bundleToy(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(__dirname, "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(outfile, 0o755);
}

/** Bundles the toy provider into a new folder, where Terraform finds it without set-up. */
export async function makeWorkspace(): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), "toy-"));
  const journal = join(folder, "asked.jsonl");
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const plugins = join(
    folder,
    `terraform.d/plugins/terraform.local/tests/toy/1.0.0/${process.platform}_${architecture}`,
  );
  mkdirSync(plugins, { recursive: true });
  await bundleToy(join(plugins, "terraform-provider-toy.cjs"));
  writeFileSync(join(folder, "terraform.rc"), "");

  const workspace: Workspace = {
    folder,
    configure: (hcl) => writeFileSync(join(folder, "main.tf"), HEADER + hcl),
    terraform: (...args) =>
      run("terraform", args, {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          TF_CLI_CONFIG_FILE: join(folder, "terraform.rc"),
          CHECKPOINT_DISABLE: "1",
          TF_IN_AUTOMATION: "1",
          TOY_JOURNAL: journal,
        },
      }),
    diagnostics: ({ stdout }) =>
      jsonLines(stdout).flatMap((line) => {
        const { data } = z.object({ diagnostic }).safeParse(line);
        return data === undefined ? [] : [data.diagnostic];
      }),
    asked() {
      const lines = existsSync(journal) ? readFileSync(journal, "utf8") : "";
      rmSync(journal, { force: true });
      return jsonLines(lines).map((line) => asked.parse(line));
    },
    state: () =>
      stateDocument.parse(JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8"))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  workspace.configure("");
  const initialized = await workspace.terraform("init", "-input=false", "-no-color");
  if (initialized.exitCode !== 0) throw new Error(initialized.stdout + initialized.stderr);
  return workspace;
}

function jsonLines(text: string): readonly unknown[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): unknown => JSON.parse(line));
}

function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, maxBuffer: 64e6 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") {
        return reject(new Error(`${program} cannot be run`, { cause: error }));
      }
      const exitCode = typeof error?.code === "number" ? error.code : 0;
      resolve({ exitCode, stdout, stderr });
    });
  });
}
