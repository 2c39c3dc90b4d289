import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { doctorCommand } from "../../../cli/commands/doctor";
import { checkBackend } from "../../../cli/doctor/backend";
import { checkIgnored } from "../../../cli/doctor/ignored";
import { checkSkew, checkTrust, skewSeconds } from "../../../cli/doctor/network";
import { checkCliConfiguration, judge, LINES_TO_ADD } from "../../../cli/doctor/terraform-cli";
import { checkNode, isAtLeast } from "../../../cli/doctor/tools";
import { completedIgnoreFile } from "../../../cli/init/completed-files";
import { openWorkspace, selectTenant } from "../../../cli/workspace/workspace";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { PACKAGE_ROOT } from "../../../tour/workplace";
import { surroundings } from "../surroundings";

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-doctor-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The package's own config, beside a cdktf that says its version at once: the real one takes a second. */
function besideQuickCdktf(): string {
  const bin = join(folder, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "cdktf"), "#!/bin/sh\necho 0.21.0\n", { mode: 0o755 });
  copyFileSync(join(PACKAGE_ROOT, "druva-scim.yaml"), join(folder, "druva-scim.yaml"));
  return join(folder, "druva-scim.yaml");
}

async function run(
  environment: NodeJS.ProcessEnv = {},
  /** Null: none is named. */
  config: string | null = besideQuickCdktf(),
) {
  const around = surroundings({ ...sandbox.environment, HOME: folder, ...environment });
  const code = await doctorCommand.run({ config: config ?? undefined, json: true }, around);
  const { checks } = JSON.parse(around.out()) as {
    checks: { name: string; verdict: string; found: string; todo: string | null }[];
  };
  const named = (name: string) => checks.find((check) => check.name.startsWith(name));
  return { code, named, checks, out: around.out() };
}

test("on a machine that is set up it finds no problem, and shows no secret", async () => {
  const { code, checks, out, named } = await run({}, join(PACKAGE_ROOT, "druva-scim.yaml"));
  expect(checks.filter(({ verdict }) => verdict === "problem")).toEqual([]);
  expect(named("cdktf")).toMatchObject({ verdict: "fine", found: "0.21.0" });
  expect(code).toBe(0);
  for (const name of ["ARM_CLIENT_SECRET", "OKTA_API_TOKEN"]) {
    expect(out).not.toContain(sandbox.environment[name]);
  }
});

test("a config that cannot be used is one of the findings, with line and column", async () => {
  const config = join(folder, "druva-scim.yaml");
  writeFileSync(config, "version: 1\ntenant: {}\n");
  const { code, named } = await run({}, config);
  expect(code).toBe(1);
  expect(named("config")?.found).toMatch(/:2:1: .*Did you mean tenants\?/);
  expect(named("node")?.verdict).toBe("fine");
});

test("a CDKTF app without a config is a note: it works with constructs alone", async () => {
  writeFileSync(join(folder, "cdktf.json"), "{}");
  const before = process.cwd();
  process.chdir(folder);
  try {
    const { code, named } = await run({}, null);
    expect(named("config")).toMatchObject({
      verdict: "note",
      found: expect.stringContaining("cdktf deploy work without it"),
    });
    expect(code).toBe(0);
  } finally {
    process.chdir(before);
  }
});

test("a config that was named and is not there is a problem, beside an app too", async () => {
  writeFileSync(join(folder, "cdktf.json"), "{}");
  const missing = join(folder, "druva-scim.yaml");
  for (const named of [await run({}, missing), await run({ DRUVA_SCIM_CONFIG: missing }, null)]) {
    expect(named.named("config")?.verdict).toBe("problem");
    expect(named.code).toBe(1);
  }
});

test("credentials that are missing, and a vendor that cannot be reached, are problems that say what to do", async () => {
  const { code, named } = await run({ OKTA_API_TOKEN: "", HTTPS_PROXY: "http://127.0.0.1:9" });
  expect(code).toBe(1);
  expect(named("credentials for Okta")).toMatchObject({
    verdict: "problem",
    todo: expect.stringContaining("OKTA_API_TOKEN"),
  });
  expect(named("reaching Okta")).toMatchObject({
    verdict: "problem",
    todo: expect.stringContaining("HTTPS_PROXY"),
  });
  expect(named("reaching Druva")?.verdict).toBe("fine");
});

test.each([
  [
    "ARM_CLIENT_CERTIFICATE",
    "MII",
    "only ARM_CLIENT_CERTIFICATE, a way that this provider does not",
  ],
  ["ARM_USE_CLI", "false", "no credentials are set, and the Azure CLI's sign-in is turned off"],
])("Entra credentials that sign nobody in are a problem: %s alone", async (name, value, found) => {
  const { named } = await run({ ARM_CLIENT_SECRET: "", [name]: value });
  expect(named("credentials for Entra")).toMatchObject({
    verdict: "problem",
    found: expect.stringContaining(found),
    todo: expect.stringContaining("ARM_CLIENT_SECRET"),
  });
});

test("the wrapper that hashicorp/setup-terraform puts before terraform is named", async () => {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const wrapper = "#!/bin/sh\necho [command]/opt/terraform-bin version -json\necho '{}'\n";
  writeFileSync(join(bin, "terraform"), wrapper, { mode: 0o755 });
  const { named } = await run({ PATH: `${bin}:${process.env["PATH"]}` });
  expect(named("terraform")).toMatchObject({
    verdict: "problem",
    todo: expect.stringContaining("terraform_wrapper: false"),
  });
});

test("a variable of azuread's or okta's that has no effect here is a warning", async () => {
  const { named } = await run({ OKTA_HTTP_PROXY: "http://127.0.0.1:9" });
  expect(named("OKTA_HTTP_PROXY")).toMatchObject({
    verdict: "warning",
    todo: expect.stringContaining("HTTPS_PROXY"),
  });
});

test("a certificate that is not trusted is told from an unreachable vendor", async () => {
  const { named } = await run({ SSL_CERT_FILE: "" });
  expect(named("reaching Druva")).toMatchObject({
    verdict: "problem",
    todo: expect.stringContaining("SSL_CERT_FILE"),
  });
});

test("a token that lies about in the environment is told by its variable's name", async () => {
  const { named, out } = await run({ DRUVA_SCIM_TOKEN_ACME: "a-living-token" });
  expect(named("token of acme")?.found).toBe("DRUVA_SCIM_TOKEN_ACME is set");
  expect(out).not.toContain("a-living-token");
});

test.each(["Bearer a-living-token", "a-living token", "'a-living-token'"])(
  "%s in a token's variable is a problem, and is not shown",
  async (value) => {
    const { code, named, out } = await run({ DRUVA_SCIM_TOKEN_ACME: value });
    expect(code).toBe(1);
    expect(named("token of acme")).toMatchObject({
      verdict: "problem",
      found: expect.stringContaining("DRUVA_SCIM_TOKEN_ACME does not hold a token: it "),
      todo: expect.stringContaining("the token alone"),
    });
    expect(out).not.toContain("a-living");
  },
);

test("permissions that a rotation needs and that are not there are problems", async () => {
  await sandbox.control.faults.add({
    host: "entra",
    method: "GET",
    path: "/v1.0/servicePrincipals/*/synchronization/*",
    status: 403,
  });
  try {
    const { named, code } = await run();
    expect(code).toBe(1);
    expect(named("permissions in acme")?.todo).toMatch(/Give these credentials the permission/);
  } finally {
    await sandbox.control.faults.clear();
  }
});

describe("Terraform's CLI configuration", () => {
  test("a file that is named and not there is a warning", async () => {
    const check = await checkCliConfiguration({ TF_CLI_CONFIG_FILE: join(folder, "nowhere") });
    expect(check).toMatchObject({ verdict: "warning", found: expect.stringContaining("nowhere") });
  });

  test("none at all is fine", async () => {
    expect((await checkCliConfiguration({ HOME: folder })).verdict).toBe("fine");
  });

  test.each([
    ["a provider_installation of one's own", "provider_installation {\n  direct {}\n}", "problem"],
    ["one that names the shipped provider", `provider_installation {\n${LINES_TO_ADD}\n}`, "fine"],
    ["one that is commented out", "# provider_installation { direct {} }", "fine"],
    ["other settings", "disable_checkpoint = true", "fine"],
  ])("%s", (_name, text, verdict) => {
    const check = judge("terraform.rc", text);
    expect(check.verdict).toBe(verdict);
    if (verdict === "problem") expect(check.todo).toContain(LINES_TO_ADD);
  });
});

describe("where the state lies", () => {
  const tenantWith = (backend: string, environment: NodeJS.ProcessEnv = {}) => {
    const config = join(folder, "druva-scim.yaml");
    writeFileSync(
      config,
      `version: 1\ntenants: { acme: { begin: adopt, bindings: {} } }\n${backend}`,
    );
    writeFileSync(join(folder, "cdktf.json"), "{}");
    return selectTenant(
      openWorkspace({ configFile: config, environment: { HOME: folder, ...environment } }),
    );
  };
  const look = (backend: string, environment?: NodeJS.ProcessEnv) =>
    checkBackend(tenantWith(backend, environment), new AbortController().signal);

  test("a local state that others can read is a warning, since it holds the token", async () => {
    const state = join(folder, "terraform.druva-scim-acme.tfstate");
    writeFileSync(state, "{}");
    chmodSync(state, 0o644);
    expect(await look("")).toMatchObject({
      verdict: "warning",
      todo: expect.stringMatching(/chmod 600/),
    });
    chmodSync(state, 0o600);
    expect((await look("backend: { local: {} }")).verdict).toBe("fine");
  });

  test("no backend is a note, which says what CI needs", async () => {
    expect(await look("")).toMatchObject({
      verdict: "note",
      found: expect.stringContaining("no backend is configured"),
      todo: expect.stringContaining("CI refuses a local file"),
    });
  });

  test("any backend of Terraform's is fine", async () => {
    expect(await look("backend: { pg: { schema_name: druva } }")).toMatchObject({
      verdict: "fine",
    });
  });

  const cloud =
    'backend: { cloud: { hostname: tfe.acme.example, organization: acme, workspaces: { name: "{stack}" } } }';

  test("a workspace whose execution mode cannot be asked is a warning", async () => {
    expect(await look(cloud)).toMatchObject({
      verdict: "warning",
      found: expect.stringMatching(
        /acme\/druva-scim-acme: there is no token of tfe\.acme\.example/,
      ),
    });
  });

  test.each([
    ["remote", "problem"],
    ["agent", "problem"],
    ["local", "fine"],
  ])("execution mode %s is %s", async (mode, verdict) => {
    await sandbox.control.faults.add({
      host: "druva",
      method: "GET",
      path: "/api/v2/organizations/*",
      status: 200,
      body: { data: { attributes: { "execution-mode": mode } } },
    });
    const host = new URL(sandbox.environment["DRUVA_SCIM_URL"] ?? "").host;
    try {
      const check = await look(cloud.replace("tfe.acme.example", host), {
        ...sandbox.environment,
        [`TF_TOKEN_${host.replaceAll(".", "_")}`]: "a-token",
      });
      expect(check.verdict).toBe(verdict);
      if (verdict === "problem") expect(check.todo).toMatch(/execution mode to Local/);
    } finally {
      await sandbox.control.faults.clear();
    }
  });
});

describe("what git ignores", () => {
  const environment = { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1" };

  test("is not looked at where there is no repository", async () => {
    expect(await checkIgnored(folder, environment)).toEqual([]);
  });

  test("names the lines of .gitignore that are missing, and is fine with all of them", async () => {
    await execa("git", ["init", "--quiet"], { cwd: folder });
    writeFileSync(join(folder, ".gitignore"), "*.tfstate\n/cdktf.out\n");
    expect(await checkIgnored(folder, environment)).toMatchObject([
      {
        verdict: "warning",
        todo: expect.stringContaining("\n*.tfstate.*\n*.tfplan\n.terraform/\n"),
      },
    ]);
    const completed = completedIgnoreFile(null, "1.0.0");
    writeFileSync(join(folder, ".gitignore"), completed);
    expect(await checkIgnored(folder, environment)).toMatchObject([{ verdict: "fine" }]);
  });
});

test.each([
  ["20.19.0", true],
  ["20.18.3", false],
  ["24.0.0", true],
  ["18.20.8", false],
])("node %s does: %s", (version, does) => {
  expect(checkNode(version).verdict).toBe(does ? "fine" : "problem");
});

test("versions are compared number by number, also with a suffix", () => {
  expect(isAtLeast("1.9.0", "1.11.0")).toBe(false);
  expect(isAtLeast("1.11.0-rc1", "1.11.0")).toBe(true);
  expect(isAtLeast("2.0", "1.11.0")).toBe(true);
});

test("a clock that is a little off is a warning, one that is far off a problem", () => {
  expect(checkSkew("clock", 5).verdict).toBe("fine");
  expect(checkSkew("clock", -120)).toMatchObject({
    verdict: "warning",
    found: expect.stringContaining("behind"),
  });
  expect(checkSkew("clock", 4000)).toMatchObject({
    verdict: "problem",
    found: expect.stringContaining("ahead"),
  });
});

test("the skew is measured against the middle of the request", () => {
  const header = "Sat, 02 Jan 2027 10:00:00 GMT";
  const at = Date.parse(header);
  expect(skewSeconds(header, at, at + 1000)).toBe(0);
  expect(skewSeconds(header, at + 90_000, at + 91_000)).toBe(90);
  expect(skewSeconds(undefined, at, at)).toBeNull();
});

test("a bundle that is named and holds no certificate is a problem", () => {
  writeFileSync(join(folder, "empty.pem"), "");
  expect(checkTrust({ SSL_CERT_FILE: join(folder, "empty.pem") }).verdict).toBe("problem");
});
