/** A folder in which real Terraform runs the druva provider against a sandbox. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { z } from "zod";
import type { Sandbox } from "../../../sandbox/sandbox";

const diagnostic = z.object({ severity: z.string(), summary: z.string(), detail: z.string() });
const stateDocument = z.object({
  resources: z
    .array(
      z.object({
        type: z.string(),
        instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()) })),
      }),
    )
    .default([]),
});
const planDocument = z.object({
  resource_changes: z.array(z.object({ change: z.object({ actions: z.array(z.string()) }) })),
});

export interface Run {
  readonly exitCode: number;
  /** Everything that was printed. */
  readonly text: string;
  /** "summary: detail" of each. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface Workspace {
  readonly folder: string;
  configure(hcl: string): void;
  /** Exit code 2: there are changes. */
  plan(...options: readonly string[]): Promise<Run>;
  apply(...options: readonly string[]): Promise<Run>;
  terraform(...args: readonly string[]): Promise<Run>;
  /** Attributes of the one resource of that type; undefined where there is none. */
  attributes(type: string): Readonly<Record<string, unknown>> | undefined;
  stateText(): string;
  /** What each resource would become: create, update, delete. */
  actions(planFile: string): Promise<readonly (readonly string[])[]>;
  remove(): void;
}

const HEADER = `
terraform {
  required_providers {
    druva = { source = "terraform.local/druva-scim/druva" }
  }
}
`;

export async function makeWorkspace({ environment }: Sandbox): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), "druva-provider-"));
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const plugin = join(
    folder,
    `terraform.d/plugins/terraform.local/druva-scim/druva/0.0.1/${platform}`,
    "terraform-provider-druva.cjs",
  );
  mkdirSync(join(plugin, ".."), { recursive: true });
  await build({
    entryPoints: [join(__dirname, "../../../provider/main.ts")],
    outfile: plugin,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(plugin, 0o755);

  async function terraform(...args: readonly string[]): Promise<Run> {
    const { exitCode, text } = await run(args, folder, {
      ...environment,
      HOME: folder,
      TF_IN_AUTOMATION: "1",
    });
    const found = text.split("\n").flatMap((line) => {
      const read = line.startsWith("{")
        ? z.object({ diagnostic }).safeParse(JSON.parse(line))
        : undefined;
      return read?.success ? [read.data.diagnostic] : [];
    });
    const of = (severity: string) =>
      found
        .filter((each) => each.severity === severity)
        .map(({ summary, detail }) => `${summary}: ${detail}`);
    return {
      exitCode,
      text,
      errors: of("error"),
      warnings: of("warning"),
    };
  }
  const stateFile = join(folder, "terraform.tfstate");
  const stateText = () => (existsSync(stateFile) ? readFileSync(stateFile, "utf8") : "{}");

  const workspace: Workspace = {
    folder,
    configure: (hcl) => writeFileSync(join(folder, "main.tf"), HEADER + hcl),
    plan: (...options) =>
      terraform("plan", "-input=false", "-detailed-exitcode", "-json", ...options),
    apply: (...options) => terraform("apply", "-input=false", "-auto-approve", "-json", ...options),
    terraform,
    attributes: (type) =>
      stateDocument.parse(JSON.parse(stateText())).resources.find((each) => each.type === type)
        ?.instances[0]?.attributes,
    stateText,
    async actions(planFile) {
      const { text } = await terraform("show", "-json", planFile);
      return planDocument
        .parse(JSON.parse(text))
        .resource_changes.map((each) => each.change.actions);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  workspace.configure("");
  const initialized = await terraform("init", "-input=false", "-no-color");
  if (initialized.exitCode !== 0) throw new Error(initialized.text);
  return workspace;
}

/** With that environment alone. */
function run(args: readonly string[], folder: string, env: NodeJS.ProcessEnv) {
  return new Promise<{ exitCode: number; text: string }>((resolve, reject) => {
    const child = spawn("terraform", args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ exitCode: code ?? -1, text: Buffer.concat(chunks).toString("utf8") }),
    );
  });
}
