import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";
import { stringify } from "yaml";

import { ConfigError } from "../../config/config-error";
import { loadConfig, parseConfig } from "../../config/load";

const project = join(__dirname, "../..");

function problemsOf(text: string): string[] {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
  return [];
}

/** A config that is fine, with lines of one tenant's own. */
const withTenant = (...lines: string[]) =>
  [
    "version: 1",
    "tenants:",
    "  acme:",
    "    begin: adopt",
    ...lines.map((each) => `    ${each}`),
  ].join("\n");

describe("a config that is fine", () => {
  test("is the one in this package", () => {
    const { tenants } = loadConfig(join(project, "druva-scim.yaml"));
    expect(Object.keys(tenants)).toEqual(["acme"]);
    expect(tenants["acme"]?.bindings.entra?.map(({ name }) => name)).toEqual([
      "Druva Engineering",
      "Druva Sales",
    ]);
  });

  test("keeps days as the texts that they are", () => {
    const { tenants } = parseConfig(withTenant("issuedOn: 2026-01-31", "bindings: {}"));
    expect(tenants["acme"]?.issuedOn).toBe("2026-01-31");
  });

  test("may name any backend of Terraform's, whatever its attributes", () => {
    const text = `${withTenant("bindings: {}")}\nbackend:\n  pg:\n    schema_name: druva\n`;
    expect(parseConfig(text).backend).toEqual({ pg: { schema_name: "druva" } });
  });
});

describe("what is wrong is told with file, line, column and key", () => {
  const cases: [name: string, text: string, told: string][] = [
    [
      "an unknown key, with the one that was meant",
      withTenant(
        "bindings:",
        "  entra:",
        "    - id: 00000000-0000-0000-0000-0000000000aa",
        "      manageJobs: true",
      ),
      "druva-scim.yaml:8:11: tenants.acme.bindings.entra[0].manageJobs: unknown key. Did you mean manageJob? Known here: id, name, provider, jobId, manageJob, templateId, untestable, released",
    ],
    [
      "an unknown key at the top",
      `${withTenant("bindings: {}")}\nprovider: {}`,
      "druva-scim.yaml:6:1: provider: unknown key. Did you mean providers? Known here: version, tenants, providers, backend",
    ],
    [
      "an unknown key that is like no other",
      withTenant("bindings: {}", "colour: blue"),
      "druva-scim.yaml:6:5: tenants.acme.colour: unknown key. Known here: scimUrl, begin, invalidateExisting, issuedOn, policy, rotationRequest, issuer, requireAllBound, allowDestroy, journalDir, bindings",
    ],
    [
      "a value that is none of the allowed",
      "version: 1\ntenants:\n  acme:\n    begin: adapt\n    bindings: {}",
      'druva-scim.yaml:4:12: tenants.acme.begin: found "adapt", expected observe or adopt or issue',
    ],
    [
      "a missing key, where it belongs",
      withTenant("rotationRequest:", "  generation: 2", "  date: 2027-01-01", "bindings: {}"),
      "druva-scim.yaml:6:7: tenants.acme.rotationRequest.reason: missing. Expected a text",
    ],
    [
      "an id that is no object id",
      withTenant("bindings:", "  entra: [{ id: Druva }]"),
      `druva-scim.yaml:6:21: tenants.acme.bindings.entra[0].id: found "Druva", expected the enterprise application's object id, such as 00000000-0000-0000-0000-0000000000aa`,
    ],
    [
      "a text that YAML takes for a number",
      withTenant("bindings:", "  okta: [{ id: 0oa1, enteredBy: person, confirmed: 123456789012 }]"),
      "druva-scim.yaml:6:56: tenants.acme.bindings.okta[0].confirmed: found a number, expected a text: put it in quotes",
    ],
    [
      "a kind of issuer that there is not",
      withTenant("issuer: { kind: console }", "bindings: {}"),
      'druva-scim.yaml:5:21: tenants.acme.issuer.kind: found "console", expected handover or command',
    ],
    [
      "a day that is none",
      withTenant("issuedOn: 2026-02-30", "bindings: {}"),
      'druva-scim.yaml:5:15: tenants.acme.issuedOn: found "2026-02-30", expected a day as YYYY-MM-DD, such as 2027-01-31',
    ],
    [
      "a number that is too small",
      withTenant("policy: { lifetimeDays: 0 }", "bindings: {}"),
      "druva-scim.yaml:5:29: tenants.acme.policy.lifetimeDays: found 0, expected at least 1",
    ],
    [
      "a tenant's name that is none",
      "version: 1\ntenants:\n  Acme Ltd: { begin: adopt, bindings: {} }",
      'druva-scim.yaml:3:3: tenants.Acme Ltd: "Acme Ltd" is no name. Expected lower-case letters, digits and hyphens, such as acme-emea',
    ],
    [
      "an expression that Terraform would evaluate",
      withTenant("bindings:", "  command: [{ name: x, bind: ['${var.token}'], test: [t] }]"),
      'druva-scim.yaml:6:35: tenants.acme.bindings.command[0].bind[0]: found "${var.token}", expected a text without ${ and %{, which Terraform would evaluate',
    ],
    [
      "a value where keys are expected",
      withTenant("bindings: none"),
      'druva-scim.yaml:5:15: tenants.acme.bindings: found "none", expected keys and values: entra, okta, command',
    ],
    [
      "an empty file",
      "",
      "druva-scim.yaml:1:1: found nothing, expected keys and values: version, tenants, providers, backend",
    ],
    [
      "no tenant at all",
      "version: 1\ntenants: {}",
      "druva-scim.yaml:2:10: tenants: found keys and values, expected a tenant",
    ],
    [
      "another version of the format",
      "version: 2\ntenants: { acme: { begin: adopt, bindings: {} } }",
      "druva-scim.yaml:1:10: version: found 2, expected 1",
    ],
    [
      "a provider that is not listed",
      `${withTenant("bindings:", "  okta: [{ id: 0oa1, provider: emea }]")}\nproviders: { okta: { apac: {} } }`,
      'druva-scim.yaml:6:36: tenants.acme.bindings.okta[0].provider: "emea" is not in providers.okta. Known: default, apac. Add it there, or leave it out',
    ],
    [
      "one state for two tenants",
      "version: 1\ntenants:\n  a: { begin: adopt, bindings: {} }\n  b: { begin: adopt, bindings: {} }\nbackend:\n  s3: { key: state }",
      'druva-scim.yaml:6:7: backend.s3: all tenants would share one state. Put "{stack}" into the attribute that tells states apart, such as key: druva/{stack}.tfstate',
    ],
    [
      "two backends",
      `${withTenant("bindings: {}")}\nbackend: { s3: {}, pg: {} }`,
      "druva-scim.yaml:6:10: backend: found keys and values, expected one backend",
    ],
  ];
  test.each(cases)("%s", (_name, text, told) => {
    expect(problemsOf(text)).toEqual([told]);
  });

  test("every problem at once", () => {
    expect(problemsOf("version: 1\ntenants:\n  acme:\n    begin: adapt")).toHaveLength(2);
  });

  test("text that is no YAML", () => {
    expect(problemsOf("version: 1\n\ttenants: [")[0]).toMatch(
      /^druva-scim\.yaml:2:\d+: this is no YAML: /,
    );
  });

  test("a key that is there twice", () => {
    expect(problemsOf("version: 1\nversion: 1\ntenants: {}")).toEqual([
      "druva-scim.yaml:2:1: this is no YAML: Map keys must be unique",
    ]);
  });

  test("a file that is not there", () => {
    expect(() => loadConfig("nowhere/druva-scim.yaml")).toThrow(
      /^nowhere\/druva-scim\.yaml: there is no such file here.*DRUVA_SCIM_CONFIG/,
    );
  });
});

describe("a secret in the file", () => {
  test.each([
    [
      "clientSecret",
      `${withTenant("bindings: {}")}\nproviders: { entra: { default: { clientSecret: hunter2 } } }`,
    ],
    [
      "apiToken",
      `${withTenant("bindings: {}")}\nproviders: { okta: { default: { apiToken: hunter2 } } }`,
    ],
    ["token", withTenant("token: hunter2", "bindings: {}")],
  ])("is refused by its key (%s), and never repeated", (key, text) => {
    const [problem] = problemsOf(text);
    expect(problem).toContain(`${key}: unknown key. Secrets never stand in this file`);
    expect(problem).not.toContain("hunter2");
  });

  test("among a backend's attributes is refused", () => {
    const text = `${withTenant("bindings: {}")}\nbackend: { s3: { secret_key: hunter2 } }`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/6:\d+: backend\.s3\.secret_key: a secret in the file(?!.*hunter2)/),
    ]);
  });

  test("a long text in the wrong place is not repeated", () => {
    const token = "x".repeat(60);
    expect(problemsOf(withTenant(`begin2: ${token}`, "bindings: {}")).join()).not.toContain(token);
    expect(problemsOf(withTenant("bindings:", `  okta: [{ id: ${token} }]`))).toEqual([
      expect.stringContaining("found a text of 60 characters"),
    ]);
  });
});

test("whatever YAML holds, it is either a config or a list of problems with positions in the file", () => {
  const anything = fc.oneof(
    fc.anything({ maxDepth: 4, withBigInt: false, withDate: false }),
    fc.record({ version: fc.constant(1), tenants: fc.dictionary(fc.string(), fc.object()) }),
  );
  fc.assert(
    fc.property(anything, (value) => {
      const text = toYaml(value);
      fc.pre(text !== undefined);
      const lines = text.split("\n").length;
      for (const problem of problemsOf(text)) {
        const line = Number(/^druva-scim\.yaml:(\d+):\d+: /s.exec(problem)?.[1] ?? NaN);
        if (!problem.startsWith("druva-scim.yaml:")) continue; // a key with a line break in it
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
      }
    }),
  );
});

function toYaml(value: unknown): string | undefined {
  try {
    return stringify(value);
  } catch {
    return undefined; // not every value can be written down
  }
}

test("the editors' schema names every key that the reader knows", () => {
  const schema = readFileSync(join(project, "config/druva-scim.schema.json"), "utf8");
  for (const key of ["rotateBeforeDays", "enteredBy", "deadlineSeconds", "useOidc"]) {
    expect(schema).toContain(`"${key}"`);
  }
});
