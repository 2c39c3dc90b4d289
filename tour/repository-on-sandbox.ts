/** A team's repository on a sandbox of its own: what the tour and the end-to-end tests work in. */
import { readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { enterTokenInOkta, newTokenInDruva } from "../sandbox/people";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/sandbox";
import { attachDruva } from "./attached/attach-druva";
import { type Sabotage, sabotagedProgram, withSabotagedProvider } from "./sabotage";
import { environmentOf } from "./surroundings";
import { type Deployer, layOut, Workplace } from "./workplace";

/** The stand-ins' waits are those of the real packages times this, so that the tour takes a minute. */
export const WAIT_SCALE = 0.005;

export interface RepositoryOptions extends Pick<
  SandboxOptions,
  "providerMirror" | "standInsStay" | "unkind" | "world"
> {
  /** Default: terraform alone. */
  readonly deployer?: Deployer;
  /** Whether Terraform starts the druva provider in each of its phases, as it does for users. Default: false. */
  readonly startsProvider?: boolean;
  /** The rule that the druva provider is without. */
  readonly sabotage?: Sabotage | undefined;
}

export class RepositoryOnSandbox extends Workplace {
  private constructor(
    readonly sandbox: Sandbox,
    private readonly detach: () => Promise<void>,
    ...workplace: [string, Readonly<Record<string, string>>, Deployer]
  ) {
    super(...workplace);
  }

  static async start({
    deployer = "terraform",
    startsProvider = false,
    sabotage,
    ...options
  }: RepositoryOptions = {}): Promise<RepositoryOnSandbox> {
    const sandbox = await startSandbox({
      waitScale: WAIT_SCALE,
      standInsStay: options.providerMirror === undefined,
      ...options,
    });
    const { directory } = sandbox;
    try {
      const temporary = join(directory, "tmp");
      await mkdir(temporary);
      const surroundings = {
        ...environmentOf(process.env, sandbox.environment),
        TMPDIR: temporary, // what is left there is told from what others use
        XDG_STATE_HOME: join(directory, "state-home"), // the journal is not the person's own
        CI: "true",
      };
      const folder = join(directory, "repository");
      await layOut(folder, sandbox.lockFile, deployer);
      if (startsProvider) {
        const environment =
          sabotage === undefined
            ? surroundings
            : await withSabotagedProvider(sabotage, directory, surroundings);
        return new RepositoryOnSandbox(sandbox, async () => {}, folder, environment, deployer);
      }
      const program = sabotage && (await sabotagedProgram(sabotage, directory));
      const { environment, stop } = await attachDruva(directory, surroundings, program);
      return new RepositoryOnSandbox(sandbox, stop, folder, environment, deployer);
    } catch (error) {
      await sandbox.stop();
      throw error;
    }
  }

  /** A new token, as a person gets it from Druva's console. */
  async generate(): Promise<string> {
    return await newTokenInDruva(this.sandbox);
  }
  async enterInOkta(app: string, token: string): Promise<void> {
    await enterTokenInOkta(this.sandbox, app, token);
  }
  /** The sandbox's date, as the config has dates. */
  async today(): Promise<string> {
    return (await this.sandbox.control.clock.now()).toISOString().slice(0, 10);
  }

  /** What programs have left in their folder for temporary files. */
  get leftovers(): readonly string[] {
    return readdirSync(join(this.sandbox.directory, "tmp"));
  }

  async stop(): Promise<void> {
    await this.detach();
    await this.sandbox.stop();
  }
}
