import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeProviderMirror } from "../../../cli/terraform/provider-mirror";
import { output } from "../../constructs/run";

const SOURCE = "terraform.local/druva-scim/druva";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-mirror-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const plugins = () => join(folder, "terraform.d/plugins");
const mirror = (...path: string[]) => join(plugins(), SOURCE, ...path);
const sha256Of = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
const readJson = (name: string) => JSON.parse(readFileSync(mirror(name), "utf8")) as unknown;

test("Terraform installs it from terraform.d/plugins, with the hash that the mirror says, and starts it whatever NODE_OPTIONS prints", async () => {
  const { version, hash } = await writeProviderMirror(plugins());
  const required = { druva: { source: SOURCE } };
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: required } }),
  );
  writeFileSync(
    join(folder, ".terraform.lock.hcl"),
    `provider "${SOURCE}" {\n  version = "${version}"\n  hashes = ["${hash}"]\n}\n`,
  );
  writeFileSync(join(folder, "terraform.rc"), "");
  writeFileSync(join(folder, "noisy.cjs"), 'console.log("Tracer started")');
  const noisy = `--require=${join(folder, "noisy.cjs")}`;
  const env = {
    TF_CLI_CONFIG_FILE: join(folder, "terraform.rc"),
    CHECKPOINT_DISABLE: "1",
    NODE_OPTIONS: noisy,
  };
  await output("terraform", ["init", "-lockfile=readonly"], { cwd: folder, env });
  const schemas = await output("terraform", ["providers", "schema", "-json"], { cwd: folder, env });
  expect(schemas).toContain('"druva_scim_token"');
});

test("it has a package for each platform, and what mirrors and registries ask for beside them", async () => {
  const { version, packages, hash } = await writeProviderMirror(plugins());
  const base = `terraform-provider-druva_${version}`;
  expect(readdirSync(mirror()).sort()).toEqual(
    [
      ...["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"].map(
        (platform) => `${base}_${platform}.zip`,
      ),
      ...[`${base}_SHA256SUMS`, `${base}_manifest.json`, `${version}.json`, "index.json"],
    ].sort(),
  );
  const sums = readFileSync(mirror(`${base}_SHA256SUMS`), "utf8")
    .trim()
    .split("\n");
  const files = [...packages.map(({ file }) => file), `${base}_manifest.json`];
  expect(sums).toEqual(files.map((file) => `${sha256Of(mirror(file))}  ${file}`));
  const [first] = packages;
  expect(readJson(`${version}.json`)).toMatchObject({
    archives: {
      linux_amd64: { url: first?.file, hashes: [hash, `zh:${first?.sha256}`] },
      darwin_arm64: { url: `${base}_darwin_arm64.zip` },
    },
  });
});

test("written again, it is the same to the byte, and another version stays", async () => {
  const first = await writeProviderMirror(plugins());
  writeFileSync(mirror("0.0.9.json"), "{}");
  expect(await writeProviderMirror(plugins())).toEqual(first);
  expect(readJson("index.json")).toEqual({ versions: { "0.0.9": {}, [first.version]: {} } });
});

test("a file in the folder's place is named, and stays", async () => {
  const file = join(folder, "mirror");
  writeFileSync(file, "mine");
  await expect(writeProviderMirror(file)).rejects.toThrow(/mirror.* cannot be made: /);
  expect(statSync(file).size).toBe(4);
});
