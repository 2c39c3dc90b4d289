import { OktaScimBinding, type OktaScimBindingProps } from "../../constructs/okta-scim-binding";
import { DruvaScimToken, type DruvaScimTokenProps } from "../../constructs/scim-token";
import { SynthError } from "../../constructs/synth-error";
import { madeByBindings, synthesized, tokenReference } from "./synthesized";

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
  test("saves the token in the app's connection and turns it on", () => {
    const connection = synthBinding().only("okta_app_connection");
    expect(connection["id"]).toMatch(/^\$\{data\.okta_app\..*\.id\}$/);
    expect(connection).toMatchObject({
      action: "activate",
      base_url: tokenReference("scim_url"),
      profile: { auth_scheme: "TOKEN", token: tokenReference("token") },
    });
  });

  test("refers to the app, which it never manages", () => {
    const synth = synthBinding();
    expect(Object.values(synth.data("okta_app"))).toMatchObject([{ id: app.id }]);
    expect(Object.keys(synth.json["resource"] ?? {}).sort()).toEqual([
      "druva_okta_connection_test",
      "druva_scim_token",
      "okta_app_connection",
    ]);
  });

  test("is tested after the connection was saved", () => {
    const synth = synthBinding();
    const [connection] = Object.keys(synth.resources("okta_app_connection"));
    expect(synth.only("druva_okta_connection_test")).toMatchObject({
      app_id: app.id,
      fingerprint: tokenReference("fingerprint"),
      depends_on: [`okta_app_connection.${connection}`],
    });
  });

  test("is a consumer of the token", () => {
    expect(synthBinding().only("druva_scim_token")["consumers"]).toEqual([
      { kind: "okta", id: app.id, name: app.name, address: "okta" },
    ]);
  });

  test("is tested anew when the SCIM URL is another", () => {
    expect(synthBinding().only("druva_okta_connection_test")["base_url"]).toEqual(
      tokenReference("scim_url"),
    );
  });

  test("that a person enters saves nothing, and waits for the confirmed fingerprint", () => {
    const synth = synthBinding({ enteredBy: "person", confirmed: "0123456789ab" });
    expect(synth.resources("okta_app_connection")).toEqual({});
    expect(synth.only("druva_okta_connection_test")).toMatchObject({
      entered_by: "person",
      confirmed: "0123456789ab",
    });
    expect(synth.only("druva_scim_token")["consumers"]).toMatchObject([{ entered_by: "person" }]);
  });

  test("while observing is a test of the saved credentials and nothing else", () => {
    const synth = synthBinding({}, { begin: "observe" });
    expect(Object.keys(synth.json["resource"] ?? {}).sort()).toEqual([
      "druva_okta_connection_test",
      "druva_scim_token",
    ]);
    expect(synth.only("druva_okta_connection_test")).not.toHaveProperty("token_wo");
  });

  test("that a person enters from now on lets go of the connection", () => {
    const byApi = synthBinding();
    const [connection] = byApi.addresses.filter((each) => each.startsWith("okta_app_connection."));
    expect(byApi.forgotten).toEqual([]);
    expect(synthBinding({ enteredBy: "person" }).forgotten).toEqual([connection]);
  });

  test.each(["api", "person"] as const)(
    "released lets go of the very resources that it made (entered by: %s)",
    (enteredBy) => {
      const released = synthBinding({ enteredBy, released: true });
      const made = madeByBindings(synthBinding({ enteredBy }));
      expect(released.forgotten).toEqual(expect.arrayContaining(made));
      expect(madeByBindings(released)).toEqual([]);
      expect(released.only("druva_scim_token")["released"]).toEqual([`okta/${app.id}`]);
    },
  );
});

describe("refused at synth", () => {
  const refusals: [name: string, props: Partial<OktaScimBindingProps>, message: RegExp][] = [
    [
      "an id that is no app's",
      { app: { id: "Druva 2.0" } },
      /app\.id: "Druva 2.0" is no Okta app id/,
    ],
    [
      "a confirmation of what the API enters",
      { confirmed: "0123456789ab" },
      /confirmed: a confirmation/,
    ],
    [
      "a confirmation that is no fingerprint, without repeating it",
      { enteredBy: "person", confirmed: "a-whole-token" },
      /^(?!.*a-whole-token).*confirmed: no fingerprint/,
    ],
  ];
  test.each(refusals)("%s", (_name, props, message) => {
    expect(() => synthBinding(props)).toThrow(SynthError);
    expect(() => synthBinding(props)).toThrow(message);
  });

  test("an app that a person enters, beside a command that makes the token while deploying", () => {
    expect(() =>
      synthBinding(
        { enteredBy: "person" },
        { issuer: { kind: "command", command: ["druva-issue"] } },
      ),
    ).toThrow(/enteredBy: "person" beside the issuer "command"/);
  });
});
