import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

import { DruvaProvider } from "../../constructs/druva-provider";
import { OktaScimBinding } from "../../constructs/okta-scim-binding";
import { DruvaScimToken, type DruvaScimTokenProps } from "../../constructs/scim-token";
import { faultsOf, synthesized } from "./synthesized";

const synthToken = (props: Partial<DruvaScimTokenProps> = {}) =>
  synthesized((stack) => {
    new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt", ...props });
  }).only("druva_scim_token");

const appOf = (stack: TerraformStack): Construct => {
  const { scope } = stack.node;
  if (!(scope instanceof Construct)) throw new Error("a stack is in an app");
  return scope;
};

const command = { kind: "command", command: ["druva-issue"] } as const;
const request = { generation: 2, reason: "due", date: "2027-01-02" };

describe("a token", () => {
  test("is made with the provider of its stack, which comes by itself", () => {
    const { json } = synthesized((stack) => {
      new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
    });
    expect(json["provider"]).toEqual({ druva: [{}] });
  });

  test("uses the provider that the stack has", () => {
    const { json } = synthesized((stack) => {
      new DruvaProvider(stack, "mine", { journalDir: "/var/lib/druva" });
      new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
    });
    expect(json["provider"]).toEqual({ druva: [{ journal_dir: "/var/lib/druva" }] });
  });

  test("says all that was said of it", () => {
    expect(
      synthToken({
        begin: "issue",
        invalidateExisting: true,
        policy: { lifetimeDays: 100, rotateBeforeDays: 10, mode: "automatic" },
        rotationRequest: request,
        issuer: { ...command, environment: ["HOME"], deadlineSeconds: 9 },
        acceptUnproven: "0123456789ab",
        requireAllBound: true,
        unrelated: ["okta/0oa1"],
      }),
    ).toMatchObject({
      tenant: "acme",
      begin: "issue",
      invalidate_existing: true,
      policy: { lifetime_days: 100, rotate_before_days: 10, mode: "automatic" },
      rotation_request: request,
      issuer: {
        kind: "command",
        command: ["druva-issue"],
        environment: ["HOME"],
        deadline_seconds: 9,
      },
      accept_unproven: "0123456789ab",
      require_all_bound: true,
      unrelated: ["okta/0oa1"],
    });
    expect(synthToken({ allowDestroy: true })["allow_destroy"]).toBe(true);
  });

  test("is not destroyed by a replacement either, unless a destroy is allowed", () => {
    const lifecycle = (allowed: boolean) => synthToken({ allowDestroy: allowed })["lifecycle"];
    expect(lifecycle(false)).toEqual({ prevent_destroy: true });
    expect(lifecycle(true)).toEqual({ prevent_destroy: false });
  });

  test("without any binding has no consumers", () => {
    expect(synthToken()).not.toHaveProperty("consumers");
  });
});

describe("what another token of the app is bound to", () => {
  const okta = (token: DruvaScimToken, id: string) =>
    new OktaScimBinding(token, id, { token, app: { id } });

  test("is told to the provider of each stack", () => {
    const { json } = synthesized((stack) => {
      okta(new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" }), "0oa1");
      const other = new TerraformStack(appOf(stack), "other");
      okta(new DruvaScimToken(other, "token", { tenant: "other", begin: "adopt" }), "0oa2");
    });
    expect(json["provider"]).toMatchObject({
      druva: [{ bound_elsewhere: ["okta/0oa1", "okta/0oa2"] }],
    });
  });

  test("is without what is released in the same stack, which still holds its token", () => {
    const { json } = synthesized((stack) => {
      const token = new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      okta(token, "0oa1");
      token.addReleased("okta", "0oa9");
      const other = new TerraformStack(appOf(stack), "other");
      okta(new DruvaScimToken(other, "token", { tenant: "other", begin: "adopt" }), "0oa2");
    });
    expect(json["provider"]).toMatchObject({
      druva: [{ bound_elsewhere: ["okta/0oa1", "okta/0oa2"] }],
    });
  });

  test("is nothing where the app has one token", () => {
    const { json } = synthesized((stack) => {
      okta(new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" }), "0oa1");
    });
    expect(json["provider"]).toMatchObject({ druva: [{}] });
    expect(JSON.stringify(json)).not.toContain("bound_elsewhere");
  });

  test("of its own cannot be unrelated", () => {
    const synth = () =>
      synthesized((stack) => {
        const props = { tenant: "acme", begin: "adopt", unrelated: ["okta/0oa1"] } as const;
        okta(new DruvaScimToken(stack, "token", props), "0oa1");
      });
    expect(synth).toThrow("[stack/token] unrelated[0]: found okta/0oa1, which is a binding");
  });
});

describe("the variable that a token is handed over in", () => {
  test("is the tenant's own or the plain one where the app has one tenant", () => {
    expect(synthToken({ tenant: "acme-emea" })["token_variables"]).toEqual([
      "DRUVA_SCIM_TOKEN_ACME_EMEA",
      "DRUVA_SCIM_TOKEN",
    ]);
  });

  test("is the tenant's own alone where the app has several, in other stacks too", () => {
    const { only } = synthesized((stack) => {
      new DruvaScimToken(stack, "token", { tenant: "acme", begin: "adopt" });
      const other = new TerraformStack(appOf(stack), "other");
      new DruvaScimToken(other, "token", { tenant: "other", begin: "adopt" });
    });
    expect(only("druva_scim_token")["token_variables"]).toEqual(["DRUVA_SCIM_TOKEN_ACME"]);
  });
});

describe("refused at synth", () => {
  const refusals: [name: string, props: Partial<DruvaScimTokenProps>, fault: string][] = [
    [
      "an automatic rotation with handed-over tokens",
      { policy: { mode: "automatic" } },
      "policy.mode: automatic-handover",
    ],
    [
      "a rotation request while observing",
      { begin: "observe", rotationRequest: request },
      "rotationRequest: rotation-while-observing",
    ],
    [
      "an automatic rotation while observing",
      { begin: "observe", policy: { mode: "automatic" }, issuer: command },
      "policy.mode: rotation-while-observing",
    ],
    [
      "releasing all where a rotation may come by itself, which would leave them a dead token",
      {
        begin: "issue",
        invalidateExisting: true,
        allowDestroy: true,
        policy: { mode: "automatic" },
        issuer: command,
      },
      "allowDestroy: automatic-release",
    ],
    [
      "issuing without saying that the token in use dies",
      { begin: "issue" },
      "begin: issue-ends-token",
    ],
    [
      "issuing with invalidateExisting: false",
      { begin: "issue", invalidateExisting: false },
      "begin: issue-ends-token",
    ],
    [
      "the age of a token that is not made yet",
      { begin: "issue", invalidateExisting: true, issuedOn: "2026-01-01" },
      "issuedOn: issued-on-not-adopted",
    ],
    ["a day that is none", { issuedOn: "2026-02-30" }, "issuedOn: invalid_format"],
    [
      "a request's day that is none",
      { rotationRequest: { ...request, date: "tomorrow" } },
      "rotationRequest.date: invalid_format",
    ],
    [
      "a generation below 1",
      { rotationRequest: { ...request, generation: 0 } },
      "rotationRequest.generation: too_small",
    ],
    [
      "a policy under which every token is due at once",
      { policy: { lifetimeDays: 30, rotateBeforeDays: 30 } },
      "policy.rotateBeforeDays: always-due",
    ],
    ["a lifetime below a day", { policy: { lifetimeDays: 0 } }, "policy.lifetimeDays: too_small"],
    ["a lifetime above Druva's", { policy: { lifetimeDays: 366 } }, "policy.lifetimeDays: too_big"],
    [
      "an issuing command with an expression, which the process list would show",
      { issuer: { kind: "command", command: ["druva-issue", "${var.secret}"] } },
      "issuer.command[1]: invalid_format",
    ],
    [
      "a command issuer without a program",
      { issuer: { kind: "command" } },
      "issuer.command: no-program",
    ],
    [
      "a program of the handover issuer",
      { issuer: { kind: "handover", command: ["x"] } },
      "issuer.command: handover-runs-nothing",
    ],
    ["a tenant's name that makes no variable", { tenant: "Acme Ltd" }, "tenant: invalid_format"],
  ];

  test.each(refusals)("%s", (_name, props, fault) => {
    expect(faultsOf(() => synthToken(props))).toEqual([fault]);
  });

  test("all that is wrong, at once: values, keys and what does not go together", () => {
    const props = {
      tenant: 7,
      begin: "issue",
      rotateBeforeDays: 60,
      rotationRequest: { ...request, generation: "2" },
    };
    expect(faultsOf(() => synthToken(props as object))).toEqual([
      "tenant: invalid_type",
      "rotationRequest.generation: invalid_type",
      "rotateBeforeDays: unknown-key",
      "begin: issue-ends-token",
    ]);
  });

  test("a known key in the wrong place, with the place where it belongs", () => {
    const props: object = { rotateBeforeDays: 60 };
    expect(() => synthToken(props)).toThrow(
      "token: rotateBeforeDays: unknown key. It belongs in policy. Known here: tenant,",
    );
  });
});

test("a message says where the token is", () => {
  expect(() =>
    synthesized((stack) => {
      new DruvaScimToken(stack, "mine", { tenant: "acme", begin: "issue" });
    }),
  ).toThrow(/^stack\/mine: begin: /);
});
