/** A team's git repository as `druva-scim init` leaves it, with a remote, on a sandbox of its own. */
import { execa } from "execa";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Document, parseDocument } from "yaml";
import { built } from "../../sandbox/built";
import { newTokenInDruva } from "../../sandbox/people";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";
import { environmentOf } from "../../tour/surroundings";
import { PACKAGE_ROOT, STACK } from "../../tour/workplace";
import { type Postgres, startPostgres } from "./postgres";

export class Team {
  private constructor(
    readonly sandbox: Sandbox,
    readonly postgres: Postgres,
    /** The only folder that `stop` has to remove. */
    private readonly parent: string,
    /** Programs that come first. */
    readonly bin: string,
    /** Of whoever runs a workflow: tools, proxies and trust, and the sandbox's own programs. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<Team> {
    const [sandbox, postgres] = await Promise.all([
      startSandbox({ waitScale: 0.02, standInsStay: true }),
      startPostgres(),
    ]);
    const parent = mkdtempSync(join(tmpdir(), "druva-scim-team-"));
    const bin = join(parent, "bin");
    mkdirSync(bin);
    const surroundings = environmentOf(process.env, sandbox.environment);
    const team = new Team(sandbox, postgres, parent, bin, {
      ...surroundings,
      PATH: [bin, surroundings["PATH"]].join(delimiter),
      XDG_STATE_HOME: join(parent, "state-home"),
      CI: "true",
    });
    team.installNpm(bin);
    await team.makeRepository();
    return team;
  }

  get folder(): string {
    return join(this.parent, "work");
  }
  /** The bare repository that others pull from; a code host's address of it ends with ".git". */
  get remote(): string {
    return join(this.parent, "remote.git");
  }

  /** Edits druva-scim.yaml and commits it where the work is. */
  async change(why: string, edit: (config: Document) => void): Promise<void> {
    const file = join(this.folder, "druva-scim.yaml");
    const config = parseDocument(readFileSync(file, "utf8"));
    edit(config);
    writeFileSync(file, config.toString());
    await this.git("commit", "--quiet", "--all", "--message", why);
  }

  async git(...args: string[]): Promise<string> {
    const { stdout } = await execa("git", args, {
      cwd: this.folder,
      env: {
        ...this.environment,
        GIT_AUTHOR_NAME: "Team",
        GIT_AUTHOR_EMAIL: "team@acme.example",
        GIT_COMMITTER_NAME: "Team",
        GIT_COMMITTER_EMAIL: "team@acme.example",
      },
      extendEnv: false,
    });
    return stdout;
  }

  async generate(): Promise<string> {
    return newTokenInDruva(this.sandbox);
  }

  /** Of all that the sandbox gives, what a team keeps in its code host's variables. */
  get variables(): Readonly<Record<string, string>> {
    return this.pick(["ARM_TENANT_ID", "ARM_CLIENT_ID", "OKTA_ORG_NAME", "OKTA_BASE_URL"]);
  }
  get secrets(): Readonly<Record<string, string>> {
    return { ...this.pick(["OKTA_API_TOKEN"]), PG_CONN_STR: this.postgres.connection };
  }
  /** The rest of it: what a runner has by itself. */
  get runner(): Readonly<Record<string, string>> {
    const kept = { ...this.variables, ...this.secrets };
    return Object.fromEntries(
      Object.entries(this.environment).filter(([name]) => !Object.hasOwn(kept, name)),
    );
  }
  private pick(names: readonly string[]): Record<string, string> {
    return Object.fromEntries(names.map((name) => [name, this.environment[name] ?? ""]));
  }

  async stop(): Promise<void> {
    await Promise.all([this.sandbox.stop(), this.postgres.stop()]);
    rmSync(this.parent, { recursive: true, force: true });
  }

  private async makeRepository(): Promise<void> {
    mkdirSync(join(this.folder, "locks"), { recursive: true });
    copyFileSync(join(PACKAGE_ROOT, "druva-scim.yaml"), join(this.folder, "druva-scim.yaml"));
    this.write(
      "cdktf.json",
      JSON.stringify({ language: "typescript", app: `node ${built("main.js")}` }),
    );
    this.write("package.json", JSON.stringify({ name: "identity", private: true }));
    this.write(join("locks", `${STACK}.terraform.lock.hcl`), this.sandbox.lockFile);
    this.write(".gitignore", "node_modules/\ncdktf.out/\n*.json.log\n");
    await execa("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.remote]);
    await this.git("-C", this.remote, "config", "receive.advertisePushOptions", "true"); // as GitLab has it
    await this.git("init", "--quiet", "--initial-branch=main");
    await this.git("remote", "add", "origin", this.remote);
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", "The rotation of Druva's SCIM token");
    const today = (await this.sandbox.control.clock.now()).toISOString().slice(0, 10);
    await this.change(
      "Keep the state in PostgreSQL; what a person enters comes later",
      (config) => {
        config.set("backend", { pg: { schema_name: "{stack}" } });
        config.setIn(["tenants", "acme", "issuedOn"], today);
        config.deleteIn(["tenants", "acme", "bindings", "okta", 1]);
      },
    );
    await this.git("push", "--quiet", "origin", "main");
  }

  /**
   * npm without a registry: `ci` makes the commands of this package, as built, and cdktf's;
   * `install` finds everything installed.
   */
  private installNpm(bin: string): void {
    const commands = join(this.folder, "node_modules", ".bin");
    const link = (name: string, target: string) =>
      `printf '#!/bin/sh\\nexec node "%s" "$@"\\n' '${target}' > '${commands}/${name}'; chmod +x '${commands}/${name}'`;
    const npm = join(bin, "npm");
    const script = `#!/bin/sh
case "$*" in
"ci --ignore-scripts")
  mkdir -p '${commands}'
  ${link("druva-scim", built("cli", "main.js"))}
  ${link("cdktf", join(PACKAGE_ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf"))}
  ;;
install) ;;
*) echo "npm $*: not expected" >&2; exit 1 ;;
esac
`;
    writeFileSync(npm, script);
    chmodSync(npm, 0o755);
  }

  private write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }
}
