import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { TerraformVariable } from "cdktf";

import { DruvaProvider } from "../../constructs/druva-provider";
import { EntraScimBinding, type EntraScimBindingProps } from "../../constructs/entra-scim-binding";
import { type Beginning, DruvaScimToken } from "../../constructs/scim-token";
import { stockProviders } from "../../constructs/installation/stock-providers";
import {
  consumersOf,
  faultsOf,
  madeByBindings,
  synthesized,
  tokenReference,
  vendorProvidersOf,
} from "./synthesized";

const ENGINEERING = "00000000-0000-0000-0000-0000000000aa";
const SALES = "00000000-0000-0000-0000-0000000000ab";
const application = { id: ENGINEERING, name: "Engineering" };

const synthBinding = (props: Partial<EntraScimBindingProps> = {}, begin: Beginning = "adopt") =>
  synthesized((stack) => {
    const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin });
    new EntraScimBinding(stack, "entra", { token, application, ...props });
  });

describe("an Entra binding", () => {
  test("is one resource of the druva provider, and needs no azuread provider", () => {
    const synth = synthBinding();
    expect(madeByBindings(synth)).toEqual([expect.stringMatching(/^druva_entra_binding\./)]);
    expect(synth.json).not.toHaveProperty("data");
    expect(vendorProvidersOf(synth)).toEqual([]);
  });

  test("gets the token, and the fingerprint that plans the update", () => {
    expect(synthBinding().only("druva_entra_binding")).toMatchObject({
      service_principal_id: application.id,
      fingerprint: tokenReference("fingerprint"),
      token_wo: tokenReference("token"),
      old_token_last_valid_at: tokenReference("old_token_last_valid_at"),
      proven_at: tokenReference("proven_at"),
      depends_on: [],
    });
  });

  test("is written anew when the SCIM URL is another", () => {
    expect(synthBinding().only("druva_entra_binding")["base_address"]).toEqual(
      tokenReference("scim_url"),
    );
  });

  test("is a consumer of the token, by literals, without what is the default", () => {
    const defaults = { through: "druva", manageJob: false, untestable: undefined } as const;
    expect(consumersOf(synthBinding(defaults))).toEqual([
      { kind: "entra", id: application.id, name: "Engineering", address: "entra" },
    ]);
  });

  test("tells the token and the provider all that is particular of it", () => {
    const particular = {
      untestable: "no permission",
      tenantUrl: "https://apis.druva.com/insync/scim?aadOptscim062020",
      hiddenSettings: { SyncAll: "false" },
    };
    const synth = synthBinding({ application: { ...application, jobId: "job" }, ...particular });
    expect(consumersOf(synth)).toMatchObject([{ jobId: "job", ...particular }]);
    expect(synth.only("druva_entra_binding")).toMatchObject({
      job_id: "job",
      untestable: particular.untestable,
      tenant_url: particular.tenantUrl,
      hidden_settings: particular.hiddenSettings,
    });
  });

  test("is of one object id, however it is written", () => {
    const upper = { application: { id: application.id.toUpperCase(), name: "Engineering" } };
    expect(synthBinding(upper).text).toBe(synthBinding().text);
    expect(synthBinding({ ...upper, released: true }).text).toBe(
      synthBinding({ released: true }).text,
    );
  });

  test("names the default or leaves it out, which is the same", () => {
    expect(synthBinding({ through: "druva" }).text).toBe(synthBinding().text);
  });

  test("renamed tells the token where it was before", () => {
    expect(consumersOf(synthBinding({ earlierId: "before" }))).toMatchObject([
      { address: "entra", movedFrom: ["before"] },
    ]);
  });

  test.each(["druva", "azuread"] as const)(
    "while observing is a test of the saved credentials and nothing else (through %s)",
    (through) => {
      const synth = synthBinding({ through }, "observe");
      expect(madeByBindings(synth)).toEqual([expect.stringMatching(/^druva_entra_binding\./)]);
      expect(synth.json).not.toHaveProperty("data");
      expect(vendorProvidersOf(synth)).toEqual([]);
      expect(synth.only("druva_entra_binding")).not.toHaveProperty("token_wo");
      expect(synth.only("druva_entra_binding")).not.toHaveProperty("fingerprint");
    },
  );
});

describe("through azuread", () => {
  const through = "azuread";

  test("the secret has a credential for each setting that Entra has, in its order, and the token among them", () => {
    const synth = synthBinding({ through });
    const [settings] = Object.keys(synth.data("druva_entra_settings"));
    expect(synth.only("azuread_synchronization_secret")["dynamic"]).toEqual({
      credential: {
        for_each: `\${data.druva_entra_settings.${settings}.credentials}`,
        iterator: "each",
        content: {
          key: "${each.value.key}",
          value: expect.stringMatching(
            /^\$\{\(each\.value\.key == "SecretToken"\) \? druva_scim_token\.\w+\.token : each\.value\.value\}$/,
          ),
        },
      },
    });
  });

  test("Terraform never destroys the secret, which would empty Entra's", () => {
    const { lifecycle } = synthBinding({ through }).only("azuread_synchronization_secret");
    expect(lifecycle).toEqual({ prevent_destroy: true });
  });

  test.each([
    ["azuread_service_principal", { object_id: application.id }],
    [
      "druva_entra_settings",
      {
        service_principal_id: application.id,
        tenant_url: "https://x.test/scim?y",
        hidden_settings: { SyncAll: "true" },
      },
    ],
  ])("%s is read in the plan: it depends on nothing", (type, expected) => {
    const synth = synthBinding({
      through,
      tenantUrl: "https://x.test/scim?y",
      hiddenSettings: { SyncAll: "true" },
    });
    const [data] = Object.values(synth.data(type));
    expect(data).toMatchObject(expected);
    expect(data).not.toHaveProperty("depends_on");
    expect(JSON.stringify(data)).not.toContain("${");
  });

  test("the binding comes after the secret", () => {
    const synth = synthBinding({ through });
    const [secret] = Object.keys(synth.resources("azuread_synchronization_secret"));
    expect(synth.only("druva_entra_binding")).toMatchObject({
      through,
      depends_on: [`azuread_synchronization_secret.${secret}`],
    });
    expect(consumersOf(synth)).toMatchObject([{ through }]);
  });
});

describe("a provisioning job", () => {
  const managed = { manageJob: true, templateId: "scim" };

  test.each(["druva", "azuread"] as const)("is left alone through %s", (through) => {
    expect(synthBinding({ through }).resources("azuread_synchronization_job")).toEqual({});
  });

  test("that is asked for through druva comes before the binding", () => {
    const synth = synthBinding(managed);
    const [job] = Object.keys(synth.resources("azuread_synchronization_job"));
    expect(synth.only("azuread_synchronization_job")).toMatchObject({
      template_id: "scim",
      depends_on: [],
    });
    expect(synth.only("druva_entra_binding")["depends_on"]).toEqual([
      `azuread_synchronization_job.${job}`,
    ]);
    expect(synth.resources("azuread_synchronization_secret")).toEqual({});
    expect(consumersOf(synth)).toMatchObject([{ manageJob: true }]);
  });

  test("that is asked for through azuread comes after the secret and before the binding", () => {
    const synth = synthBinding({ through: "azuread", ...managed });
    expect(synth.only("azuread_synchronization_job")["depends_on"]).toEqual([
      expect.stringMatching(/^azuread_synchronization_secret\./),
    ]);
    expect(synth.only("druva_entra_binding")["depends_on"]).toEqual([
      expect.stringMatching(/^azuread_synchronization_secret\./),
      expect.stringMatching(/^azuread_synchronization_job\./),
    ]);
  });

  test("that is no longer managed is let go of: a delete would end the provisioning", () => {
    const before = synthBinding({ through: "azuread", ...managed });
    const [job] = before.addresses.filter((each) =>
      each.startsWith("azuread_synchronization_job."),
    );
    expect(before.forgotten).toEqual([]);
    expect(synthBinding({ through: "azuread" }).forgotten).toEqual([job]);
  });
});

test("from azuread to druva the secret is let go of, not destroyed", () => {
  const managed = { manageJob: true, templateId: "scim" };
  const [secret] = synthBinding({ through: "azuread", ...managed }).addresses.filter((each) =>
    each.startsWith("azuread_synchronization_secret."),
  );
  expect(synthBinding(managed).forgotten).toEqual([secret]);
});

test.each([
  {},
  { through: "azuread" } as const,
  { manageJob: true, templateId: "scim" },
  { through: "azuread", manageJob: true, templateId: "scim" } as const,
])("released lets go of the very resources that it made (%j), and tells the token", (props) => {
  const released = synthBinding({ ...props, released: true });
  const made = madeByBindings(synthBinding(props));
  expect(released.forgotten).toEqual(expect.arrayContaining(made));
  expect(madeByBindings(released)).toEqual([]);
  expect(vendorProvidersOf(released)).toEqual([]);
  expect(released.only("druva_scim_token")["released"]).toEqual([`entra/${application.id}`]);
  expect(consumersOf(released)).toEqual([]);
});

describe("another provider block, and the druva entry of the same name", () => {
  const synthNamed = (props: Partial<EntraScimBindingProps>) =>
    synthesized((stack) => {
      const azuread = new AzureadProvider(stack, "emea", { alias: "emea" });
      new DruvaProvider(stack, "druva", { entra: { emea: { tenantId: "t" } } });
      const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      const provider = { name: "emea", provider: azuread };
      new EntraScimBinding(stack, "entra", { token, application, provider, ...props });
    });

  test("reach the application", () => {
    const synth = synthNamed({ through: "azuread", manageJob: true, templateId: "scim" });
    expect(synth.only("azuread_synchronization_secret")["provider"]).toBe("azuread.emea");
    expect(synth.only("azuread_synchronization_job")["provider"]).toBe("azuread.emea");
    expect(Object.values(synth.data("druva_entra_settings"))).toMatchObject([{ entra: "emea" }]);
    expect(synth.only("druva_entra_binding")["entra"]).toBe("emea");
    expect(consumersOf(synth)).toMatchObject([{ provider: "emea" }]);
  });

  test("of two Entra tenants each reach their own application", () => {
    const synth = synthesized((stack) => {
      new DruvaProvider(stack, "druva", {
        entra: { amer: { tenantId: "e" }, emea: { tenantId: "a" } },
      });
      const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      for (const [name, id] of [
        ["amer", ENGINEERING],
        ["emea", SALES],
      ] as const) {
        const provider = { name, provider: new AzureadProvider(stack, name, { alias: name }) };
        const props = { token, application: { id, name }, provider, through: "azuread" } as const;
        new EntraScimBinding(stack, `binding-${name}`, props);
      }
    });
    const reached = Object.values(synth.resources("druva_entra_binding"));
    expect(reached.map((each) => [each["service_principal_id"], each["entra"]])).toEqual([
      [expect.stringContaining(ENGINEERING), "amer"],
      [expect.stringContaining(SALES), "emea"],
    ]);
    const written = Object.values(synth.resources("azuread_synchronization_secret"));
    expect(written.map((each) => each["provider"])).toEqual(["azuread.amer", "azuread.emea"]);
    expect(consumersOf(synth)).toMatchObject([
      { id: ENGINEERING, provider: "amer" },
      { id: SALES, provider: "emea" },
    ]);
  });

  test.each([{ through: "druva" } as const, { released: true }])(
    "ask for the versions that were tested, whoever writes (%j)",
    (props) => {
      expect(synthNamed(props).json["terraform"]).toMatchObject({
        required_providers: { azuread: { version: stockProviders.azuread.versions } },
      });
    },
  );
});

describe("refused at synth", () => {
  const refusals: [name: string, props: Partial<EntraScimBindingProps>, fault: string][] = [
    [
      "an id that is no object id",
      { application: { id: "Druva" } },
      "application.id: invalid_format",
    ],
    ["a job without its template", { manageJob: true }, "manageJob: job-without-template"],
    ["a Tenant URL without TLS", { tenantUrl: "http://x.test" }, "tenantUrl: invalid_format"],
    ["a user in a Tenant URL", { tenantUrl: "https://u@x.test/scim" }, "tenantUrl: invalid_format"],
    [
      "a fragment in a Tenant URL",
      { tenantUrl: "https://x.test/scim#y" },
      "tenantUrl: invalid_format",
    ],
    [
      "a credential among the hidden settings",
      { hiddenSettings: Object.fromEntries([["SecretToken", "x"]]) },
      "hiddenSettings.(a key of 11 characters): secret",
    ],
    ["an empty reason for not testing", { untestable: " " }, "untestable: invalid_format"],
    [
      "a rename and a release at once",
      { released: true, earlierId: "before" },
      "earlierId: renamed-and-released",
    ],
  ];
  test.each(refusals)("%s", (_name, props, fault) => {
    expect(faultsOf(() => synthBinding(props))).toEqual([fault]);
  });

  test("a Tenant URL, without repeating it", () => {
    expect(() => synthBinding({ tenantUrl: "http://hunter2.test/scim" })).toThrow(
      /^stack\/entra: tenantUrl: found a text of 24 characters(?!.*hunter2)/,
    );
  });

  test("a job of ours while observing", () => {
    const managed = { manageJob: true, templateId: "Druva" };
    expect(faultsOf(() => synthBinding(managed, "observe"))).toEqual([
      "manageJob: job-while-observing",
    ]);
  });

  const references: [
    key: string,
    of: (reference: TerraformVariable) => Partial<EntraScimBindingProps>,
  ][] = [
    ["application.name", ({ stringValue: name }) => ({ application: { ...application, name } })],
    ["application.jobId", ({ stringValue: jobId }) => ({ application: { ...application, jobId } })],
    ["untestable", ({ stringValue }) => ({ untestable: `${stringValue}: no` })],
    ["tenantUrl", ({ stringValue }) => ({ tenantUrl: `https://x.test/${stringValue}` })],
    ["tenantUrl", () => ({ tenantUrl: "https://x.test/${var.path}" })],
    ["hiddenSettings.SyncAll", ({ stringValue }) => ({ hiddenSettings: { SyncAll: stringValue } })],
  ];
  test.each(references)("a reference in %s, which the token's list cannot hold", (key, of) => {
    const synth = () =>
      synthesized((stack) => {
        const variable = new TerraformVariable(stack, "variable", {});
        const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
        new EntraScimBinding(stack, "entra", { token, application, ...of(variable) });
      });
    expect(faultsOf(synth)).toEqual([`${key}: invalid_format`]);
  });

  test("one application with the tokens of two tenants", () => {
    const synthTwo = (released: boolean) => () =>
      synthesized((stack) => {
        for (const tenant of ["one", "two"]) {
          const token = new DruvaScimToken(stack, tenant, { tenant, begin: "adopt" });
          const isReleased = released && tenant === "one";
          new EntraScimBinding(stack, `entra-${tenant}`, {
            token,
            application,
            released: isReleased,
          });
        }
      });
    expect(synthTwo(false)).toThrow(
      `[stack/two] entra/${application.id} is bound to the token stack/one as well`,
    );
    expect(synthTwo(true)).not.toThrow();
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
    expect(synthLiteral).toThrow(/stack\/entra: token: found a secret that is written down/);
    expect(synthLiteral).not.toThrow(/druva-literal-token/);
  });
});
