/** A team's repository on a sandbox of its own, and `druva-scim`, as built, run in it. */
import { execa } from "execa";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Document, parseDocument } from "yaml";

import { built } from "../../sandbox/built";
import { enterTokenInOkta, newTokenInDruva } from "../../sandbox/people";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { environmentOf } from "../../tour/surroundings";
import { PACKAGE_ROOT, STACK } from "../../tour/workplace";

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with what standard error has said so far; what it returns once is sent to standard input, which ends. */
  readonly answer?: (errors: string) => Promise<string | undefined> | undefined;
  /** Ctrl-C comes once standard error holds it. */
  readonly interruptAt?: string;
  /** Something happens once standard error holds a text. */
  readonly when?: readonly [text: string, act: () => Promise<unknown>];
}

export class RepositoryOnSandbox {
  private constructor(
    readonly sandbox: Sandbox,
    readonly folder: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async create(): Promise<RepositoryOnSandbox> {
    const sandbox = await startSandbox({ waitScale: 0.02, standInsStay: true });
    const folder = mkdtempSync(join(tmpdir(), "druva-scim-repository-"));
    copyFileSync(join(PACKAGE_ROOT, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
    writeFileSync(
      join(folder, "cdktf.json"),
      JSON.stringify({
        language: "typescript",
        app: `node ${built("main.js")}`,
        output: "cdktf.out",
      }),
    );
    mkdirSync(join(folder, "locks"));
    writeFileSync(join(folder, "locks", `${STACK}.terraform.lock.hcl`), sandbox.lockFile);
    const temporary = join(sandbox.directory, "tmp");
    mkdirSync(temporary);
    const environment = {
      ...environmentOf(process.env, sandbox.environment),
      TMPDIR: temporary, // of its own: what is left there is told from what others use
      XDG_STATE_HOME: join(folder, "state-home"),
      CI: "true",
    };
    return new RepositoryOnSandbox(sandbox, folder, environment);
  }

  /** What programs have left in their folder for temporary files. */
  get leftovers(): readonly string[] {
    return readdirSync(this.environment["TMPDIR"] ?? "");
  }

  get configFile(): string {
    return join(this.folder, "druva-scim.yaml");
  }
  get stackFolder(): string {
    return join(this.folder, "cdktf.out", "stacks", STACK);
  }

  configure(edit: (config: Document) => void): void {
    const config = parseDocument(readFileSync(this.configFile, "utf8"));
    edit(config);
    writeFileSync(this.configFile, config.toString());
  }

  /** A new token, as a person gets it from Druva's console. */
  async generate(): Promise<string> {
    return newTokenInDruva(this.sandbox);
  }
  async enterInOkta(app: string, token: string): Promise<void> {
    await enterTokenInOkta(this.sandbox, app, token);
  }

  /** Synthesizes and applies without the CDKTF CLI, which takes longer. */
  async deploy(token?: string): Promise<void> {
    const env = {
      ...this.environment,
      ...(token === undefined ? {} : { DRUVA_SCIM_TOKEN_ACME: token }),
    };
    const options = { env, extendEnv: false } as const;
    await execa("node", [built("main.js")], { ...options, cwd: this.folder });
    await execa("terraform", ["init", "-input=false"], { ...options, cwd: this.stackFolder });
    await execa("terraform", ["apply", "-input=false", "-auto-approve"], {
      ...options,
      cwd: this.stackFolder,
    });
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const { env = {}, cwd = this.folder, answer, interruptAt, when } = options;
    const child = execa("node", [built("cli", "main.js"), ...args], {
      cwd,
      env: { ...this.environment, ...env },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      stdin: answer === undefined ? "ignore" : "pipe",
    });
    let errors = "";
    let isAnswered = false;
    let isInterrupted = false;
    let hasActed = false;
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
      if (interruptAt !== undefined && errors.includes(interruptAt) && !isInterrupted) {
        isInterrupted = true;
        child.kill("SIGINT");
      }
      if (when !== undefined && errors.includes(when[0]) && !hasActed) {
        hasActed = true;
        void when[1]();
      }
      if (isAnswered) return;
      const answered = answer?.(errors);
      if (answered === undefined) return;
      isAnswered = true;
      void answered.then((text) => child.stdin?.end(text));
    });
    const { exitCode, stdout, stderr } = await child;
    return { code: exitCode, out: stdout, errors: stderr };
  }

  async remove(): Promise<void> {
    await this.sandbox.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
