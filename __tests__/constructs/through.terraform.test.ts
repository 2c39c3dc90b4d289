/** Who writes the token is another one from now on, under real Terraform on the sandbox: nothing is destroyed, no place loses it. */
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import type { TerraformStack } from "cdktf";

import { DruvaProvider } from "../../constructs/druva-provider";
import { EntraScimBinding, type EntraScimBindingProps } from "../../constructs/entra-scim-binding";
import { OktaScimBinding, type OktaScimBindingProps } from "../../constructs/okta-scim-binding";
import { DruvaScimToken } from "../../constructs/scim-token";
import { StackOnSandbox } from "./stack-on-sandbox";

const SALES = "00000000-0000-0000-0000-0000000000ab";
const APP = "0oaDruvaApi";

let it: StackOnSandbox;
beforeEach(async () => {
  it = await StackOnSandbox.start();
});
afterEach(() => it.stop());

const tokenIn = (stack: TerraformStack) =>
  new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt", issuedOn: "2026-01-01" });

const entra =
  (props: Partial<EntraScimBindingProps>, alias?: string) =>
  (stack: TerraformStack): void => {
    const provider = alias && {
      name: alias,
      provider: new AzureadProvider(stack, alias, { alias }),
    };
    new DruvaProvider(stack, "druva", alias === undefined ? {} : { entra: { [alias]: {} } });
    new EntraScimBinding(stack, "entra", {
      token: tokenIn(stack),
      application: { id: SALES },
      provider: provider || undefined,
      ...props,
    });
  };

const okta =
  (props: Partial<OktaScimBindingProps>, alias?: string) =>
  (stack: TerraformStack): void => {
    const provider = alias && { name: alias, provider: new OktaProvider(stack, alias, { alias }) };
    new DruvaProvider(stack, "druva", alias === undefined ? {} : { okta: { [alias]: {} } });
    new OktaScimBinding(stack, "okta", {
      token: tokenIn(stack),
      app: { id: APP },
      provider: provider || undefined,
      ...props,
    });
  };

describe.each([
  ["the providers that come by themselves", undefined],
  ["providers with an alias", "emea"],
])("with %s", (_which, alias) => {
  test("an Entra application goes from azuread to druva and back", async () => {
    const through = (writer: "druva" | "azuread") => entra({ through: writer }, alias);
    await it.deploy(through("azuread"));
    const held = await it.fingerprints();
    expect(held[`entra/${SALES}`]).toMatch(/^[0-9a-f]{12}$/);

    expect(await it.planned(through("druva"))).toEqual({
      azuread_synchronization_secret: "forget",
      druva_entra_binding: "update",
      druva_scim_token: "update",
    });
    await it.deploy(through("druva"));
    expect((await it.addresses()).join()).not.toContain("azuread");
    expect(await it.fingerprints()).toEqual(held);
    expect(await it.planned(through("druva"))).toEqual({});

    await it.deploy(through("azuread"));
    expect(await it.fingerprints()).toEqual(held);
    expect(await it.planned(through("azuread"))).toEqual({});
  }, 180_000);

  test("an Okta app goes from okta to druva, to a person, and back", async () => {
    const through = (writer: "druva" | "okta" | "person") => okta({ through: writer }, alias);
    await it.deploy(through("okta"));
    const held = await it.fingerprints();
    expect(held[`okta/${APP}`]).toMatch(/^[0-9a-f]{12}$/);

    expect(await it.planned(through("druva"))).toEqual({
      okta_app_connection: "forget",
      druva_okta_binding: "update",
      druva_scim_token: "update",
    });
    await it.deploy(through("druva"));
    expect((await it.addresses()).join()).not.toContain("okta_app_connection");
    expect(await it.planned(through("druva"))).toEqual({});

    await it.deploy(through("person"));
    await it.deploy(through("okta"));
    expect(await it.fingerprints()).toEqual(held);
    expect(await it.planned(through("okta"))).toEqual({});
  }, 180_000);
});

test("an Okta app goes from okta to a person at once", async () => {
  await it.deploy(okta({ through: "okta" }));
  const held = await it.fingerprints();
  expect(await it.planned(okta({ through: "person" }))).toMatchObject({
    okta_app_connection: "forget",
  });
  await it.deploy(okta({ through: "person" }));
  expect(await it.fingerprints()).toEqual(held);
}, 180_000);

test.each([
  ["once through druva", "druva", ["druva_scim_token"]],
  [
    "twice through azuread, whose secret has it too",
    "azuread",
    ["azuread_synchronization_secret", "druva_scim_token"],
  ],
] as const)(
  "the token is in the state %s",
  async (_where, through, types) => {
    await it.deploy(entra({ through }));
    expect((await it.typesWith(it.token)).sort()).toEqual(types);
  },
  180_000,
);
