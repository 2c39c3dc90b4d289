/** The CDKTF app: a stack for every Druva tenant in druva-scim.yaml (or the file that DRUVA_SCIM_CONFIG names). */
import { App } from "cdktf";

import { ConfigError } from "./config/config-error";
import { loadConfig } from "./config/load";
import { SynthError, TenantStack } from "./stacks/tenant-stack";

try {
  const config = loadConfig(process.env["DRUVA_SCIM_CONFIG"]);
  const app = new App();
  for (const tenant of Object.keys(config.tenants)) new TenantStack(app, tenant, config);
  app.synth();
} catch (error) {
  // The person who wrote the config is helped by the message alone.
  if (!(error instanceof ConfigError || error instanceof SynthError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
