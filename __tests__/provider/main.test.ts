import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { makeServerCertificate } from "../../provider/protocol/server-certificate";
import { greetingFor, startProvider, talkTo } from "./protocol/terraform-side";

const root = resolve(__dirname, "../..");

/** Libraries that only some calls need: each would add to every start of the provider. */
const HEAVY = ["undici", "zod", "execa", "p-retry", "jsonwebtoken", "@azure/identity"];

/** Puts a module in place of each that says when it is loaded. */
const tellTales: Plugin = {
  name: "tell-tales",
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ path }) =>
      HEAVY.includes(path) ? { path, namespace: "tell-tale" } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: "tell-tale" }, ({ path }) => ({
      contents: `process.stderr.write("loaded ${path}\\n"); module.exports = {};`,
    }));
  },
};

test("no heavy library is loaded until a call needs it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "druva-"));
  const terraform = makeServerCertificate();
  try {
    const bundle = join(folder, "terraform-provider-druva.cjs");
    const { metafile } = await build({
      entryPoints: [join(root, "provider/main.ts")],
      outfile: bundle,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      metafile: true,
      plugins: [tellTales],
    });
    expect(Object.keys(metafile.inputs)).toContain("tell-tale:undici");

    const started = await startProvider(bundle, greetingFor(terraform));
    const { provider, controller } = talkTo(started, terraform);
    const { resourceSchemas } = await provider.getProviderSchema({});
    expect(Object.keys(resourceSchemas)).toContain("druva_scim_token");
    await controller.shutdown({});
    await started.ended;
    expect(started.stderr()).toBe("");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
