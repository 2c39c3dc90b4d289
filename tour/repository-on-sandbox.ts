/** A team's repository on a sandbox of its own: what the tour and the end-to-end tests work in. */
import { readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { enterTokenInOkta, newTokenInDruva } from "../sandbox/people";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/sandbox";
import {
  type AttachedDruva,
  attachDruva,
  startDruva,
  type StartedDruva,
} from "./attached/attach-druva";
import { leaveOut, type Sabotage, sabotagedProgram, withSabotagedProvider } from "./sabotage";
import { environmentOf } from "./surroundings";
import { type Deployer, layOut, Workplace } from "./workplace";

/** The stand-ins' waits are those of the real packages times this, so that the tour takes a minute. */
export const WAIT_SCALE = 0.005;

export interface RepositoryOptions extends Pick<
  SandboxOptions,
  "providerMirror" | "unkind" | "world"
> {
  /** Default: terraform alone. */
  readonly deployer?: Deployer;
  /** Whether Terraform starts the druva provider in each of its phases, as it does for users. Default: false. */
  readonly startsProvider?: boolean;
  /**
   * Whether Terraform is attached to a druva provider that no other sandbox of this process uses, and
   * that can be killed. Default: with a sabotage.
   */
  readonly ownProvider?: boolean;
  /** The rules that the druva provider is without, until others are left out. Default: it has all. */
  readonly sabotage?: readonly Sabotage[] | undefined;
}

export class RepositoryOnSandbox extends Workplace {
  private constructor(
    readonly sandbox: Sandbox,
    /** The provider that stays up; undefined: Terraform starts its own. */
    private attached: AttachedDruva | StartedDruva | undefined,
    ...workplace: [string, Readonly<Record<string, string>>, Deployer]
  ) {
    super(...workplace);
  }

  static async start({
    deployer = "terraform",
    startsProvider = false,
    sabotage,
    ownProvider = sabotage !== undefined,
    ...options
  }: RepositoryOptions = {}): Promise<RepositoryOnSandbox> {
    const sandbox = await startSandbox({
      waitScale: WAIT_SCALE,
      standInsStay: options.providerMirror === undefined,
      startsAt: noonOf(new Date()), // no midnight falls between a date and what is told of it
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
      if (sabotage !== undefined) await leaveOut(sabotage, directory);
      if (startsProvider) {
        const environment =
          sabotage === undefined
            ? surroundings
            : await withSabotagedProvider(directory, surroundings);
        return new RepositoryOnSandbox(sandbox, undefined, folder, environment, deployer);
      }
      const program = sabotage && (await sabotagedProgram(directory));
      const attached = ownProvider
        ? await startDruva(directory, surroundings, program)
        : await attachDruva(directory, surroundings);
      return new RepositoryOnSandbox(sandbox, attached, folder, attached.environment, deployer);
    } catch (error) {
      await sandbox.stop();
      throw error;
    }
  }

  /** From now on these are the rules that the druva provider is without; it was sabotaged from the start. */
  async leaveOut(...rules: readonly Sabotage[]): Promise<void> {
    await leaveOut(rules, this.sandbox.directory);
  }
  /** Kills the provider that Terraform is attached to, and starts another one. */
  async killProvider(): Promise<void> {
    if (this.attached === undefined) throw new Error("Terraform starts the provider itself.");
    if (!("killAndReplace" in this.attached))
      throw new Error("Other sandboxes use this provider too: start with ownProvider.");
    this.attached = await this.attached.killAndReplace();
    this.environment = this.attached.environment;
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
    await this.attached?.stop();
    await this.sandbox.stop();
  }
}

function noonOf(day: Date): Date {
  return new Date(new Date(day).setUTCHours(12, 0, 0, 0));
}
