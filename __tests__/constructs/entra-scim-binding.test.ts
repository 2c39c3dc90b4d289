import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";

import { DruvaProvider } from "../../constructs/druva-provider";
import { EntraScimBinding, type EntraScimBindingProps } from "../../constructs/entra-scim-binding";
import { type Beginning, DruvaScimToken } from "../../constructs/scim-token";
import { SynthError } from "../../constructs/synth-error";
import { madeByBindings, synthesized, tokenReference } from "./synthesized";

const application = { id: "00000000-0000-0000-0000-0000000000aa", name: "Engineering" };

const synthBinding = (props: Partial<EntraScimBindingProps> = {}, begin: Beginning = "adopt") =>
  synthesized((stack) => {
    const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin });
    new EntraScimBinding(stack, "entra", { token, application, ...props });
  });

describe("an Entra binding", () => {
  test("puts the token and the SCIM URL into the application, the URL first", () => {
    const { credential } = synthBinding().only("azuread_synchronization_secret");
    expect(credential).toEqual([
      {
        key: "BaseAddress",
        value: tokenReference("scim_url"),
      },
      { key: "SecretToken", value: tokenReference("token") },
    ]);
  });

  test("never lets Terraform destroy the secret, which would empty Entra's", () => {
    const { lifecycle } = synthBinding().only("azuread_synchronization_secret");
    expect(lifecycle).toEqual({ prevent_destroy: true });
  });

  test("reads the application without depending on anything, else a rotation would replace the secret", () => {
    const [data] = Object.values(synthBinding().data("azuread_service_principal"));
    expect(data).toMatchObject({ object_id: application.id });
    expect(data).not.toHaveProperty("depends_on");
    expect(JSON.stringify(data)).not.toContain("druva_scim_token");
  });

  test("is tested after the secret is put in place, with the fingerprint that plans the test", () => {
    const synth = synthBinding();
    const [secret] = Object.keys(synth.resources("azuread_synchronization_secret"));
    expect(synth.only("druva_entra_connection_test")).toMatchObject({
      service_principal_id: application.id,
      fingerprint: tokenReference("fingerprint"),
      token_wo: tokenReference("token"),
      old_token_last_valid_at: tokenReference("old_token_last_valid_at"),
      proven_at: tokenReference("proven_at"),
      depends_on: [`azuread_synchronization_secret.${secret}`],
    });
  });

  test("is a consumer of the token, by literals", () => {
    expect(synthBinding().only("druva_scim_token")["consumers"]).toEqual([
      { kind: "entra", id: application.id, name: "Engineering", address: "entra" },
    ]);
  });

  test("is tested anew when the SCIM URL is another", () => {
    expect(synthBinding().only("druva_entra_connection_test")["base_address"]).toEqual(
      tokenReference("scim_url"),
    );
  });

  test("is of one object id, however it is written", () => {
    const id = "00000000-0000-0000-0000-0000000000aa";
    const upper = { application: { id: id.toUpperCase(), name: "Engineering" } };
    expect(synthBinding(upper).text).toBe(synthBinding().text);
    expect(synthBinding({ ...upper, released: true }).text).toBe(
      synthBinding({ released: true }).text,
    );
  });

  test("renamed tells the token where it was before", () => {
    const synth = synthBinding({ earlierId: "before" });
    expect(synth.only("druva_scim_token")["consumers"]).toMatchObject([
      { address: "entra", moved_from: ["before"] },
    ]);
  });

  test("leaves the provisioning job alone", () => {
    expect(synthBinding().resources("azuread_synchronization_job")).toEqual({});
  });

  test("creates the job after the secret where it is asked to, and tests after both", () => {
    const synth = synthBinding({ manageJob: true, templateId: "Druva" });
    const job = synth.only("azuread_synchronization_job");
    expect(job["template_id"]).toBe("Druva");
    expect(job["depends_on"]).toHaveLength(1);
    expect(synth.only("druva_entra_connection_test")["depends_on"]).toHaveLength(2);
    expect(synth.only("druva_scim_token")["consumers"]).toMatchObject([{ manage_job: true }]);
  });

  test("while observing is a test of the saved credentials and nothing else", () => {
    const synth = synthBinding({}, "observe");
    expect(Object.keys(synth.json["resource"] ?? {}).sort()).toEqual([
      "druva_entra_connection_test",
      "druva_scim_token",
    ]);
    expect(synth.json).not.toHaveProperty("data");
    expect(synth.only("druva_entra_connection_test")).not.toHaveProperty("token_wo");
    expect(synth.only("druva_entra_connection_test")).not.toHaveProperty("fingerprint");
  });

  test.each([{}, { manageJob: true, templateId: "Druva" }])(
    "released lets go of the very resources that it made (%j), and tells the token",
    (props) => {
      const released = synthBinding({ ...props, released: true });
      const made = madeByBindings(synthBinding(props));
      expect(released.forgotten).toEqual(expect.arrayContaining(made));
      expect(madeByBindings(released)).toEqual([]);
      expect(released.only("druva_scim_token")["released"]).toEqual([`entra/${application.id}`]);
      expect(released.only("druva_scim_token")).not.toHaveProperty("consumers");
    },
  );

  test("that no longer manages the job lets go of it: a delete would end the provisioning", () => {
    const managed = synthBinding({ manageJob: true, templateId: "Druva" });
    const [job] = managed.addresses.filter((each) =>
      each.startsWith("azuread_synchronization_job."),
    );
    expect(managed.forgotten).toEqual([]);
    expect(synthBinding().forgotten).toEqual([job]);
  });

  test("is reached by another provider block and the druva entry of the same name", () => {
    const synth = synthesized((stack) => {
      const azuread = new AzureadProvider(stack, "emea", { alias: "emea" });
      new DruvaProvider(stack, "druva", { entra: { emea: { tenantId: "t" } } });
      const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      const provider = { name: "emea", provider: azuread };
      new EntraScimBinding(stack, "entra", { token, application, provider });
    });
    expect(synth.only("azuread_synchronization_secret")["provider"]).toBe("azuread.emea");
    expect(synth.only("druva_entra_connection_test")["entra"]).toBe("emea");
    expect(synth.only("druva_scim_token")["consumers"]).toMatchObject([{ provider: "emea" }]);
  });
});

describe("refused at synth", () => {
  const refusals: [name: string, props: Partial<EntraScimBindingProps>, message: RegExp][] = [
    [
      "an id that is no object id",
      { application: { id: "Druva" } },
      /stack\/entra: application\.id: "Druva" is no object id.*Object ID/,
    ],
    ["a job without its template", { manageJob: true }, /templateId: `manageJob` without/],
    ["an empty reason for not testing", { untestable: " " }, /untestable: an empty reason/],
    [
      "a rename and a release at once",
      { released: true, earlierId: "before" },
      /renamed and released at once/,
    ],
  ];
  test.each(refusals)("%s", (_name, props, message) => {
    expect(() => synthBinding(props)).toThrow(SynthError);
    expect(() => synthBinding(props)).toThrow(message);
  });

  test("a job of ours while observing", () => {
    expect(() => synthBinding({ manageJob: true, templateId: "Druva" }, "observe")).toThrow(
      /manageJob: a job of ours with `begin: "observe"`/,
    );
  });

  test("two bindings of one application", () => {
    expect(() =>
      synthesized((stack) => {
        const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
        new EntraScimBinding(stack, "one", { token, application });
        new EntraScimBinding(stack, "two", { token, application });
      }),
    ).toThrow(/entra\/00000000-0000-0000-0000-0000000000aa is bound twice/);
  });

  test("a name that the druva provider does not know", () => {
    expect(() =>
      synthesized((stack) => {
        const azuread = new AzureadProvider(stack, "emea", { alias: "emea" });
        const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
        const provider = { name: "emea", provider: azuread };
        new EntraScimBinding(stack, "entra", { token, application, provider });
      }),
    ).toThrow(/is reached by "emea", which DruvaProvider does not have/);
  });

  test("a token that is written down, without repeating it", () => {
    const synthLiteral = () =>
      synthesized((stack) => {
        class LiteralToken extends DruvaScimToken {
          override get value() {
            return "druva-literal-token";
          }
        }
        const token = new LiteralToken(stack, "token", { tenant: "acme", begin: "adopt" });
        new EntraScimBinding(stack, "entra", { token, application });
      });
    expect(synthLiteral).toThrow(/stack\/entra: token: a secret is written down/);
    expect(synthLiteral).not.toThrow(/druva-literal-token/);
  });
});
