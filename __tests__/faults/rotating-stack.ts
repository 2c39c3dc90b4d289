/**
 * One tenant's stack on a sandbox, rotated again and again: a scenario begins where the last one ended,
 * with a token that works everywhere, and asks for one generation more. Terraform runs on the
 * synthesized JSON, of which only the request and the issuer change.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, isSeq } from "yaml";
import type { ControlClient } from "../../sandbox/control/client";
import type { HolderId } from "../../sandbox/control/types";
import { PERSONS_APP, TENANT } from "../../tour/acme";
import { startDruva } from "../../tour/attached/attach-druva";
import type { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { type Run, type RunningProgram, startProgram } from "../../tour/run-program";
import { type Plan, TerraformFolder } from "../../tour/terraform-folder";
import { STACK } from "../../tour/workplace";
import { startRepository } from "./repository";

/** Which providers Terraform starts; it is attached to the others. */
export type Starting = "druva" | "stock" | "all";

const DRUVA = "terraform.local/druva-scim/druva";

function attachmentsIn(environment: Variables): Readonly<Record<string, unknown>> {
  return JSON.parse(environment["TF_REATTACH_PROVIDERS"] ?? "{}") as Record<string, unknown>;
}

/** The errors of a Terraform that ran with -json. */
export function wordsOf({ diagnostics, stderr }: Run): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.map(({ summary }) => summary).join("; ") || stderr.slice(0, 200);
}

export interface Shape {
  /** The bindings of the sandbox's druva-scim.yaml that stay. */
  readonly holders: readonly HolderId[];
  /** Whether scenarios kill processes: then Terraform can start all providers too. */
  readonly started?: boolean;
  /** Default: a file. */
  readonly backend?: object;
  /** As it is in that backend; empty before the first. */
  readonly backendState?: { state: string };
}

export type Issuer =
  | { readonly kind: "handover" }
  | {
      readonly kind: "command";
      readonly command: readonly string[];
      readonly environment: readonly string[];
    };

type Variables = Readonly<Record<string, string>>;

interface StackJson {
  readonly resource: { readonly druva_scim_token: Readonly<Record<string, object>> };
  readonly terraform: object;
}

interface StateJson {
  readonly resources?: readonly {
    readonly type: string;
    readonly instances: readonly {
      readonly attributes: { readonly token: string; readonly fingerprint: string };
    }[];
  }[];
}

export class RotatingStack {
  generation = 0;
  /** Whether the last scenario has left it as another one can begin. */
  isHealed = true;
  private json: StackJson | undefined;

  private constructor(
    readonly repository: RepositoryOnSandbox,
    readonly holders: readonly HolderId[],
    /** Terraform attached to providers that stay up: the fast way. */
    readonly attached: TerraformFolder,
    private readonly starting: Readonly<Record<Starting, TerraformFolder>>,
    private readonly backend: object | undefined,
    private readonly backendState: { readonly state: string } | undefined,
    private readonly detach: () => Promise<void>,
  ) {}

  static async start({
    holders,
    started = false,
    backend,
    backendState,
  }: Shape): Promise<RotatingStack> {
    if (backendState !== undefined) backendState.state = "";
    const repository = await startRepository({ startsProvider: started, ownProvider: true });
    try {
      await repository.configure((config) => {
        for (const kind of ["entra", "okta", "command"]) {
          const list = config.getIn(["tenants", TENANT, "bindings", kind]);
          if (!isSeq(list)) continue;
          list.items = list.items.filter(
            (each) =>
              isMap(each) &&
              holders.includes(`${kind}/${String(each.get("id") ?? each.get("name"))}` as HolderId),
          );
          if (list.items.length === 0) config.deleteIn(["tenants", TENANT, "bindings", kind]);
        }
      });
      const { directory } = repository.sandbox;
      const { folder, environment: given } = await repository.stack();
      // CI has no journal otherwise.
      const environment = { ...given, DRUVA_SCIM_JOURNAL_DIR: join(directory, "journal") };
      const druva = started ? await startDruva(directory, environment) : undefined;
      const withBoth = druva?.environment ?? environment;
      const terraform = (name: string, attachments: unknown) =>
        new TerraformFolder(folder, {
          ...(name === "druva" ? environment : withBoth),
          TF_REATTACH_PROVIDERS: JSON.stringify(attachments),
        });
      const both = attachmentsIn(withBoth);
      const own = Object.entries(both).filter(([source]) => source === DRUVA);
      const stack = new RotatingStack(
        repository,
        holders,
        new TerraformFolder(folder, withBoth),
        {
          druva: terraform("druva", attachmentsIn(environment)),
          stock: terraform("stock", Object.fromEntries(own)),
          all: terraform("druva", {}),
        },
        backend,
        backendState,
        druva?.stop ?? (async () => {}),
      );
      if (started || backend !== undefined) {
        await stack.configure({});
        await stack.starting.all.output("init", "-input=false", "-no-color", "-reconfigure");
      }
      await stack.adopt();
      return stack;
    } catch (error) {
      await repository.stop();
      throw error;
    }
  }

  get control(): ControlClient {
    return this.repository.sandbox.control;
  }
  /** The journal of unfinished rotations. */
  get journal(): string {
    return join(this.repository.sandbox.directory, "journal");
  }
  get stateFile(): string {
    return join(this.repository.folder, `terraform.${STACK}.tfstate`);
  }
  private get plan(): string {
    return join(this.attached.folder, "plan");
  }

  async stop(): Promise<void> {
    await this.detach();
    await this.repository.stop();
  }

  /** The fingerprint of the one token that works. */
  async living(): Promise<string> {
    const token = (await this.control.tokens()).find(({ alive }) => alive);
    if (token === undefined) throw new Error("No token is alive.");
    return token.fingerprint;
  }

  /** Those who hold another token than the one that works. */
  async behind(): Promise<readonly HolderId[]> {
    const living = await this.living();
    const held = new Map(
      (await this.control.holdings()).map((each) => [each.holder, each.fingerprint]),
    );
    return this.holders.filter((holder) => held.get(holder) !== living);
  }

  /** Those who cannot provision a user. */
  async dead(): Promise<readonly HolderId[]> {
    const dead: HolderId[] = [];
    for (const holder of this.holders) {
      const { outcome } = await this.control.cycle(holder);
      if (outcome !== "created") dead.push(holder);
    }
    return dead;
  }

  /** Of the token in the state; null where there is none. */
  async inState(): Promise<string | null> {
    const text =
      this.backendState?.state ??
      (existsSync(this.stateFile) ? await readFile(this.stateFile, "utf8") : "");
    const { resources = [] } = JSON.parse(text || "{}") as StateJson;
    const token = resources.find(({ type }) => type === "druva_scim_token");
    return token?.instances[0]?.attributes.fingerprint ?? null;
  }

  /** Whether the next scenario can begin: one token in the state and everywhere. */
  async isHealthy(): Promise<boolean> {
    return (
      this.isHealed &&
      (await this.behind()).length === 0 &&
      (await this.inState()) === (await this.living())
    );
  }

  /** A request for the next generation, and no fault. */
  async request(issuer: Issuer = { kind: "handover" }): Promise<void> {
    await this.control.faults.clear();
    this.generation += 1;
    const date = await this.repository.today();
    const rotation_request = { generation: this.generation, reason: "A scenario", date };
    await this.configure({ rotation_request, issuer });
  }

  /** As the console and people do it before a deploy: generated, and entered where a person does that. */
  async generate(): Promise<{ readonly DRUVA_SCIM_TOKEN_ACME: string }> {
    const token = await this.repository.generate();
    if (this.holders.includes(`okta/${PERSONS_APP}`))
      await this.repository.enterInOkta(PERSONS_APP, token);
    return { DRUVA_SCIM_TOKEN_ACME: token };
  }

  async apply(variables: Variables = {}): Promise<Run> {
    return await this.attached.with(variables).apply();
  }

  /** To be applied by `applyPlan`; its exit code as with -detailed-exitcode. */
  async planToApply(variables: Variables = {}): Promise<Run> {
    return await this.attached
      .with(variables)
      .run(...["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${this.plan}`]);
  }

  /** The apply of that plan in a process group of its own, with some providers started by Terraform. */
  startApply(starting: Starting, variables: Variables, ...args: readonly string[]): RunningProgram {
    const { folder, environment } = this.starting[starting].with(variables);
    const command = ["apply", "-json", "-input=false", ...args, this.plan];
    return startProgram("terraform", command, { cwd: folder, env: environment, detached: true });
  }

  async applyPlan(variables: Variables = {}): Promise<Run> {
    const terraform = this.attached.with(variables);
    return await terraform.run("apply", "-json", "-input=false", this.plan);
  }

  async fullPlan(variables: Variables = {}): Promise<Plan> {
    return await this.attached.with(variables).plan();
  }

  private async adopt(): Promise<void> {
    const run = await this.apply(await this.generate());
    if (run.exitCode !== 0) throw new Error(`The adoption failed: ${wordsOf(run)}`);
    this.generation = 1;
    // From now on there are users, by whom the tenant is known.
    await this.dead();
    await this.apply();
  }

  private async configure(change: object): Promise<void> {
    const file = join(this.attached.folder, "cdk.tf.json");
    this.json ??= JSON.parse(await readFile(file, "utf8")) as StackJson;
    const { resource, terraform } = this.json;
    const token = Object.entries(resource.druva_scim_token).map(([name, block]) => [
      name,
      { ...block, ...change },
    ]);
    const whole = {
      ...this.json,
      resource: { ...resource, druva_scim_token: Object.fromEntries(token) as object },
      terraform: {
        ...terraform,
        ...(this.backend === undefined ? {} : { backend: this.backend }),
      },
    };
    await writeFile(file, JSON.stringify(whole));
  }
}

/** The stack of the scenario before: started anew for another shape, and where that one left it broken. */
export class LastStack {
  #stack: RotatingStack | undefined;
  #shape: Shape | undefined;

  async of(shape: Shape): Promise<RotatingStack> {
    let stack = this.#shape === shape ? this.#stack : undefined;
    if ((await stack?.isHealthy()) !== true) {
      await this.end();
      stack = undefined;
    }
    stack ??= await RotatingStack.start(shape);
    stack.isHealed = false; // until it has shown that it is
    this.#shape = shape;
    this.#stack = stack;
    return stack;
  }

  async end(): Promise<void> {
    await this.#stack?.stop();
    this.#stack = undefined;
  }
}
