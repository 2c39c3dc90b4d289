import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  installProviderPackage,
  OLDEST_NODE,
} from "../../constructs/installation/provider-package";
import { output, run } from "./run";

let folder: string;
let stack: string;
const packageFolder = (platform: string) =>
  join(stack, "terraform.d/plugins/terraform.local/druva-scim/druva/1.2.3", platform);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-package-"));
  stack = join(folder, "stack");
  mkdirSync(join(folder, "bundles"));
  mkdirSync(stack);
  writeFileSync(
    join(folder, "bundles/terraform-provider-druva.cjs"),
    'require("node:fs").writeSync(Number(process.env.DRUVA_STDOUT), `started ${require("node:path").basename(__filename)}\\n`)',
  );
  writeFileSync(join(folder, "bundles/bind-command.cjs"), "");
  installProviderPackage(stack, { bundles: join(folder, "bundles"), version: "1.2.3" });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each(["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"])(
  "the provider is where Terraform looks by itself on %s",
  async (platform) => {
    const stdout = await output(join(packageFolder(platform), "terraform-provider-druva"), []);
    expect(stdout).toBe("started provider.cjs\n");
  },
);

test("the provider starts under a folder whose package.json says module", async () => {
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const stdout = await output(join(packageFolder("linux_amd64"), "terraform-provider-druva"), []);
  expect(stdout).toBe("started provider.cjs\n");
});

test("the launcher of command bindings is where they look", () => {
  expect(existsSync(join(stack, "terraform.d/druva-scim/bind-command.cjs"))).toBe(true);
});

test("Terraform itself tells a person that node is missing", async () => {
  const { terraform, druva } = {
    terraform: { required_providers: { druva: { source: "terraform.local/druva-scim/druva" } } },
    druva: { druva_scim_token: { token: {} } },
  };
  writeFileSync(join(stack, "main.tf.json"), JSON.stringify({ terraform, resource: druva }));
  writeFileSync(join(folder, "terraform.rc"), "");
  const program = (await output("/bin/sh", ["-c", "command -v terraform"])).trim();
  const options = {
    cwd: stack,
    env: { TF_CLI_CONFIG_FILE: join(folder, "terraform.rc"), CHECKPOINT_DISABLE: "1" },
  };
  await output(program, ["init"], options);
  const { exitCode, stderr } = await run(program, ["validate", "-no-color"], {
    ...options,
    env: { ...options.env, PATH: join(folder, "empty") },
  });
  expect(exitCode).toBe(1);
  expect(stderr.replaceAll(/[\s│]+/g, " ")).toContain(
    "there is no 'node' in PATH. Install Node.js 20.19 or newer",
  );
});

describe("a node that cannot run the provider is named in one line, and the provider is not started", () => {
  /** `node` alone in its folder, and what a shell script needs. */
  async function startWith(script: string): Promise<string> {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "node"), script, { mode: 0o755 });
    const program = join(packageFolder("linux_amd64"), "terraform-provider-druva");
    return (await run(program, [], { env: { PATH: `${bin}:/usr/bin:/bin` } })).stdout;
  }

  test.each(["18.20.8", "20.18.3"])("Node.js %s is too old", async (version) => {
    const pretend = join(folder, "pretend.cjs");
    writeFileSync(
      pretend,
      `Object.defineProperty(process, "versions", { value: { node: "${version}" } });`,
    );
    const said = await startWith(`#!/bin/sh\nexec ${process.execPath} -r ${pretend} "$@"\n`);
    expect(said).toContain(`does not run on Node.js ${version} (${process.execPath}). Install`);
    expect(said).not.toContain("started provider");
  });

  test("a version manager's stand-in has no version to start", async () => {
    const said = await startWith("#!/bin/sh\necho No version is set >&2\nexit 126\n");
    expect(said).toContain("bin/node does not start it (No version is set). Install Node.js");
  });

  test("a version manager's stand-in that has one is taken", async () => {
    expect(await startWith(`#!/bin/sh\nexec ${process.execPath} "$@"\n`)).toBe(
      "started provider.cjs\n",
    );
  });
});

test("the oldest node is the package's", () => {
  const file = readFileSync(join(__dirname, "../../package.json"), "utf8");
  const { engines } = JSON.parse(file) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${OLDEST_NODE.major}.${OLDEST_NODE.minor}`);
});

test("installing again over an older one leaves the newer", () => {
  writeFileSync(join(folder, "bundles/terraform-provider-druva.cjs"), "// newer");
  installProviderPackage(stack, { bundles: join(folder, "bundles"), version: "1.2.3" });
  expect(readFileSync(join(packageFolder("linux_arm64"), "provider.cjs"), "utf8")).toBe("// newer");
});
