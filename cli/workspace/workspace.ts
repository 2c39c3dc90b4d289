/** What a subcommand works on: the config file, the CDKTF app beside it, and one of its tenants. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { DEFAULT_CONFIG_FILE, loadConfig } from "../../config/load";
import type { Config, TenantConfig } from "../../config/schema";
import { CliError } from "../terminal/cli-error";
import { EXIT } from "../terminal/exit-codes";

const CDKTF_FILE = "cdktf.json";

export interface Workspace {
  /** Absolute. */
  readonly configFile: string;
  /** The CDKTF app's folder: that of the nearest cdktf.json at or above the config file. */
  readonly folder: string;
  readonly config: Config;
  /** Of every child and of the ways to the vendors. */
  readonly environment: NodeJS.ProcessEnv;
  /** Names, in the order of the file. */
  readonly tenants: readonly string[];
}

export interface Tenant {
  readonly name: string;
  readonly settings: TenantConfig;
  readonly workspace: Workspace;
}

interface WorkspaceOptions {
  /** Default: DRUVA_SCIM_CONFIG, else druva-scim.yaml in the current folder or the CDKTF app's. */
  readonly configFile?: string | undefined;
  /** Default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** There is a CDKTF app, no config beside it, and none was named: its stacks are made of constructs alone. */
export class NoConfigError extends CliError {
  declare readonly todo: string; // always given
  constructor(app: string) {
    super(
      `There is no ${DEFAULT_CONFIG_FILE}, from which this command reads the tenants and their bindings; there is the CDKTF app in ${app}. An app of constructs alone needs no such file: cdktf diff and cdktf deploy work without it.`,
      {
        todo: "For this command describe the tenants that the app has in one (druva-scim init writes it), or name it in DRUVA_SCIM_CONFIG or with --config.",
      },
    );
    this.name = "NoConfigError";
  }
}

/**
 * Throws a ConfigError that lists all that is wrong in the file, with line and column; a
 * NoConfigError where none is named and a CDKTF app has none.
 */
export function openWorkspace({
  configFile,
  environment = process.env,
}: WorkspaceOptions = {}): Workspace {
  const named = configFile ?? (environment["DRUVA_SCIM_CONFIG"] || unnamed());
  const file = resolve(named);
  const config = loadConfig(named);
  return {
    configFile: file,
    folder: appFolder(dirname(file)),
    config,
    environment,
    tenants: Object.keys(config.tenants),
  };
}

/** In a folder below the app's, such as that of its modules, the app's own. */
function unnamed(): string {
  if (existsSync(DEFAULT_CONFIG_FILE)) return DEFAULT_CONFIG_FILE;
  const app = appFolder(process.cwd());
  if (!existsSync(join(app, CDKTF_FILE))) return DEFAULT_CONFIG_FILE;
  const beside = join(app, DEFAULT_CONFIG_FILE);
  if (!existsSync(beside)) throw new NoConfigError(app);
  return beside;
}

/** Without a name: the only tenant. Throws a CliError where that is not clear. */
export function selectTenant(workspace: Workspace, name?: string): Tenant {
  const { config, tenants } = workspace;
  const [first, second] = tenants;
  const wanted = name ?? (second === undefined ? first : undefined);
  if (wanted === undefined) {
    throw new CliError(`Which tenant? ${workspace.configFile} has ${tenants.join(", ")}.`, {
      exitCode: EXIT.usage,
      todo: `Name one of them: --tenant ${first ?? "NAME"}`,
    });
  }
  const settings = Object.hasOwn(config.tenants, wanted) ? config.tenants[wanted] : undefined;
  if (settings === undefined) {
    throw new CliError(`There is no tenant "${wanted}" in ${workspace.configFile}.`, {
      exitCode: EXIT.usage,
      todo: `It has ${tenants.join(", ")}.`,
    });
  }
  return { name: wanted, settings, workspace };
}

/** One named tenant, or all of them. */
export function selectTenants(workspace: Workspace, name?: string): Tenant[] {
  return (name === undefined ? workspace.tenants : [name]).map((each) =>
    selectTenant(workspace, each),
  );
}

/** What the command line says of both. */
interface Named {
  readonly config?: string | undefined;
  readonly tenant?: string | undefined;
}

/** The tenant that a subcommand is about. Throws as `openWorkspace` and `selectTenant` do. */
export function openTenant({ config, tenant }: Named, environment: NodeJS.ProcessEnv): Tenant {
  return selectTenant(openWorkspace({ configFile: config, environment }), tenant);
}

/** The same for those that may be about all tenants. */
export function openTenants({ config, tenant }: Named, environment: NodeJS.ProcessEnv): Tenant[] {
  return selectTenants(openWorkspace({ configFile: config, environment }), tenant);
}

function appFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, CDKTF_FILE))) return folder;
    if (dirname(folder) === folder) return from;
  }
}
