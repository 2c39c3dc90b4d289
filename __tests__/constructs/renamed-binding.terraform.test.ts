/** Bindings that stand alone, under real Terraform on the sandbox: a rename must not take the token out. */
import type { TerraformStack } from "cdktf";

import { CommandScimBinding } from "../../constructs/command-scim-binding";
import { DruvaProvider } from "../../constructs/druva-provider";
import { EntraScimBinding } from "../../constructs/entra-scim-binding";
import { DruvaScimToken } from "../../constructs/scim-token";
import { StackOnSandbox } from "./stack-on-sandbox";

const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
const SALES = "00000000-0000-0000-0000-0000000000ab";

let it: StackOnSandbox;
beforeAll(async () => {
  it = await StackOnSandbox.start();
}, 60_000);
beforeEach(() => it.reset());
afterAll(() => it.stop());

interface Shape {
  /** Of all bindings. */
  readonly id: string;
  readonly earlierId?: string;
  readonly scimUrl?: string;
}

const shape =
  ({ id, earlierId, scimUrl }: Shape) =>
  (stack: TerraformStack): void => {
    new DruvaProvider(stack, "druva", { scimUrl });
    const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
    const idsOf = (kind: string) =>
      [`${id}-${kind}`, { token, earlierId: earlierId && `${earlierId}-${kind}` }] as const;
    const [druva, ofDruva] = idsOf("druva");
    new EntraScimBinding(stack, druva, { application: { id: ENGINEERING }, ...ofDruva });
    const [azuread, ofAzuread] = idsOf("azuread");
    new EntraScimBinding(stack, azuread, {
      application: { id: SALES },
      through: "azuread",
      ...ofAzuread,
    });
    const [command, ofCommand] = idsOf("command");
    new CommandScimBinding(stack, command, {
      name: "other-idp",
      bindCommand: ["other-idp", "bind"],
      testCommand: ["other-idp", "test"],
      environment: ["OTHER_IDP_URL"],
      ...ofCommand,
    });
  };
const words = (text: string) => text.replaceAll(/[\s│]+/g, " ");

test("one that is renamed is refused unless its earlier id is named, which moves it; then it need not be any more", async () => {
  await it.deploy(shape({ id: "before" }));

  const silent = await (await it.synthesize(shape({ id: "after" }))).run("plan", "-no-color");
  expect(silent.exitCode).toBe(1);
  for (const place of [`entra/${ENGINEERING}`, `entra/${SALES}`, "command/other-idp"]) {
    expect(words(silent.stderr)).toContain(`The binding of ${place} has another address`);
  }

  const moved = shape({ id: "after", earlierId: "before" });
  expect(await it.planned(moved)).toEqual({ druva_scim_token: "update" });
  await it.deployPlanned();

  await it.deploy(shape({ id: "after" }));
  expect(await it.planned(shape({ id: "after" }))).toEqual({});
}, 180_000);

test("another SCIM URL writes and tests every binding anew", async () => {
  await it.deploy(shape({ id: "it" }));
  const scimUrl = `${it.sandbox.environment["DRUVA_SCIM_URL"]}/v2`;
  expect(await it.planned(shape({ id: "it", scimUrl }))).toEqual({
    druva_scim_token: "update",
    druva_entra_binding: "update",
    azuread_synchronization_secret: "update",
    null_resource: "create then delete",
    druva_command_binding: "update",
  });
}, 180_000);
