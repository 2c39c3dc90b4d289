import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, Testing } from "cdktf";

import { loadConfig } from "../../config/load";
import { TenantStack } from "../../stacks/tenant-stack";

const examples = join(__dirname, "../../examples");
const files = readdirSync(examples).filter((name) => name.endsWith(".yaml"));

test.each(files)("examples/%s becomes a stack for every tenant", (file) => {
  const outdir = mkdtempSync(join(tmpdir(), "druva-scim-example-"));
  try {
    const config = loadConfig(join(examples, file));
    const app = new App({ outdir });
    for (const tenant of Object.keys(config.tenants)) {
      const stack = new TenantStack(app, tenant, config);
      stack.prepareStack();
      expect(Testing.synth(stack, true)).toContain('"druva_scim_token"');
    }
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
