/** A stack of this package's constructs, under real Terraform on a sandbox, changed as pull requests change it. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { App, LocalBackend, PgBackend, TerraformStack } from "cdktf";
import { z } from "zod";
import { DruvaProvider } from "../../constructs/druva-provider";
import { DruvaScimRotation, type DruvaScimRotationProps } from "../../constructs/scim-rotation";
import type { ControlClient } from "../../sandbox/control/client";
import type { RepositoryOnSandbox, RepositoryOptions } from "../../tour/repository-on-sandbox";
import { TerraformFolder } from "../../tour/terraform-folder";
import { startRepository } from "./repository";

const STACK = "acme";
const VARIABLE = "DRUVA_SCIM_TOKEN_ACME";

/** As Terraform stores it; read from the file, so that nobody's word stands between. */
const stateFile = z.looseObject({
  resources: z.array(
    z.looseObject({
      type: z.string(),
      instances: z.array(z.looseObject({ attributes: z.looseObject({}).nullish() })),
    }),
  ),
});

export type RotationOf = Omit<DruvaScimRotationProps, "tenant">;

export interface TokenInState {
  readonly fingerprint: string;
  readonly generation: number;
}

export class StackOfConstructs {
  private constructor(
    readonly repository: RepositoryOnSandbox,
    private readonly outdir: string,
    private readonly postgres: string | undefined,
  ) {}

  static async start(options: RepositoryOptions = {}): Promise<StackOfConstructs> {
    return await StackOfConstructs.on(await startRepository(options));
  }

  /**
   * Another checkout beside others. Initialized for all providers, so that no later change needs
   * `terraform init`. `postgres`: where its state is kept; in a local file otherwise.
   */
  static async on(repository: RepositoryOnSandbox, postgres?: string): Promise<StackOfConstructs> {
    const outdir = mkdtempSync(join(repository.sandbox.directory, "out-"));
    const stack = new StackOfConstructs(repository, outdir, postgres);
    stack.synthesize({
      begin: "adopt",
      entra: [{ id: "00000000-0000-0000-0000-0000000000aa", through: "azuread" }],
      okta: [{ id: "0oaDruvaApi", through: "okta" }],
    });
    await stack.terraform().init();
    return stack;
  }

  get control(): ControlClient {
    return this.repository.sandbox.control;
  }
  get folder(): string {
    return join(this.outdir, "stacks", STACK);
  }
  get stateFile(): string {
    return join(this.outdir, "terraform.tfstate");
  }
  get journal(): string {
    return join(this.outdir, "journal");
  }

  terraform(handedOver: string | null = null): TerraformFolder {
    return new TerraformFolder(this.folder, {
      ...this.repository.environment,
      DRUVA_SCIM_JOURNAL_DIR: this.journal,
      ...(handedOver === null ? {} : { [VARIABLE]: handedOver }),
    });
  }

  /** `id` and `earlierId`: the rotation's construct, and what it was called before. */
  synthesize(rotation: RotationOf, id = "rotation"): void {
    const app = new App({ outdir: this.outdir });
    const stack = new TerraformStack(app, STACK);
    if (this.postgres === undefined) new LocalBackend(stack, { path: this.stateFile });
    else new PgBackend(stack, { connStr: this.postgres, schemaName: STACK });
    new DruvaProvider(stack, "druva", {});
    new DruvaScimRotation(stack, id, { tenant: "acme", ...rotation });
    app.synth();
  }

  /** Null where the state has no token. */
  token(): TokenInState | null {
    const attributes = this.inState("druva_scim_token")[0];
    if (attributes === undefined) return null;
    const { fingerprint, generation } = attributes;
    return { fingerprint: String(fingerprint), generation: Number(generation) };
  }

  /** Attributes of what the state has of that type. */
  inState(type: string): readonly Readonly<Record<string, unknown>>[] {
    if (!existsSync(this.stateFile)) return [];
    return stateFile
      .parse(JSON.parse(readFileSync(this.stateFile, "utf8")))
      .resources.filter((each) => each.type === type)
      .flatMap(({ instances }) => instances.map(({ attributes }) => attributes ?? {}));
  }

  /** By hand, in the file: attributes of the token. */
  editToken(change: object): void {
    const state = stateFile.parse(JSON.parse(readFileSync(this.stateFile, "utf8")));
    for (const { type, instances } of state.resources)
      if (type === "druva_scim_token")
        for (const each of instances) each.attributes = { ...each.attributes, ...change };
    writeFileSync(this.stateFile, JSON.stringify(state));
  }

  /**
   * Terraform empties a local state file before it writes it, so a kill may leave half of it; what a
   * person then does. Returns whether it had to be done.
   */
  async restoreIfCut(): Promise<boolean> {
    try {
      JSON.parse(readFileSync(this.stateFile, "utf8"));
      return false;
    } catch {
      await copyFile(`${this.stateFile}.backup`, this.stateFile);
      return true;
    }
  }

  /** No state and no journal; the sandbox goes on as it is, without faults. */
  async reset(): Promise<void> {
    for (const each of [this.stateFile, `${this.stateFile}.backup`, this.journal])
      await rm(each, { recursive: true, force: true });
    await this.control.faults.clear();
    await this.control.journal.clear();
  }

  async stop(): Promise<void> {
    await this.repository.stop();
  }
}
