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
beforeAll(async () => {
  it = await StackOnSandbox.start();
}, 60_000);
beforeEach(() => it.reset());
afterAll(() => it.stop());

const tokenIn = (stack: TerraformStack) =>
  new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt", issuedOn: "2026-01-01" });

interface Shape {
  readonly entra?: EntraScimBindingProps["through"];
  readonly okta?: OktaScimBindingProps["through"];
  /** Of both providers; without it they come by themselves. */
  readonly alias?: string | undefined;
}

const bound =
  ({ entra, okta, alias }: Shape) =>
  (stack: TerraformStack): void => {
    const named = alias === undefined ? {} : { [alias]: {} };
    new DruvaProvider(stack, "druva", {
      ...(entra && { entra: named }),
      ...(okta && { okta: named }),
    });
    const token = tokenIn(stack);
    if (entra !== undefined) {
      const provider = alias && {
        name: alias,
        provider: new AzureadProvider(stack, `entra-${alias}`, { alias }),
      };
      new EntraScimBinding(stack, "entra", {
        token,
        application: { id: SALES },
        provider: provider || undefined,
        through: entra,
      });
    }
    if (okta !== undefined) {
      const provider = alias && {
        name: alias,
        provider: new OktaProvider(stack, `okta-${alias}`, { alias }),
      };
      new OktaScimBinding(stack, "okta", {
        token,
        app: { id: APP },
        provider: provider || undefined,
        through: okta,
      });
    }
  };

test.each([
  ["the providers that come by themselves", undefined],
  ["providers with an alias", "emea"],
])(
  "with %s an application goes from azuread to druva and back, an app from okta to druva, to a person, and back",
  async (_which, alias) => {
    const stock = bound({ entra: "azuread", okta: "okta", alias });
    const ours = bound({ entra: "druva", okta: "druva", alias });
    await it.deploy(stock);
    const held = await it.fingerprints();
    expect(held[`entra/${SALES}`]).toMatch(/^[0-9a-f]{12}$/);
    expect(held[`okta/${APP}`]).toMatch(/^[0-9a-f]{12}$/);

    expect(await it.planned(ours)).toEqual({
      azuread_synchronization_secret: "forget",
      druva_entra_binding: "update",
      okta_app_connection: "forget",
      druva_okta_binding: "update",
      druva_scim_token: "update",
    });
    await it.deployPlanned();
    expect((await it.addresses()).join()).not.toMatch(/azuread|okta_app_connection/);
    expect(await it.fingerprints()).toEqual(held);
    expect(await it.planned(ours)).toEqual({});

    await it.deploy(bound({ entra: "azuread", okta: "person", alias }));
    expect(await it.fingerprints()).toEqual(held);
    await it.deploy(stock);
    expect(await it.fingerprints()).toEqual(held);
    expect(await it.planned(stock)).toEqual({});
  },
  180_000,
);

test("an Okta app goes from okta to a person at once", async () => {
  await it.deploy(bound({ okta: "okta" }));
  const held = await it.fingerprints();
  expect(await it.planned(bound({ okta: "person" }))).toMatchObject({
    okta_app_connection: "forget",
  });
  await it.deployPlanned();
  expect(await it.fingerprints()).toEqual(held);
}, 180_000);

test("the token is in the state once through druva, and twice through azuread, whose secret has it too", async () => {
  await it.deploy(bound({ entra: "druva" }));
  expect(await it.typesWith(it.token)).toEqual(["druva_scim_token"]);
  await it.deploy(bound({ entra: "azuread" }));
  expect((await it.typesWith(it.token)).sort()).toEqual([
    "azuread_synchronization_secret",
    "druva_scim_token",
  ]);
}, 180_000);
