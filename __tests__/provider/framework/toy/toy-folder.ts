/** A folder in which real Terraform runs the toy provider, which stays in this process. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { z } from "zod";
import { attach } from "../../../../sandbox/providers/attached";
import { TerraformFolder } from "../../../../tour/terraform-folder";
import { toy } from "./provider";

const stateDocument = z.object({
  resources: z.array(
    z.object({
      type: z.string(),
      instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()) })),
    }),
  ),
});
export type StateDocument = z.infer<typeof stateDocument>;

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

export class ToyFolder extends TerraformFolder {
  static async make(): Promise<ToyFolder> {
    const folder = mkdtempSync(join(tmpdir(), "toy-"));
    const attachment = await attach(toy, folder, "toy.socket");
    writeFileSync(join(folder, "terraform.rc"), "");
    const made = new ToyFolder(folder, {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      TF_CLI_CONFIG_FILE: join(folder, "terraform.rc"),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_REATTACH_PROVIDERS: JSON.stringify({ "terraform.local/tests/toy": attachment }),
    });
    made.configure("");
    await made.init();
    return made;
  }

  configure(hcl: string): void {
    writeFileSync(join(this.folder, "main.tf"), HEADER + hcl);
  }
  state(): StateDocument {
    return stateDocument.parse(
      JSON.parse(readFileSync(join(this.folder, "terraform.tfstate"), "utf8")),
    );
  }
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
