import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseConfig } from "../../../config/load";
import { initCommand } from "../../../cli/commands/init";
import { initialise } from "../../../cli/init/init";
import { type Answers, workflowFiles } from "../../../cli/init/files";
import { backendIn } from "../../../cli/init/questions";
import { listEntra, listOkta } from "../../../cli/init/listing";
import { own, sourceFor } from "../../../cli/init/own-package";
import { startSandbox } from "../../../sandbox/sandbox";
import { PACKAGE_ROOT } from "../../../tour/workplace";
import { surroundings } from "../surroundings";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "druva-scim-init-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const answers: Answers = {
  tenant: "acme",
  begin: "adopt",
  entra: [{ id: "00000000-0000-0000-0000-0000000000aa", name: "Druva Engineering" }],
  okta: [],
  oktaByPerson: [{ id: "0oaDruvaPerson", name: "Druva 2.0" }],
  workflows: "github",
};
const read = (path: string) => readFileSync(join(folder, path), "utf8");

test("a backend is written with what it needs to tell states apart", async () => {
  const backend = backendIn(["azurerm", "storage_account_name=states", "container_name=druva"]);
  await initialise(folder, { ...answers, backend }, { force: false });
  expect(parseConfig(read("druva-scim.yaml"), "druva-scim.yaml").backend).toEqual({
    azurerm: {
      storage_account_name: "states",
      container_name: "druva",
      key: "{stack}.tfstate",
      use_azuread_auth: true,
    },
  });
  expect(backendIn(["local"])).toBeUndefined();
  expect(() => backendIn(["pg", "schema"])).toThrow("expected a backend's name");
});

test("where the living token's day is not known, the config has the place for it", async () => {
  await initialise(folder, answers, { force: false });
  expect(read("druva-scim.yaml")).toMatch(/begin: adopt\n +# issuedOn: YYYY-MM-DD # .*\n +policy:/);
});

test("a day that is known stands in the config", async () => {
  await initialise(folder, { ...answers, issuedOn: "2026-02-01" }, { force: false });
  const text = read("druva-scim.yaml");
  expect(parseConfig(text, "druva-scim.yaml").tenants["acme"]?.issuedOn).toBe("2026-02-01");
  expect(text).not.toMatch(/# issuedOn/);
});

test("a new app runs cdktf-cli on a pseudo-terminal that fits every Node.js", async () => {
  writeFileSync(join(folder, "package.json"), '{"overrides": {"left-pad": "1.3.0"}}');
  await initialise(folder, answers, { force: false });
  expect(JSON.parse(read("package.json"))).toMatchObject({
    overrides: {
      "left-pad": "1.3.0",
      "@cdktf/node-pty-prebuilt-multiarch": "$@cdktf/node-pty-prebuilt-multiarch",
    },
    devDependencies: {
      "@cdktf/node-pty-prebuilt-multiarch": expect.stringMatching(/^npm:@lydell\/node-pty@/),
    },
  });
});

test("a new app has a config that is read, an app of this package's, and the workflows", async () => {
  const { existingApp, next } = await initialise(folder, answers, { force: false });
  expect(existingApp).toBe(false);
  expect(parseConfig(read("druva-scim.yaml")).tenants["acme"]?.bindings).toEqual({
    entra: [{ id: "00000000-0000-0000-0000-0000000000aa", name: "Druva Engineering" }],
    okta: [{ id: "0oaDruvaPerson", name: "Druva 2.0", through: "person" }],
  });
  expect(read("druva-scim.yaml")).toMatch(/^# yaml-language-server: \$schema=/);
  expect(JSON.parse(read("cdktf.json"))).toMatchObject({ app: "node main.cjs" });
  expect(JSON.parse(read("package.json"))).toMatchObject({
    dependencies: { "cdktf-druva-scim": expect.any(String), cdktf: expect.any(String) },
  });
  expect(JSON.parse(read("package.json"))).toMatchObject({
    devDependencies: { "cdktf-cli": expect.stringMatching(/^\d/) },
  });
  expect(read(".gitignore")).toMatch(/^\*\.tfstate$/m);
  expect(readdirSync(join(folder, ".github/workflows"))).not.toEqual([]);
  expect(next.join("\n")).toMatch(/DRUVA_SCIM_TOKEN_ACME.*cdktf deploy druva-scim-acme/);
});

test("the app starts in a folder whose package.json says that it is of modules", async () => {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  await initialise(folder, answers, { force: false });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(PACKAGE_ROOT, join(folder, "node_modules", own.name));
  const { app } = JSON.parse(read("cdktf.json")) as { app: string };
  execFileSync("sh", ["-c", app], { cwd: folder });
  expect(readdirSync(join(folder, "cdktf.out/stacks"))).toEqual(["druva-scim-acme"]);
});

describe("what npm and git left in the folder", () => {
  test("is completed, and what is in it stays", async () => {
    const spec = "file:cdktf-druva-scim-0.1.0.tgz";
    const left = { name: "identity", dependencies: { "cdktf-druva-scim": spec, cdktf: "0.21.0" } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(left));
    writeFileSync(join(folder, ".gitignore"), "*.log\nnode_modules/");
    const { written } = await initialise(folder, answers, { force: false });
    expect(written).toEqual(expect.arrayContaining(["main.cjs", "package.json", ".gitignore"]));
    expect(JSON.parse(read("package.json"))).toEqual({
      name: "identity",
      dependencies: { ...own.peerDependencies, ...left.dependencies },
      devDependencies: {
        "cdktf-cli": own.devDependencies["cdktf-cli"],
        "@cdktf/node-pty-prebuilt-multiarch":
          own.devDependencies["@cdktf/node-pty-prebuilt-multiarch"],
      },
      overrides: own.overrides,
    });
    expect(read(".gitignore").split("\n").slice(0, 5)).toEqual([
      "*.log",
      "node_modules/",
      "cdktf.out/",
      "*.tfstate",
      "*.tfstate.*",
    ]);
  });

  test("keeps its order and indentation", async () => {
    const left = `{\n\t"private": true,\n\t"dependencies": null,\n\t"name": "identity"\n}\n`;
    writeFileSync(join(folder, "package.json"), left);
    await initialise(folder, answers, { force: false });
    const keys = [...read("package.json").matchAll(/^\t"(\w+)"/gm)].map(([, key]) => key);
    expect(keys).toEqual(["private", "dependencies", "name", "devDependencies", "overrides"]);
  });

  test("stays as it is written where nothing is missing", async () => {
    const dependencies = { ...own.peerDependencies, "cdktf-druva-scim": "0.1.0", "cdktf-cli": "1" };
    const left = JSON.stringify({ dependencies });
    writeFileSync(join(folder, "package.json"), left);
    await initialise(folder, answers, { force: false });
    expect(read("package.json")).toBe(left);
  });

  test("lets the package be committed that lies in the folder, though all *.tgz are ignored", async () => {
    writeFileSync(join(folder, ".gitignore"), "*.tgz\n");
    await initialise(folder, answers, { force: false });
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    const isIgnored = (path: string) =>
      spawnSync("git", ["check-ignore", "--quiet", path], { cwd: folder }).status === 0;
    expect(isIgnored("another.tgz")).toBe(true);
    expect(isIgnored(`cdktf-druva-scim-${own.version}.tgz`)).toBe(false);
    expect(isIgnored("cdktf-druva-scim-9.0.0.tgz")).toBe(false);
  });
});

describe("a package.json that cannot be read is told, and nothing is written", () => {
  const REFUSED = /package\.json in .* Nothing was written/;
  test.each(["{", "[]", "null", '{ "dependencies": { "cdktf": 21 } }'])("%s", async (text) => {
    writeFileSync(join(folder, "package.json"), text);
    await expect(initialise(folder, answers, { force: false })).rejects.toThrow(REFUSED);
    expect(readdirSync(folder)).toEqual(["package.json"]);
  });

  test("in an app that there is", async () => {
    writeFileSync(join(folder, "cdktf.json"), "{}");
    writeFileSync(join(folder, "package.json"), "{");
    await expect(initialise(folder, answers, { force: false })).rejects.toThrow(REFUSED);
    expect(readdirSync(folder)).toEqual(["cdktf.json", "package.json"]);
  });

  test("where the package is installed", () => {
    const root = join(folder, "node_modules/cdktf-druva-scim");
    writeFileSync(join(folder, "package.json"), "{");
    expect(() => sourceFor(folder, root)).toThrow(REFUSED);
    writeFileSync(join(folder, "package.json"), '{ "dependencies": null }');
    expect(sourceFor(folder, root).spec).toMatch(/^file:/);
  });
});

describe("how the new app asks npm for this package", () => {
  const installedIn = (project: object) => {
    const root = join(folder, "tools/node_modules/cdktf-druva-scim");
    mkdirSync(root, { recursive: true });
    writeFileSync(join(folder, "tools/package.json"), JSON.stringify(project));
    return root;
  };
  const FILE = `file:cdktf-druva-scim-${own.version}.tgz`;

  test.each(["file:../packed.tgz", "../packed.tgz"])(
    "a package that was installed from %s is asked for from that file, seen from the app",
    (given) => {
      const root = installedIn({ dependencies: { "cdktf-druva-scim": given } });
      expect(sourceFor(join(folder, "app"), root)).toEqual({
        spec: "file:../packed.tgz",
        packing: null,
      });
      expect(sourceFor(folder, root).spec).toBe("file:packed.tgz");
    },
  );

  test("a package that came from a registry is asked for in its version", () => {
    const root = installedIn({ devDependencies: { "cdktf-druva-scim": "^0.1.0" } });
    expect(sourceFor(folder, root)).toEqual({ spec: own.version, packing: null });
  });

  test.each([
    "https://packages.acme.example/cdktf-druva-scim-0.1.0.tgz",
    "git+ssh://git@acme.example/cdktf-druva-scim.git#v0.1.0",
    "acme/cdktf-druva-scim",
    "0day/cdktf-druva-scim",
    "latest",
  ])("a package that came from %s is asked for from there", (spec) => {
    const root = installedIn({ dependencies: { "cdktf-druva-scim": spec } });
    expect(sourceFor(folder, root)).toEqual({ spec, packing: null });
  });

  test("a package that is installed globally is packed first, since no registry may have it", () => {
    const root = installedIn({});
    rmSync(join(folder, "tools/package.json"));
    expect(sourceFor(folder, root)).toEqual({
      spec: FILE,
      packing: `npm pack ${root} --ignore-scripts --pack-destination ${folder}`,
    });
  });

  test("a checkout says first how the file is made that the app asks for", async () => {
    const { next } = await initialise(folder, answers, { force: false });
    expect(next[0]).toContain(`In ${PACKAGE_ROOT}: npm pack --pack-destination ${folder}`);
    expect(next[1]).toBe("npm install");
    expect(JSON.parse(read("package.json"))).toMatchObject({
      dependencies: { "cdktf-druva-scim": FILE },
    });
  });
});

test.each([
  ["github", [".github/workflows/druva-scim-drift.yml", ".github/workflows/druva-scim-plan.yml"]],
  ["gitlab", [".gitlab-ci.yml"]],
  ["azure", ["druva-scim-setup.yml", "druva-scim.yml"]],
] as const)("the workflows for %s are put where it looks for them", (workflows, expected) => {
  const paths = [...workflowFiles({ ...answers, workflows }).keys()];
  expect(paths).toEqual(expect.arrayContaining([...expected]));
});

test("the workflows that are copied are of the tenant that was asked for", async () => {
  await initialise(folder, { ...answers, tenant: "north-emea" }, { force: false });
  const copied = readdirSync(join(folder, ".github/workflows"))
    .map((name) => read(join(".github/workflows", name)))
    .join("\n");
  expect(copied).toContain("--tenant north-emea ");
  expect(copied).toContain("secrets.DRUVA_SCIM_TOKEN_NORTH_EMEA");
  expect(copied).not.toMatch(/acme/i);
});

test("an existing CDKTF app keeps its files, and is told the lines that it needs", async () => {
  writeFileSync(join(folder, "cdktf.json"), "{}");
  writeFileSync(join(folder, "package.json"), "{}");
  const { written, next } = await initialise(
    folder,
    { ...answers, workflows: "none" },
    { force: false },
  );
  expect(written).toEqual(["druva-scim.yaml"]);
  expect(next[1]).toBe(`npm install cdktf-druva-scim@file:cdktf-druva-scim-${own.version}.tgz`);
  expect(next[2]).toMatch(/new TenantStack\(/);
  expect([read("cdktf.json"), read("package.json")]).toEqual(["{}", "{}"]);
});

test("an existing CDKTF app that has this package already is not told to install it", async () => {
  writeFileSync(join(folder, "cdktf.json"), "{}");
  writeFileSync(join(folder, "package.json"), '{"dependencies":{"cdktf-druva-scim":"0.1.0"}}');
  const { next } = await initialise(folder, answers, { force: false });
  expect(next[0]).toMatch(/new TenantStack\(/);
});

test("nothing is written over, and nothing at all is written then; --force does", async () => {
  writeFileSync(join(folder, "druva-scim.yaml"), "mine");
  await expect(initialise(folder, answers, { force: false })).rejects.toThrow(
    /already has druva-scim\.yaml\. Nothing was written/,
  );
  expect(readdirSync(folder)).toEqual(["druva-scim.yaml"]);
  await initialise(folder, answers, { force: true });
  expect(read("druva-scim.yaml")).not.toBe("mine");
});

test("from flags alone it asks nothing", async () => {
  const around = surroundings({});
  const options = {
    ...{ directory: folder, json: false, force: false, yes: false },
    tenant: "acme",
    entra: ["00000000-0000-0000-0000-0000000000aa=Druva = Engineering"],
    workflows: "gitlab" as const,
  };
  expect(await initCommand.run(options, around)).toBe(0);
  const tenant = parseConfig(read("druva-scim.yaml")).tenants["acme"];
  expect(tenant).toMatchObject({
    begin: "observe",
    bindings: { entra: [{ name: "Druva = Engineering" }] },
  });
  expect(around.out()).toMatch(/Next:\n {2}1\. In .*\n {2}2\. npm install\n/);
});

test("without a terminal and a name it is wrong usage, with the flags to give", async () => {
  const options = { directory: folder, json: false, force: false, yes: true };
  await expect(initCommand.run(options, surroundings({}))).rejects.toMatchObject({
    exitCode: 64,
    todo: expect.stringContaining("--tenant"),
  });
});

test("what cannot stand in a config is refused in the config's words, and nothing is written", async () => {
  const wrong = { ...answers, entra: [{ id: "Druva Engineering" }] };
  await expect(initialise(folder, wrong, { force: false })).rejects.toThrow(/object id/);
  expect(readdirSync(folder)).toEqual([]);
});

describe("listing what the credentials show", () => {
  test("applications that look like Druva's, and which of Okta's a person has to set", async () => {
    const sandbox = await startSandbox();
    try {
      const { signal } = new AbortController();
      const entra = await listEntra(sandbox.environment, signal);
      const okta = await listOkta(sandbox.environment, signal);
      expect(entra.found.map(({ name }) => name)).toEqual([
        "Druva Engineering",
        "Druva Legal",
        "Druva Sales",
      ]);
      expect(okta.found).toEqual([
        { id: "0oaDruvaPerson", name: "Druva 2.0", byPerson: true },
        { id: "0oaDruvaApi", name: "Druva by API", byPerson: false },
      ]);
    } finally {
      await sandbox.stop();
    }
  });

  test("without credentials it says why nothing is listed", async () => {
    const { signal } = new AbortController();
    const { found, problem } = await listOkta({}, signal);
    expect(found).toEqual([]);
    expect(problem).toMatch(/OKTA_ORG_NAME/);
  });
});
