import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";
import { stringify } from "yaml";

import { loadConfig, parseConfig } from "../../config/load";
import { codesOf, problemsOf, withTenant } from "./problems";

const project = join(__dirname, "../..");

const withEntra = (...keys: string[]) =>
  withTenant(
    `bindings: { entra: [{ ${["id: 00000000-0000-0000-0000-0000000000aa", ...keys].join(", ")} }] }`,
  );

describe("a config that is fine", () => {
  test("is the one in this package", () => {
    const { tenants } = loadConfig(join(project, "druva-scim.yaml"));
    expect(Object.keys(tenants)).toEqual(["acme"]);
    expect(tenants["acme"]?.bindings.entra?.map(({ name }) => name)).toEqual([
      "Druva Engineering",
      "Druva Sales",
      "Druva Legal",
    ]);
  });

  test("says who writes the token, for some in each way that there is", () => {
    const { entra = [], okta = [] } =
      loadConfig(join(project, "druva-scim.yaml")).tenants["acme"]?.bindings ?? {};
    const ways = [...entra, ...okta].map(({ through = "druva" }) => through);
    expect(new Set(ways)).toEqual(new Set(["druva", "azuread", "okta", "person"]));
  });

  test("may give an Entra application its own Tenant URL and the settings that Graph hides", () => {
    const settings = { SyncAll: "false", SyncNotificationSettings: '{"Enabled":false}' };
    const tenantUrl = "https://apis.druva.com/insync/scim?aadOptscim062020&x=a@b";
    const { tenants } = parseConfig(
      withEntra(`tenantUrl: "${tenantUrl}"`, `hiddenSettings: ${JSON.stringify(settings)}`),
    );
    expect(tenants["acme"]?.bindings.entra).toMatchObject([
      { tenantUrl, hiddenSettings: settings },
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
      "druva-scim.yaml:8:11: tenants.acme.bindings.entra[0].manageJobs: unknown key. Did you mean manageJob? Known here: id, name, provider, through, tenantUrl, hiddenSettings, jobId, manageJob, templateId, untestable, released",
    ],
    [
      "an unknown key at the top",
      `${withTenant("bindings: {}")}\nprovider: {}`,
      "druva-scim.yaml:6:1: provider: unknown key. Did you mean providers? It belongs in tenants.<name>.bindings.entra[] or tenants.<name>.bindings.okta[]. Known here: version, tenants, providers, backend",
    ],
    [
      "an unknown key that is like no other",
      withTenant("bindings: {}", "colour: blue"),
      "druva-scim.yaml:6:5: tenants.acme.colour: unknown key. Known here: scimUrl, begin, invalidateExisting, issuedOn, policy, rotationRequest, issuer, acceptUnproven, requireAllBound, unrelated, allowDestroy, journalDir, bindings",
    ],
    [
      "a token where another text belongs, with what to do about it",
      `version: 1\ntenants:\n  acme:\n    begin: ${"k3y".repeat(10)}\n    bindings: {}`,
      "druva-scim.yaml:4:12: tenants.acme.begin: found a text of 30 characters, expected observe or adopt or issue. Secrets come from the environment. Treat one that was written down as leaked",
    ],
    [
      "a config without tenants, with an example of one",
      "version: 1",
      'druva-scim.yaml:1:1: tenants: missing, expected keys and values by name, such as {"acme":{"begin":"adopt","bindings":{"entra":[]}}}',
    ],
    [
      "a tenant without settings, with those that it needs first",
      "version: 1\ntenants:\n  acme:",
      "druva-scim.yaml:3:8: tenants.acme: found nothing, expected keys and values: begin, bindings, and as needed scimUrl, invalidateExisting, issuedOn, policy, rotationRequest, issuer, acceptUnproven, requireAllBound, unrelated, allowDestroy, journalDir",
    ],
    [
      "a value that is none of the allowed",
      "version: 1\ntenants:\n  acme:\n    begin: adapt\n    bindings: {}",
      'druva-scim.yaml:4:12: tenants.acme.begin: found "adapt", expected observe or adopt or issue. Did you mean adopt?',
    ],
    [
      "a missing key, where it belongs",
      withTenant("rotationRequest:", "  generation: 2", "  date: 2027-01-01", "bindings: {}"),
      "druva-scim.yaml:6:7: tenants.acme.rotationRequest.reason: missing, expected a text",
    ],
    [
      "an id that is no object id",
      withTenant("bindings:", "  entra: [{ id: Druva }]"),
      `druva-scim.yaml:6:21: tenants.acme.bindings.entra[0].id: found a text of 5 characters, expected the enterprise application's object id, such as 00000000-0000-0000-0000-0000000000aa (Entra: Enterprise applications > the app > Overview > Object ID)`,
    ],
    [
      "a text that YAML takes for a number",
      withTenant("bindings:", "  okta: [{ id: 0oa1, through: person, confirmed: 123456789012 }]"),
      "druva-scim.yaml:6:54: tenants.acme.bindings.okta[0].confirmed: found a number, expected a text. Put it in quotes",
    ],
    [
      "a kind of issuer that there is not",
      withTenant("issuer: { kind: console }", "bindings: {}"),
      "druva-scim.yaml:5:21: tenants.acme.issuer.kind: found a text of 7 characters, expected handover or command",
    ],
    [
      "a day that is none",
      withTenant("issuedOn: 2026-02-30", "bindings: {}"),
      'druva-scim.yaml:5:15: tenants.acme.issuedOn: found "2026-02-30", expected a day as YYYY-MM-DD, such as 2027-01-31. There is no such day',
    ],
    [
      "a number that is too small",
      withTenant("policy: { lifetimeDays: 0 }", "bindings: {}"),
      "druva-scim.yaml:5:29: tenants.acme.policy.lifetimeDays: found 0, expected at least 1",
    ],
    [
      "a tenant's name that is none",
      "version: 1\ntenants:\n  Acme Ltd: { begin: adopt, bindings: {} }",
      "druva-scim.yaml:3:3: tenants.(a key of 8 characters): not a name, expected lower-case letters, digits and hyphens, such as acme-emea",
    ],
    [
      "an expression that Terraform would evaluate",
      withTenant("bindings:", "  command: [{ name: x, bind: ['${var.token}'], test: [t] }]"),
      "druva-scim.yaml:6:35: tenants.acme.bindings.command[0].bind[0]: found a text of 12 characters, expected a literal text without ${ and %{: every user of the machine can read command lines, and a reference may be the token",
    ],
    [
      "a value where keys are expected",
      withTenant("bindings: none"),
      "druva-scim.yaml:5:15: tenants.acme.bindings: found a text of 4 characters, expected keys and values: entra, okta, command",
    ],
    ["an empty file", "", "druva-scim.yaml: the file is empty. druva-scim init writes one"],
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
      "druva-scim.yaml:6:36: tenants.acme.bindings.okta[0].provider: found a text of 4 characters, expected default or apac. Add it to providers.okta, or leave it out",
    ],
    [
      "one state for two tenants",
      "version: 1\ntenants:\n  a: { begin: adopt, bindings: {} }\n  b: { begin: adopt, bindings: {} }\nbackend:\n  s3: { key: state }",
      'druva-scim.yaml:6:7: backend.s3: found one state for all tenants, expected "{stack}" in key or bucket, which tells states apart',
    ],
    [
      "a kind of issuer that is misspelt",
      withTenant("issuer: { kind: comand, command: [x] }", "bindings: {}"),
      'druva-scim.yaml:5:21: tenants.acme.issuer.kind: found "comand", expected handover or command. Did you mean command?',
    ],
    [
      "a provider that is misspelt",
      `${withTenant("bindings:", "  okta: [{ id: 0oa1, provider: apca }]")}\nproviders: { okta: { apac: {} } }`,
      'druva-scim.yaml:6:36: tenants.acme.bindings.okta[0].provider: found "apca", expected default or apac. Add it to providers.okta, or leave it out',
    ],
    [
      "a text of blanks",
      withTenant("bindings:", '  okta: [{ id: 0oa1, untestable: " " }]'),
      "druva-scim.yaml:6:38: tenants.acme.bindings.okta[0].untestable: found an empty text, expected a text that is not empty",
    ],
    [
      "an alias of nothing",
      withTenant("issuedOn: *hunter2", "bindings: {}"),
      "druva-scim.yaml:5:15: invalid YAML: unknown anchor",
    ],
    [
      "a writer of another vendor",
      withEntra("through: okta"),
      "druva-scim.yaml:5:78: tenants.acme.bindings.entra[0].through: found a text of 4 characters, expected druva or azuread",
    ],
    [
      "a query in the SCIM URL, with the key that takes one",
      withTenant("scimUrl: https://x.test/scim?aadOptscim062020", "bindings: {}"),
      "druva-scim.yaml:5:14: tenants.acme.scimUrl: found a text of 36 characters, expected an address without ? and #. A query that Entra needs belongs in tenantUrl of the Entra binding",
    ],
    ...(
      [
        ["a Tenant URL without TLS", "http://x.test/scim", "an address that begins with https://"],
        [
          "a user in a Tenant URL",
          "https://u:p@x.test/scim?y",
          "an address without a user's name or password",
        ],
        ["a fragment in a Tenant URL", "https://x.test/scim?y#z", "an address without #"],
      ] as const
    ).map(([name, url, expected]): [string, string, string] => [
      name,
      withEntra(`tenantUrl: "${url}"`),
      `druva-scim.yaml:5:80: tenants.acme.bindings.entra[0].tenantUrl: found a text of ${url.length} characters, expected ${expected}`,
    ]),
    [
      "a hidden setting that is not one of Entra's own",
      withEntra("hiddenSettings: { SyncAl: x }"),
      "druva-scim.yaml:5:87: tenants.acme.bindings.entra[0].hiddenSettings.SyncAl: unknown key. Did you mean SyncAll? Known here: SyncAll, SyncNotificationSettings",
    ],
    [
      "a secret among the hidden settings",
      withEntra("hiddenSettings: { SecretToken: x }"),
      "druva-scim.yaml:5:87: tenants.acme.bindings.entra[0].hiddenSettings.(a key of 11 characters): unknown key, expected no secret here. Secrets come from the environment. Treat one that was written down as leaked",
    ],
    [
      "a key that may be a token",
      withTenant("eyJhbGciOiJIUzI1NiJ9abcdefgh12: 1", "bindings: {}"),
      expect.stringMatching(/\(a key of 30 characters\): unknown key.*Treat one that was written/),
    ],
    [
      "a hidden setting that YAML takes for a truth value",
      withEntra("hiddenSettings: { SyncAll: false }"),
      "druva-scim.yaml:5:96: tenants.acme.bindings.entra[0].hiddenSettings.SyncAll: found false, expected a text. Put it in quotes",
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

  test.each([
    ["an object id that lost a digit", "entra", "00000000-0000-0000-0000-0000000000a"],
    ["an app's id with a letter for its zero", "okta", "Ooa1"],
  ])("%s is shown", (_what, kind, id) => {
    expect(problemsOf(withTenant("bindings:", `  ${kind}: [{ id: ${id} }]`)).join()).toContain(
      `found "${id}", expected`,
    );
  });

  test.each(["2026-2-1", "1.2.2026", "2026-02-01T10:00:00Z"])(
    "a day written as %s is shown",
    (day) => {
      expect(problemsOf(withTenant(`issuedOn: ${day}`, "bindings: {}")).join()).toContain(
        `found "${day}", expected a day`,
      );
    },
  );

  test("of text that is no YAML the first error, and none that only follows from it", () => {
    const text = withTenant("bindings:", "  entra: [", "    - id: x", "  okta: []", "policy: {}");
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^druva-scim\.yaml:\d+:\d+: invalid YAML: /),
    ]);
  });

  test("text that is no YAML", () => {
    expect(problemsOf("version: 1\n\ttenants: [")[0]).toMatch(
      /^druva-scim\.yaml:2:\d+: invalid YAML: /,
    );
  });

  test("a key that is there twice", () => {
    expect(problemsOf("version: 1\nversion: 1\ntenants: {}")).toEqual([
      "druva-scim.yaml:2:1: invalid YAML: the key version stands twice, first in line 1",
    ]);
  });

  test("a key that is there twice and may be a secret", () => {
    expect(problemsOf("hunter2: 1\nversion: 1\nhunter2: 1")).toEqual([
      "druva-scim.yaml:3:1: invalid YAML: (a key of 7 characters) stands twice, first in line 1",
    ]);
  });

  test("a file that is not there", () => {
    expect(() => loadConfig("nowhere/druva-scim.yaml")).toThrow(
      /^nowhere\/druva-scim\.yaml: no such file.*DRUVA_SCIM_CONFIG/,
    );
  });
});

describe("what does not go together is told with file, line, column and key", () => {
  const id = "00000000-0000-0000-0000-0000000000aa";
  const automatic = "policy: { mode: automatic }";
  const issuer = "issuer: { kind: command, command: [x] }";
  const beginning = (begin: string, ...lines: string[]) =>
    withTenant(...lines).replace("begin: adopt", `begin: ${begin}`);
  const cases: [name: string, text: string, told: string][] = [
    [
      "one Entra application twice, however its id is written",
      withTenant("bindings:", "  entra:", `    - id: ${id}`, `    - id: ${id.toUpperCase()}`),
      "8:15 tenants.acme.bindings.entra[1].id: bound-twice",
    ],
    [
      "one Okta app twice",
      withTenant("bindings: { okta: [{ id: 0oa1 }, { id: 0oa1, released: true }] }"),
      "5:44 tenants.acme.bindings.okta[1].id: bound-twice",
    ],
    [
      "one command binding twice",
      withTenant(
        "bindings: { command: [{ name: x, bind: [b], test: [t] }, { name: x, bind: [b], test: [t] }] }",
      ),
      "5:70 tenants.acme.bindings.command[1].name: bound-twice",
    ],
    [
      "an automatic rotation with handed-over tokens",
      withTenant(automatic, "bindings: {}"),
      "5:21 tenants.acme.policy.mode: automatic-handover",
    ],
    [
      "releasing all where a rotation may come by itself",
      withTenant(automatic, issuer, "allowDestroy: true", "bindings: {}"),
      "7:19 tenants.acme.allowDestroy: automatic-release",
    ],
    [
      "a rotation request while observing",
      beginning(
        "observe",
        "rotationRequest: { generation: 2, reason: due, date: 2027-01-01 }",
        "bindings: {}",
      ),
      "5:22 tenants.acme.rotationRequest: rotation-while-observing",
    ],
    [
      "an automatic rotation while observing",
      beginning("observe", automatic, issuer, "bindings: {}"),
      "5:21 tenants.acme.policy.mode: rotation-while-observing",
    ],
    [
      "issuing without saying that the token in use dies",
      beginning("issue", "invalidateExisting: false", "bindings: {}"),
      "4:12 tenants.acme.begin: issue-ends-token",
    ],
    [
      "the age of a token that is not made yet",
      beginning("issue", "issuedOn: 2026-01-01", "invalidateExisting: true", "bindings: {}"),
      "5:15 tenants.acme.issuedOn: issued-on-not-adopted",
    ],
    [
      "a lifetime above Druva's",
      withTenant("policy: { lifetimeDays: 366 }", "bindings: {}"),
      "5:29 tenants.acme.policy.lifetimeDays: too_big",
    ],
    [
      "a policy under which every token is due at once",
      withTenant("policy: { lifetimeDays: 30, rotateBeforeDays: 30 }", "bindings: {}"),
      "5:51 tenants.acme.policy.rotateBeforeDays: always-due",
    ],
    [
      "a life that is shorter than the time before which a token is due",
      withTenant("policy: { lifetimeDays: 30 }", "bindings: {}"),
      "5:29 tenants.acme.policy.lifetimeDays: always-due",
    ],
    [
      "a job without its template",
      withTenant(`bindings: { entra: [{ id: ${id}, manageJob: true }] }`),
      "5:80 tenants.acme.bindings.entra[0].manageJob: job-without-template",
    ],
    [
      "a job of ours while observing",
      beginning("observe", `bindings: { entra: [{ id: ${id}, manageJob: true, templateId: t }] }`),
      "5:80 tenants.acme.bindings.entra[0].manageJob: job-while-observing",
    ],
    [
      "an app that a person enters, beside a command that makes the token while deploying",
      withTenant(issuer, "bindings: { okta: [{ id: 0oa1, through: person }] }"),
      "6:45 tenants.acme.bindings.okta[0].through: person-beside-command",
    ],
    [
      "a confirmation of what no person enters",
      withTenant("bindings: { okta: [{ id: 0oa1, confirmed: '0123456789ab' }] }"),
      "5:47 tenants.acme.bindings.okta[0].confirmed: confirmed-without-person",
    ],
  ];
  test.each(cases)("%s", (_name, text, told) => {
    expect(codesOf(text)).toEqual([told]);
  });
});

describe("a first token that is issued in CI", () => {
  const at = (CI: string, ...lines: string[]) => {
    const text = withTenant("invalidateExisting: true", ...lines, "bindings: {}");
    const kept = `${text.replace("adopt", "issue")}\nbackend: { pg: { schema_name: acme } }`;
    return () => parseConfig(kept, "c.yaml", new Date(), { CI });
  };
  const request = (generation: number) =>
    `rotationRequest: { generation: ${generation}, reason: first, date: 2026-11-02 }`;

  test.each([
    ["without a request", []],
    ["with a request for a later generation", [request(2)]],
  ])("is refused %s: where the state is lost it would end the one in use", (_how, lines) => {
    expect(at("true", ...lines)).toThrow(
      /^c\.yaml:4:12: tenants\.acme\.begin: found "issue" in CI/,
    );
  });

  test("is fine with a reviewed request for generation 1, and outside of CI", () => {
    expect(at("true", request(1))).not.toThrow();
    expect(at("")).not.toThrow();
  });
});

describe("state in a local file, in CI", () => {
  const adopting = withTenant("bindings: {}");
  const backend = (text: string) => `${adopting}\nbackend: ${text}`;

  test.each([
    ["no backend is named", adopting, { CI: "true" }],
    ["in Azure Pipelines", adopting, { TF_BUILD: "True" }],
    ["it is below the checkout", backend("{ local: { path: acme.tfstate } }"), { CI: "1" }],
  ])("is refused where %s: it has the only copy of the token", (_where, text, environment) => {
    expect(codesOf(text, environment)).toEqual([
      expect.stringContaining("backend: local-state-in-ci"),
    ]);
  });

  test.each<[string, string, NodeJS.ProcessEnv]>([
    ["outside of CI", adopting, {}],
    ["with a backend", backend("{ pg: { schema_name: acme } }"), { CI: "true" }],
    [
      "by an absolute path, which somebody chose",
      backend("{ local: { path: /srv/acme } }"),
      { CI: "true" },
    ],
    [
      "while only observing, which has no token",
      adopting.replace("adopt", "observe"),
      { CI: "true" },
    ],
    ["on the sandbox", adopting, { CI: "true", DRUVA_SCIM_URL: "https://localhost/scim" }],
  ])("is fine %s", (_where, text, environment) => {
    expect(codesOf(text, environment)).toEqual([]);
  });
});

describe("where sign-in secrets are sent", () => {
  const withProvider = (text: string) => `${withTenant("bindings: {}")}\nproviders: ${text}`;
  test.each([
    ["okta: { emea: { orgName: 'evil.example/?' } }", "providers.okta.emea.orgName"],
    ["okta: { emea: { baseUrl: 'https://evil.example' } }", "providers.okta.emea.baseUrl"],
    ["entra: { emea: { metadataHost: 'evil.example/x' } }", "providers.entra.emea.metadataHost"],
  ])("is a name, never a part of an address: %s", (provider, key) => {
    expect(codesOf(withProvider(`{ ${provider} }`))).toEqual([
      expect.stringContaining(`${key}: invalid_format`),
    ]);
  });

  test("may be an organization by its name, and a cloud by its host", () => {
    const fine = "{ okta: { emea: { orgName: acme-emea, baseUrl: okta-emea.com } } }";
    expect(problemsOf(withProvider(fine))).toEqual([]);
  });
});

test("a key in the wrong place is named, with the place where it belongs", () => {
  expect(problemsOf(withTenant("rotateBeforeDays: 60", "bindings: {}"))).toEqual([
    expect.stringMatching(
      /5:5: tenants\.acme\.rotateBeforeDays: unknown key\. It belongs in tenants\.<name>\.policy\./,
    ),
  ]);
});

test("values that are refused hide nothing else that is wrong, and are told once", () => {
  const text = withTenant(
    "issuedOn: soon",
    "policy: { mode: automatic, lifetimeDays: x }",
    "issuer: 7",
    "bindings: { okta: [{ id: 0oa1 }, { id: 0oa1, through: 1 }] }",
  );
  expect(codesOf(text.replace("adopt", "observe")).map((each) => each.split(" ")[2])).toEqual([
    "invalid_format",
    "invalid_type",
    "invalid_type",
    "invalid_value",
    "rotation-while-observing",
    "bound-twice",
  ]);
});

describe("applications that do not hold the tenant's token", () => {
  const id = "00000000-0000-0000-0000-0000000000aa";
  const unrelated = (...entries: string[]) => `unrelated: [${entries.join(", ")}]`;

  test("may be named, in any order and case", () => {
    const text = withTenant(unrelated("okta/0oa1", `entra/${id}`), "bindings: {}");
    expect(problemsOf(text)).toEqual([]);
  });

  test("are refused where they are bound, named twice or have no such form", () => {
    const text = withTenant(
      unrelated(`entra/${id.toUpperCase()}`, "okta/0oa1", "okta/0oa1", id),
      `bindings: { entra: [{ id: ${id} }] }`,
    );
    expect(codesOf(text)).toEqual([
      "5:83 tenants.acme.unrelated[3]: invalid_format",
      "5:17 tenants.acme.unrelated[0]: unrelated-and-bound",
      "5:72 tenants.acme.unrelated[2]: unrelated-twice",
    ]);
  });
});

describe("one application in two tenants", () => {
  const id = "00000000-0000-0000-0000-0000000000aa";
  const tenants = (one: string, other: string) =>
    `version: 1\ntenants:\n  one: { begin: adopt, bindings: ${one} }\n  two: { begin: adopt, bindings: ${other} }`;
  const entra = (entry: string) => `{ entra: [{ id: ${entry} }] }`;
  const okta = (entry: string) => `{ okta: [{ id: ${entry} }] }`;

  test.each([
    ["an Entra application, however its id is written", entra(id), entra(id.toUpperCase())],
    ["an Okta app", okta("0oa1"), okta("0oa1")],
  ])("is refused at the second: %s", (_what, one, other) => {
    expect(problemsOf(tenants(one, other))).toEqual([
      expect.stringMatching(
        /^druva-scim\.yaml:4:\d+: tenants\.two\.bindings\.(\w+)\[0\]\.id: found the same as tenants\.one\.bindings\.\1\[0\]\.id, expected each application in one tenant/,
      ),
    ]);
  });

  const command = "{ command: [{ name: x, bind: [b], test: [t] }] }";
  test.each([
    ["one of them released it, which is how it moves", entra(`${id}, released: true`), entra(id)],
    ["it is the name of a command binding, which is each tenant's own", command, command],
    ["Okta's ids differ in case", okta("0oa1a"), okta("0oa1A")],
  ])("is fine where %s", (_why, one, other) => {
    expect(problemsOf(tenants(one, other))).toEqual([]);
    expect(problemsOf(tenants(other, one))).toEqual([]);
  });
});

describe("the day on which an adopted token was generated", () => {
  const at = (issuedOn: string, now: string, environment = {}) => {
    const text = withTenant(`issuedOn: ${issuedOn}`, "bindings: {}");
    return () => parseConfig(text, "c.yaml", new Date(now), environment);
  };

  test("must not lie in the future, with the day that is today", () => {
    expect(at("2099-01-01", "2026-11-24T10:00:00Z")).toThrow(
      /^c\.yaml:5:15: tenants\.acme\.issuedOn: found 2099-01-01, which lies in the future, expected .* at most 2026-11-24/,
    );
    expect(at("2026-11-26", "2026-11-24T23:59:59Z")).toThrow("lies in the future");
  });

  test("may be tomorrow, which it is already somewhere", () => {
    expect(at("2026-11-25", "2026-11-24T00:00:00Z")).not.toThrow();
  });

  test("may lie in the future on the sandbox, whose clock is moved", () => {
    for (const url of ["https://localhost:8443/scim", "https://127.0.0.1/x", "https://[::1]/x"]) {
      const environment = { DRUVA_SCIM_CLOCK_FILE: "clock", DRUVA_SCIM_URL: url };
      expect(at("2099-01-01", "2026-11-24T10:00:00Z", environment)).not.toThrow();
    }
  });

  test.each([
    ["on the sandbox, whose clock is not moved", { DRUVA_SCIM_URL: "https://localhost/scim" }],
    ["of a real tenant, whatever the sandbox left behind", { DRUVA_SCIM_CLOCK_FILE: "clock" }],
    [
      "of a real tenant at another address",
      { DRUVA_SCIM_CLOCK_FILE: "clock", DRUVA_SCIM_URL: "https://localhost.example/scim" },
    ],
  ])("must not %s", (_which, environment) => {
    expect(at("2099-01-01", "2026-11-24T10:00:00Z", environment)).toThrow("lies in the future");
  });

  test("must not of a tenant whose config names an address that is not the sandbox's", () => {
    const lines = ["issuedOn: 2099-01-01", "scimUrl: https://druva.test/scim", "bindings: {}"];
    const sandbox = { DRUVA_SCIM_CLOCK_FILE: "c", DRUVA_SCIM_URL: "https://localhost/scim" };
    expect(() => parseConfig(withTenant(...lines), "c.yaml", new Date(0), sandbox)).toThrow(
      "lies in the future",
    );
  });
});

describe("with several tenants, {stack} belongs where a backend tells states apart", () => {
  const withBackend = (backend: string) =>
    `version: 1\ntenants:\n  a: { begin: adopt, bindings: {} }\n  b: { begin: adopt, bindings: {} }\nbackend: ${backend}`;
  test.each([
    "{ s3: { bucket: b, key: 'druva/{stack}' } }",
    "{ azurerm: { container_name: '{stack}', key: k } }",
    "{ gcs: { prefix: '{stack}' } }",
    "{ local: { path: '/srv/{stack}.tfstate' } }",
    "{ pg: { schema_name: '{stack}' } }",
    "{ http: { address: 'https://states.test/{stack}' } }",
    "{ kubernetes: { secret_suffix: '{stack}' } }",
    "{ cloud: { workspaces: { name: '{stack}' } } }",
    "{ remote: { workspaces: { prefix: '{stack}-' } } }",
    "{ of_tomorrow: { anything: ['{stack}'] } }",
  ])("%s", (backend) => {
    expect(problemsOf(withBackend(backend))).toEqual([]);
  });

  test.each([
    ["{ s3: { key: k, region: '{stack}' } }", "key or bucket"],
    ["{ gcs: { bucket: b, '{stack}': x } }", "prefix or bucket"],
    ["{ cloud: { organization: '{stack}' } }", "workspaces.name"],
    ["{ cloud: { workspaces: { tags: ['{stack}'] } } }", "workspaces.name"],
    ["{ pg: {} }", "schema_name or table_name"],
  ])("not elsewhere: %s", (backend, where) => {
    expect(problemsOf(withBackend(backend))).toEqual([
      expect.stringContaining(`expected "{stack}" in ${where}, which`),
    ]);
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
    expect(problem).toContain(`${key}: unknown key, expected no secret here`);
    expect(problem).not.toContain("hunter2");
  });

  test("among a backend's attributes is refused", () => {
    const text = `${withTenant("bindings: {}")}\nbackend: { s3: { secret_key: hunter2 } }`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/6:\d+: backend\.s3\.secret_key: found a secret(?!.*hunter2)/),
    ]);
  });

  const inBackend = (attributes: string) =>
    problemsOf(`${withTenant("bindings: {}")}\nbackend: ${attributes}`);

  test.each([
    [
      "{ s3: { assume_role_with_web_identity: { web_identity_token: hunter2 } } }",
      "web_identity_token",
    ],
    ["{ s3: { sse_customer_key: hunter2 } }", "sse_customer_key"],
    ["{ gcs: { credentials: { private: { part: hunter2 } } } }", "credentials.private.part"],
    ["{ http: { headers: { Authorization: [hunter2] } } }", "Authorization[0]"],
    ["{ kubernetes: { exec: [{ password: 12345678 }] } }", "password"],
  ])("is refused wherever it is in a backend: %s", (attributes, key) => {
    expect(inBackend(attributes)).toEqual([expect.stringContaining(`${key}: found a secret`)]);
    expect(inBackend(attributes).join()).not.toMatch(/hunter2|12345678/);
  });

  test.each([
    "{ s3: { shared_credentials_files: [/etc/aws], skip_credentials_validation: true } }",
    "{ s3: { assume_role_with_web_identity: { web_identity_token_file: /run/token } } }",
    "{ azurerm: { client_certificate_path: /etc/pfx, oidc_token_file_path: /run/token } }",
    "{ gcs: { kms_encryption_key: projects/p/keys/k } }",
    "{ kubernetes: { secret_suffix: druva } }",
  ])("is not what only says where one is: %s", (attributes) => {
    expect(inBackend(attributes)).toEqual([]);
  });

  test("in an address is refused, and never repeated", () => {
    expect(inBackend('{ http: { address: "https://u:hunter2@states.test/x" } }')).toEqual([
      expect.stringMatching(
        /http\.address: found a user's name or password in an address(?!.*hunter2)/,
      ),
    ]);
    const scimUrl = problemsOf(
      withTenant("scimUrl: https://u:hunter2@x.test/scim", "bindings: {}"),
    );
    expect(scimUrl).toEqual([
      "druva-scim.yaml:5:14: tenants.acme.scimUrl: found a text of 29 characters, expected an address without a user's name or password",
    ]);
  });

  test("that Terraform would read from elsewhere is an expression, which no text may be", () => {
    expect(inBackend('{ http: { address: "https://x.test/${var.key}" } }')).toEqual([
      expect.stringContaining("backend.http.address: found a text with ${ or %{"),
    ]);
    expect(problemsOf(withTenant('scimUrl: "https://x.test/${var.key}"', "bindings: {}"))).toEqual([
      expect.stringContaining("expected a literal text without ${ and %{"),
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
  for (const key of [
    "rotateBeforeDays",
    "through",
    "hiddenSettings",
    "deadlineSeconds",
    "useOidc",
  ]) {
    expect(schema).toContain(`"${key}"`);
  }
});
