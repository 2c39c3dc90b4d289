import { OktaProvider } from "@cdktf/provider-okta/lib/provider";

import { DruvaProvider } from "../../constructs/druva-provider";
import { OktaScimBinding, type OktaScimBindingProps } from "../../constructs/okta-scim-binding";
import { DruvaScimToken, type DruvaScimTokenProps } from "../../constructs/scim-token";
import { stockProviders } from "../../constructs/installation/stock-providers";
import {
  consumersOf,
  faultsOf,
  madeByBindings,
  synthesized,
  tokenReference,
  vendorProvidersOf,
} from "./synthesized";

const app = { id: "0oaDruvaApi", name: "Druva by API" };

const synthBinding = (
  props: Partial<OktaScimBindingProps> = {},
  tokenProps: Partial<DruvaScimTokenProps> = {},
) =>
  synthesized((stack) => {
    const token = new DruvaScimToken(stack, "token", {
      tenant: "acme",
      begin: "adopt",
      ...tokenProps,
    });
    new OktaScimBinding(stack, "okta", { token, app, ...props });
  });

describe("an Okta binding", () => {
  test("is one resource of the druva provider, and needs no okta provider", () => {
    const synth = synthBinding();
    expect(madeByBindings(synth)).toEqual([expect.stringMatching(/^druva_okta_binding\./)]);
    expect(synth.json).not.toHaveProperty("data");
    expect(vendorProvidersOf(synth)).toEqual([]);
    expect(synth.only("druva_okta_binding")).toMatchObject({
      app_id: app.id,
      fingerprint: tokenReference("fingerprint"),
      token_wo: tokenReference("token"),
    });
  });

  test("is a consumer of the token", () => {
    expect(consumersOf(synthBinding())).toEqual([
      { kind: "okta", id: app.id, name: app.name, address: "okta" },
    ]);
    expect(consumersOf(synthBinding({ untestable: "no permission" }))).toMatchObject([
      { untestable: "no permission" },
    ]);
  });

  test("is written anew when the SCIM URL is another", () => {
    expect(synthBinding().only("druva_okta_binding")["base_url"]).toEqual(
      tokenReference("scim_url"),
    );
  });

  test("while observing is a test of the saved credentials and nothing else", () => {
    const synth = synthBinding({ through: "okta" }, { begin: "observe" });
    expect(madeByBindings(synth)).toEqual([expect.stringMatching(/^druva_okta_binding\./)]);
    expect(synth.only("druva_okta_binding")).not.toHaveProperty("token_wo");
    expect(vendorProvidersOf(synth)).toEqual([]);
  });

  test("names the default or leaves it out, which is the same", () => {
    expect(synthBinding({ through: "druva" }).text).toBe(synthBinding().text);
  });
});

describe("through okta", () => {
  const through = "okta";

  test("the token is saved in the app's connection, which is turned on", () => {
    const connection = synthBinding({ through }).only("okta_app_connection");
    expect(connection["id"]).toMatch(/^\$\{data\.okta_app\..*\.id\}$/);
    expect(connection).toMatchObject({
      action: "activate",
      base_url: tokenReference("scim_url"),
      profile: { auth_scheme: "TOKEN", token: tokenReference("token") },
    });
  });

  test("the app is looked up and never managed", () => {
    const synth = synthBinding({ through });
    expect(Object.values(synth.data("okta_app"))).toMatchObject([{ id: app.id }]);
    expect(synth.resources("okta_app")).toEqual({});
  });

  test("the binding comes after the connection", () => {
    const synth = synthBinding({ through });
    const [connection] = Object.keys(synth.resources("okta_app_connection"));
    expect(synth.only("druva_okta_binding")).toMatchObject({
      through,
      depends_on: [`okta_app_connection.${connection}`],
    });
    expect(consumersOf(synth)).toMatchObject([{ through }]);
  });
});

test("through a person nothing is saved, and the confirmed fingerprint is told", () => {
  const synth = synthBinding({ through: "person", confirmed: "0123456789ab" });
  expect(madeByBindings(synth)).toEqual([expect.stringMatching(/^druva_okta_binding\./)]);
  expect(vendorProvidersOf(synth)).toEqual([]);
  expect(synth.only("druva_okta_binding")).toMatchObject({
    through: "person",
    confirmed: "0123456789ab",
  });
  expect(consumersOf(synth)).toMatchObject([{ through: "person" }]);
});

test.each(["druva", "person"] as const)(
  "from okta to %s the connection is let go of, not destroyed",
  (through) => {
    const [connection] = synthBinding({ through: "okta" }).addresses.filter((each) =>
      each.startsWith("okta_app_connection."),
    );
    expect(synthBinding({ through: "okta" }).forgotten).toEqual([]);
    expect(synthBinding({ through }).forgotten).toEqual([connection]);
  },
);

test.each(["druva", "okta", "person"] as const)(
  "released lets go of the very resources that it made through %s",
  (through) => {
    const released = synthBinding({ through, released: true });
    const made = madeByBindings(synthBinding({ through }));
    expect(released.forgotten).toEqual(expect.arrayContaining(made));
    expect(madeByBindings(released)).toEqual([]);
    expect(released.only("druva_scim_token")["released"]).toEqual([`okta/${app.id}`]);
  },
);

test("with a block that was given, the versions that were tested are asked for, whoever writes", () => {
  const versionOf = (through: "druva" | "okta") =>
    synthesized((stack) => {
      const okta = new OktaProvider(stack, "emea", { alias: "emea" });
      new DruvaProvider(stack, "druva", { okta: { emea: {} } });
      const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      const provider = { name: "emea", provider: okta };
      new OktaScimBinding(stack, "okta", { token, app, provider, through });
    }).json["terraform"];
  expect(versionOf("druva")).toEqual(versionOf("okta"));
  expect(versionOf("druva")).toMatchObject({
    required_providers: { okta: { version: stockProviders.okta.versions } },
  });
});

describe("refused at synth", () => {
  const refusals: [name: string, props: Partial<OktaScimBindingProps>, fault: string][] = [
    ["an id that is no app's", { app: { id: "Druva 2.0" } }, "app.id: invalid_format"],
    [
      "a confirmation of what no person enters",
      { confirmed: "0123456789ab" },
      "confirmed: confirmed-without-person",
    ],
    [
      "a confirmation that is no fingerprint",
      { through: "person", confirmed: "a-whole-token" },
      "confirmed: invalid_format",
    ],
  ];
  test.each(refusals)("%s", (_name, props, fault) => {
    expect(faultsOf(() => synthBinding(props))).toEqual([fault]);
  });

  test("what is refused is not repeated", () => {
    const synth = () => synthBinding({ through: "person", confirmed: "a-whole-token" });
    expect(synth).toThrow(/confirmed: found a text of 13 characters(?!.*a-whole-token)/);
  });

  test("the name of a provider block in place of the block", () => {
    const props = { provider: "emea" } as object;
    expect(faultsOf(() => synthBinding(props))).toEqual(["provider: invalid_type"]);
  });

  test("an app that a person enters, beside a command that makes the token while deploying", () => {
    const issuer = { kind: "command", command: ["druva-issue"] } as const;
    expect(faultsOf(() => synthBinding({ through: "person" }, { issuer }))).toEqual([
      "through: person-beside-command",
    ]);
  });
});
