import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, Testing } from "cdktf";

import { parseConfig } from "../../config/load";
import { TenantStack } from "../../stacks/tenant-stack";

interface Synthesized {
  readonly provider: Record<string, object[]>;
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly terraform: Record<string, unknown>;
  readonly output: Record<string, { value: string }>;
}

/** The stack of the tenant "acme", whose keys (a YAML flow map's inside) and the file's further keys are given. */
function stackOf(tenant: string, ...more: string[]): Synthesized {
  const text = ["version: 1", `tenants: { acme: { begin: adopt, ${tenant} } }`, ...more].join("\n");
  const outdir = mkdtempSync(join(tmpdir(), "druva-scim-stack-"));
  try {
    const stack = new TenantStack(new App({ outdir }), "acme", parseConfig(text));
    stack.prepareStack();
    return JSON.parse(Testing.synth(stack, true)) as Synthesized;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const entra = (provider: string) =>
  `bindings: { entra: [{ id: 00000000-0000-0000-0000-0000000000aa, ${provider} }] }`;

test("a stack is named for its tenant", () => {
  const { terraform } = stackOf("bindings: {}");
  expect(JSON.stringify(terraform["backend"])).toContain("terraform.druva-scim-acme.tfstate");
});

test("outputs say which token it is and when it is due, and nothing that changes by time alone", () => {
  const { output } = stackOf("bindings: {}");
  expect(Object.keys(output).sort()).toEqual([
    "expires_at",
    "fingerprint",
    "generation",
    "issued_at",
    "rotate_at",
  ]);
});

test("what the config says of the token is what the token says", () => {
  const { resource, provider } = stackOf(
    "scimUrl: 'https://govcloudapis.druva.com/insync/scim', journalDir: /j, requireAllBound: true, unrelated: [okta/0oa1], acceptUnproven: 0123456789ab, rotationRequest: { generation: 2, reason: due, date: 2027-01-01 }, bindings: {}",
  );
  expect(Object.values(resource["druva_scim_token"] ?? {})).toMatchObject([
    {
      tenant: "acme",
      begin: "adopt",
      require_all_bound: true,
      unrelated: ["okta/0oa1"],
      accept_unproven: "0123456789ab",
      rotation_request: { generation: 2, reason: "due", date: "2027-01-01" },
    },
  ]);
  expect(provider["druva"]).toEqual([
    { scim_url: "https://govcloudapis.druva.com/insync/scim", journal_dir: "/j" },
  ]);
});

test("without `providers` all credentials come from the environment", () => {
  const { provider } = stackOf(entra("name: Engineering"));
  expect(provider).toEqual({ druva: [{}] });
  const { provider: both } = stackOf(entra("through: azuread"));
  expect(both).toEqual({ azuread: [{}], druva: [{}] });
});

test("a named provider becomes an aliased block and an entry of the druva provider", () => {
  const { provider, resource } = stackOf(
    entra("provider: emea, through: azuread"),
    "providers: { entra: { emea: { tenantId: t, useOidc: true }, apac: {} } }",
  );
  expect(provider["azuread"]).toEqual([{ alias: "emea", tenant_id: "t", use_oidc: true }]);
  expect(provider["druva"]).toEqual([
    { entra: { default: {}, emea: { tenant_id: "t", use_oidc: true } } },
  ]);
  expect(Object.values(resource["azuread_synchronization_secret"] ?? {})).toMatchObject([
    { provider: "azuread.emea" },
  ]);
});

test("a named provider keeps its block whoever writes: state may need it to let go of what it made", () => {
  const blockThrough = (writer: string) =>
    stackOf(
      entra(`provider: emea, through: ${writer}`),
      "providers: { entra: { emea: { tenantId: t } } }",
    ).provider["azuread"];
  expect(blockThrough("druva")).toEqual([{ alias: "emea", tenant_id: "t" }]);
  expect(blockThrough("druva")).toEqual(blockThrough("azuread"));
});

test("the provider named default has no alias", () => {
  const { provider } = stackOf(
    "bindings: { okta: [{ id: 0oa1 }] }",
    "providers: { okta: { default: { orgName: acme } } }",
  );
  expect(provider["okta"]).toEqual([{ org_name: "acme" }]);
  expect(provider["druva"]).toEqual([{ okta: { default: { org_name: "acme" } } }]);
});

test("a command binding carries its commands", () => {
  const { resource } = stackOf(
    "bindings: { command: [{ name: other, bind: [b, x], test: [t], environment: [E], deadlineSeconds: 3 }] }",
  );
  expect(Object.values(resource["druva_command_binding"] ?? {})).toMatchObject([
    { bind_command: ["b", "x"], test_command: ["t"], environment: ["E"], deadline_seconds: 3 },
  ]);
});

describe("the backend", () => {
  test("is Terraform's of that name, with {stack} filled in", () => {
    const { terraform } = stackOf(
      "bindings: {}",
      "backend: { azurerm: { key: 'druva/{stack}.tfstate', use_oidc: true, tags: ['{stack}'] } }",
    );
    expect(terraform["backend"]).toEqual({
      azurerm: {
        key: "druva/druva-scim-acme.tfstate",
        use_oidc: true,
        tags: ["druva-scim-acme"],
      },
    });
  });

  test("named cloud is a block of its own", () => {
    const { terraform } = stackOf(
      "bindings: {}",
      "backend: { cloud: { organization: acme, workspaces: { name: '{stack}' } } }",
    );
    expect(terraform["cloud"]).toEqual({
      organization: "acme",
      workspaces: { name: "druva-scim-acme" },
    });
    expect(terraform).not.toHaveProperty("backend");
  });
});
