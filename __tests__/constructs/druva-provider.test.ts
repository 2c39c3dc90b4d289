import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { App, TerraformProvider, TerraformStack, TerraformVariable } from "cdktf";

import { DruvaProvider, type DruvaProviderProps } from "../../constructs/druva-provider";
import { EntraScimBinding } from "../../constructs/entra-scim-binding";
import { DruvaScimToken } from "../../constructs/scim-token";
import { SynthError } from "../../constructs/synth-error";
import { synthesized } from "./synthesized";

const application = { id: "00000000-0000-0000-0000-0000000000aa" };

/** One that the package knows nothing of. */
class RandomProvider extends TerraformProvider {}

describe("at synth", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "druva-scim-provider-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Synthesizes for good, into a folder; returns the stack's. */
  function installed(fill: (stack: TerraformStack) => void): string {
    const app = new App({ outdir: join(folder, "out") });
    fill(new TerraformStack(app, "identity"));
    app.synth();
    return join(folder, "out/stacks/identity");
  }

  test("the provider and the launcher of commands are put into the stack's folder", () => {
    let locked = "";
    const stack = installed((each) => {
      const { terraformProviderSource: source = "", terraformGeneratorMetadata: made } =
        new DruvaProvider(each, "druva");
      locked = `${source}/${made?.providerVersionConstraint}`;
    });
    for (const file of [
      `plugins/${locked}/linux_amd64/terraform-provider-druva`,
      "druva-scim/bind-command.cjs",
    ]) {
      expect([file, existsSync(join(stack, "terraform.d", file))]).toEqual([file, true]);
    }
  });

  /** The version in the lock file by the provider's type. */
  function locked(fill: (stack: TerraformStack) => void): Record<string, string> {
    const text = readFileSync(join(installed(fill), ".terraform.lock.hcl"), "utf8");
    const entries = text.matchAll(/^provider ".*\/(.*)" \{\n {2}version {5}= "(.*)"/gm);
    return Object.fromEntries(
      [...entries].map(([, type = "", version = ""]) => [type, version] as const),
    );
  }
  const bindEntra = (stack: TerraformStack) => {
    const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
    new EntraScimBinding(stack, "entra", { token, application, through: "azuread" });
  };
  const ask = (stack: TerraformStack, version: string) =>
    stack.addOverride("terraform.required_providers.azuread.version", version);

  test("the tested version is locked where the stack asks for the tested range", () => {
    expect(locked(bindEntra)).toMatchObject({ azuread: "3.9.0" });
  });

  test("the version that the stack itself asks for is locked where it is an exact one", () => {
    const pinned = locked((each) => {
      bindEntra(each);
      ask(each, "3.8.0");
    });
    expect(pinned).toMatchObject({ azuread: "3.8.0" });
    const unused = locked((each) => {
      new AzureadProvider(each, "azuread", {});
      new DruvaProvider(each, "druva");
    });
    expect(unused).toMatchObject({ azuread: "3.7.0" }); // what the prebuilt package asks for
  });

  test("nothing is locked where the stack asks for another range, which our version may not be in", () => {
    const other = locked((each) => {
      bindEntra(each);
      ask(each, "~> 3.5, < 3.9");
    });
    expect(Object.keys(other)).toEqual(["druva"]);
  });

  test("every provider is locked: ours, the tested versions, and what others pin exactly", () => {
    const stack = installed((each) => {
      bindEntra(each);
      new RandomProvider(each, "random", {
        terraformResourceType: "random",
        terraformProviderSource: "hashicorp/random",
        terraformGeneratorMetadata: {
          providerName: "random",
          providerVersion: "3.7.2",
          providerVersionConstraint: "3.7.2",
        },
      });
    });
    const lock = readFileSync(join(stack, ".terraform.lock.hcl"), "utf8");
    expect([...lock.matchAll(/^provider "(.*)"/gm)].map(([, address]) => address).sort()).toEqual([
      "registry.terraform.io/hashicorp/azuread",
      "registry.terraform.io/hashicorp/random",
      "terraform.local/druva-scim/druva",
    ]);
    expect(lock).toContain('version     = "3.7.2"');
    expect(lock).not.toContain("hashes");
  });

  test("a committed lock file is looked for in the folder that is named", () => {
    const entry = 'provider "registry.terraform.io/hashicorp/azuread" {\n  version = "3.7.1"\n}';
    mkdirSync(join(folder, "mine"));
    writeFileSync(join(folder, "mine/identity.terraform.lock.hcl"), entry);
    const stack = installed((each) => {
      new DruvaProvider(each, "druva", { lockFolder: join(folder, "mine") });
      bindEntra(each);
    });
    expect(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8")).toContain(entry);
  });
});

test("a second provider in a stack is refused, with where the first one is", () => {
  const synth = () =>
    synthesized((stack) => {
      new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      new DruvaProvider(stack, "mine");
    });
  expect(synth).toThrow(SynthError);
  expect(synth).toThrow(/stack\/mine: a second DruvaProvider beside stack\/druva-scim-provider/);
});

test("HCL output is refused, since it would drop the blocks that keep released bindings alive", () => {
  const synth = () =>
    synthesized((stack) => {
      new DruvaProvider(stack, "druva");
      stack.toHclTerraform();
    });
  expect(synth).toThrow(/stack\/druva: HCL output is asked for.*unset SYNTH_HCL_OUTPUT/);
});

test("a stack asks for a Terraform that knows write-only arguments", () => {
  const { json } = synthesized((stack) => void new DruvaProvider(stack, "druva"));
  expect(json["terraform"]).toMatchObject({ required_version: ">= 1.11" });
});

describe("a stack with several azuread providers", () => {
  const bind = (stack: TerraformStack) => {
    const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
    new EntraScimBinding(stack, "entra", { token, application, through: "azuread" });
  };

  test("keeps the one without an alias that was made before the bindings", () => {
    const { json } = synthesized((stack) => {
      new AzureadProvider(stack, "mine", { tenantId: "t" });
      bind(stack);
    });
    expect(json["provider"]).toMatchObject({ azuread: [{ tenant_id: "t" }] });
  });

  test("is refused where a second one without an alias was made after them", () => {
    expect(() =>
      synthesized((stack) => {
        bind(stack);
        new AzureadProvider(stack, "mine", { tenantId: "t" });
      }),
    ).toThrow(/several azuread providers without an alias.*make yours before the bindings/);
  });
});

describe("a secret", () => {
  const secrets: [name: string, props: DruvaProviderProps][] = [
    ["entra.emea.clientSecret", { entra: { emea: { clientSecret: "hunter2" } } }],
    [
      "entra.emea.clientCertificatePassword",
      { entra: { emea: { clientCertificatePassword: "hunter2" } } },
    ],
    ["okta.main.apiToken", { okta: { main: { apiToken: "hunter2" } } }],
    ["okta.main.privateKey", { okta: { main: { privateKey: "hunter2" } } }],
  ];
  test.each(secrets)("that is written down is refused, and never repeated: %s", (name, props) => {
    const synth = () => synthesized((stack) => void new DruvaProvider(stack, "druva", props));
    expect(synth).toThrow(SynthError);
    expect(synth).toThrow(`${name}: found a secret that is written down`);
    expect(synth).not.toThrow(/hunter2/);
  });

  test("in the address of Druva's SCIM service is refused, and never repeated", () => {
    const scimUrl = "https://admin:hunter2@apis.druva.com/insync/scim";
    const synth = () => synthesized((stack) => void new DruvaProvider(stack, "druva", { scimUrl }));
    expect(synth).toThrow(/stack\/druva: scimUrl: found a user's name or password in an address/);
    expect(synth).not.toThrow(/hunter2/);
  });

  test("may be a reference to a variable", () => {
    const { json } = synthesized((stack) => {
      const secret = new TerraformVariable(stack, "secret", { sensitive: true });
      new DruvaProvider(stack, "druva", {
        entra: { default: { clientSecret: secret.stringValue } },
      });
    });
    expect(json["provider"]).toEqual({
      druva: [{ entra: { default: { client_secret: "${var.secret}" } } }],
    });
  });
});
