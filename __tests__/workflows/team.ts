/** A team's git repository as `druva-scim init` leaves it, with a remote and a state in PostgreSQL. */
import { execa } from "execa";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Document } from "yaml";
import { built } from "../../sandbox/built";
import { RepositoryOnSandbox } from "../../tour/repository-on-sandbox";
import { PACKAGE_ROOT } from "../../tour/workplace";
import { type Postgres, startPostgres } from "./postgres";

export class Team {
  private constructor(
    readonly repository: RepositoryOnSandbox,
    readonly postgres: Postgres,
    private readonly bin: string,
  ) {}

  static async start(): Promise<Team> {
    const [repository, postgres] = await Promise.all([
      RepositoryOnSandbox.start(),
      startPostgres(),
    ]);
    const bin = join(repository.sandbox.directory, "team-bin");
    mkdirSync(bin);
    const team = new Team(repository, postgres, bin);
    team.installNpm();
    await team.makeRepository();
    return team;
  }

  get folder(): string {
    return this.repository.folder;
  }
  /** The bare repository that others pull from; a code host's address of it ends with ".git". */
  get remote(): string {
    return join(this.repository.sandbox.directory, "remote.git");
  }
  /** Of whoever runs a workflow: tools, proxies and trust, and the sandbox's own programs. */
  get environment(): Readonly<Record<string, string>> {
    const { environment } = this.repository;
    return { ...environment, PATH: [this.bin, environment["PATH"]].join(delimiter) };
  }

  /** Edits druva-scim.yaml and commits it where the work is. */
  async change(why: string, edit: (config: Document) => void): Promise<void> {
    await this.repository.configure(edit);
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
    await Promise.all([this.repository.stop(), this.postgres.stop()]);
  }

  private async makeRepository(): Promise<void> {
    this.write("package.json", JSON.stringify({ name: "identity", private: true }));
    this.write(".gitignore", "node_modules/\ncdktf.out/\n*.json.log\n");
    await execa("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.remote]);
    await this.git("-C", this.remote, "config", "receive.advertisePushOptions", "true"); // as GitLab has it
    await this.git("init", "--quiet", "--initial-branch=main");
    await this.git("remote", "add", "origin", this.remote);
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", "The rotation of Druva's SCIM token");
    const today = await this.repository.today();
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
   * `install` finds everything installed. npx runs these commands alone, and of `cdktf synth` only what
   * it comes to, the app in cdktf.json: other stories run cdktf itself.
   */
  private installNpm(): void {
    const commands = join(this.folder, "node_modules", ".bin");
    const link = (name: string, target: string) =>
      `printf '#!/bin/sh\\nexec node "%s" "$@"\\n' '${target}' > '${commands}/${name}'; chmod +x '${commands}/${name}'`;
    this.install(
      "npm",
      `case "$*" in
"ci --ignore-scripts")
  mkdir -p '${commands}'
  ${link("druva-scim", built("cli", "main.js"))}
  ${link("cdktf", join(PACKAGE_ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf"))}
  ;;
install) ;;
*) echo "npm $*: not expected" >&2; exit 1 ;;
esac`,
    );
    const app = `node -p 'JSON.parse(fs.readFileSync("cdktf.json", "utf8")).app'`;
    this.install(
      "npx",
      `[ "$*" != "cdktf synth" ] || exec sh -c "$(${app})"
name=$1; shift; exec '${commands}'/"$name" "$@"`,
    );
  }

  /** A program that comes first in PATH. */
  install(name: string, script: string): void {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  private write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }
}
