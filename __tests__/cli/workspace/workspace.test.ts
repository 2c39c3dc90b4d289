import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigError } from "../../../config/config-error";
import { wordsFor } from "../../../cli/terminal/failure";
import { openWorkspace, selectTenant, selectTenants } from "../../../cli/workspace/workspace";

const folder = mkdtempSync(join(tmpdir(), "druva-scim-workspace-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function configFile(text: string, name = "druva-scim.yaml"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const tenant = (name: string) => `  ${name}:\n    begin: adopt\n    bindings: {}\n`;

/** What a person is told, and the exit code. */
function failureOf(act: () => unknown) {
  try {
    act();
  } catch (error) {
    return wordsFor(error);
  }
  throw new Error("it did not fail");
}

test("the only tenant need not be named", () => {
  const workspace = openWorkspace({
    configFile: configFile(`version: 1\ntenants:\n${tenant("acme")}`),
  });
  expect(selectTenant(workspace).name).toBe("acme");
});

test("of two tenants one has to be named, and the message lists them", () => {
  const file = configFile(`version: 1\ntenants:\n${tenant("acme")}${tenant("emea")}`);
  const workspace = openWorkspace({ configFile: file });
  const failure = failureOf(() => selectTenant(workspace));
  expect(failure.exitCode).toBe(64);
  expect(failure.text).toMatch(/Which tenant\? .* has acme, emea\.\n.*--tenant acme/);
  expect(selectTenant(workspace, "emea").name).toBe("emea");
  expect(selectTenants(workspace).map(({ name }) => name)).toEqual(["acme", "emea"]);
});

test("a tenant that is not in the config is told with those that are", () => {
  const workspace = openWorkspace({
    configFile: configFile(`version: 1\ntenants:\n${tenant("acme")}`),
  });
  const failure = failureOf(() => selectTenant(workspace, "toString"));
  expect(failure.exitCode).toBe(64);
  expect(failure.text).toMatch(/no tenant "toString".*\nIt has acme\./);
});

test("an unparsable config is told with line and column", () => {
  const file = configFile('version: 1\ntenants: { acme: "\n', "broken.yaml");
  const failure = failureOf(() => openWorkspace({ configFile: file }));
  expect(failure.exitCode).toBe(1);
  expect(failure.text).toMatch(/broken\.yaml:\d+:\d+: invalid YAML/);
});

test("an unknown key is told with what was probably meant", () => {
  const text = `version: 1\ntenants:\n  acme:\n    begin: adopt\n    bindngs: {}\n`;
  const failure = failureOf(() => openWorkspace({ configFile: configFile(text) }));
  expect(failure.text).toMatch(/druva-scim\.yaml:5:5: .*bindngs.*bindings/);
});

test("a config that is not there is told with its name", () => {
  const failure = failureOf(() => openWorkspace({ configFile: join(folder, "nowhere.yaml") }));
  expect(failure.exitCode).toBe(1);
  expect(failure.text).toContain("nowhere.yaml");
});

test("the config file comes from the option before the environment", () => {
  const named = configFile(`version: 1\ntenants:\n${tenant("named")}`, "named.yaml");
  const other = configFile(`version: 1\ntenants:\n${tenant("other")}`, "other.yaml");
  const environment = { DRUVA_SCIM_CONFIG: other };
  expect(openWorkspace({ configFile: named, environment }).tenants).toEqual(["named"]);
  expect(openWorkspace({ environment }).tenants).toEqual(["other"]);
});

test("the app's folder is that of the nearest cdktf.json above the config file", () => {
  const app = join(folder, "app");
  mkdirSync(join(app, "config"), { recursive: true });
  writeFileSync(join(app, "cdktf.json"), "{}");
  const file = configFile(`version: 1\ntenants:\n${tenant("acme")}`, "app/config/druva.yaml");
  expect(openWorkspace({ configFile: file }).folder).toBe(app);
});

describe("where no config is named", () => {
  const before = process.cwd();
  let app: string;
  beforeEach(() => {
    app = realpathSync(mkdtempSync(join(folder, "app-")));
    writeFileSync(join(app, "cdktf.json"), "{}");
    mkdirSync(join(app, "modules"));
    process.chdir(join(app, "modules"));
  });
  afterEach(() => process.chdir(before));

  test("an app of constructs alone is told what the command line needs, and what works without", () => {
    const failure = failureOf(() => openWorkspace({ environment: {} }));
    expect(failure.exitCode).toBe(1);
    expect(failure.text).toMatch(/There is no druva-scim\.yaml, from which this command reads/);
    expect(failure.text).toContain(`the CDKTF app in ${app}.`);
    expect(failure.text).toMatch(
      /cdktf diff and cdktf deploy work without it\.\n.*druva-scim init/,
    );
  });

  test("in a folder of the app's it is the app's own", () => {
    const file = join(app, "druva-scim.yaml");
    writeFileSync(file, `version: 1\ntenants:\n${tenant("acme")}`);
    expect(openWorkspace({ environment: {} })).toMatchObject({ configFile: file, folder: app });
  });

  test("one that is in the folder itself goes before the app's", () => {
    for (const place of [app, "."]) {
      const text = `version: 1\ntenants:\n${tenant(place === "." ? "here" : "above")}`;
      writeFileSync(join(place, "druva-scim.yaml"), text);
    }
    expect(openWorkspace({ environment: {} }).tenants).toEqual(["here"]);
  });
});

test.each([
  ["by the option", (file: string) => ({ configFile: file })],
  ["in the environment", (file: string) => ({ environment: { DRUVA_SCIM_CONFIG: file } })],
])("a config that was named %s and is not there is told, also beside an app", (_how, named) => {
  const app = mkdtempSync(join(folder, "named-"));
  writeFileSync(join(app, "cdktf.json"), "{}");
  const open = () => openWorkspace(named(join(app, "druva-scim.yaml")));
  expect(open).toThrow(ConfigError);
  expect(failureOf(open).text).toMatch(/druva-scim\.yaml: no such file/);
});
