/** `druva-scim doctor`: looks for what usually is wrong where this runs. Changes nothing. */
import { dirname, resolve } from "node:path";

import { ConfigError } from "../../config/config-error";
import { DEFAULT_CONFIG_FILE } from "../../config/load";
import { checkBackend } from "./backend";
import { type Check, fine, note, problem } from "./check";
import { checkCredentials, checkJournal, checkPermissions } from "./credentials";
import { checkIgnored } from "./ignored";
import { checkTrust, checkVendor } from "./network";
import { checkCliConfiguration } from "./terraform-cli";
import { checkTools } from "./tools";
import { vendorsOf } from "../workspace/vendors";
import {
  NoConfigError,
  openWorkspace,
  selectTenants,
  type Tenant,
  type Workspace,
} from "../workspace/workspace";

/** Also with a config that cannot be used: what is wrong with it is one of the checks. */
export async function examine(
  {
    config,
    tenant: name,
  }: { readonly config?: string | undefined; readonly tenant?: string | undefined },
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Check[]> {
  const opened = open(config, environment);
  const workspace = "folder" in opened ? opened : undefined;
  const configured =
    "folder" in opened
      ? fine("config", `${opened.configFile}: ${opened.tenants.join(", ")}`)
      : opened;
  const tenants = workspace === undefined ? [] : selectTenants(workspace, name);
  const named = config ?? (environment["DRUVA_SCIM_CONFIG"] || DEFAULT_CONFIG_FILE);
  const folder = workspace?.folder ?? dirname(resolve(named));
  const perTenant = await Promise.all(tenants.map((tenant) => examineTenant(tenant, signal)));
  const vendors = new Map(tenants.flatMap(vendorsOf).map((vendor) => [vendor.url, vendor]));
  const reached = await Promise.all(
    [...vendors.values()].map((vendor) => checkVendor(vendor, environment, signal)),
  );
  return [
    ...(await checkTools(environment, folder)),
    configured,
    ...(await checkIgnored(folder, environment)),
    await checkCliConfiguration(environment),
    checkTrust(environment),
    ...reached.flat(),
    ...perTenant.flat(),
  ];

  function open(file: string | undefined, env: NodeJS.ProcessEnv): Workspace | Check {
    try {
      return openWorkspace({ configFile: file, environment: env });
    } catch (error) {
      if (error instanceof NoConfigError) return note("config", error.message, error.todo);
      if (!(error instanceof ConfigError)) throw error;
      return problem("config", error.message, "Correct it, or make one: druva-scim init");
    }
  }
}

async function examineTenant(tenant: Tenant, signal: AbortSignal): Promise<Check[]> {
  return [
    await checkBackend(tenant, signal),
    checkJournal(tenant),
    ...checkCredentials(tenant),
    ...(await checkPermissions(tenant, signal)),
  ];
}
