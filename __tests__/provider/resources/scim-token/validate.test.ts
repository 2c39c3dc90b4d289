/** What a configuration must not say: a test per refusal, named for it. */
import { ProviderError } from "../../../../provider/framework/diagnostics";
import { unknown } from "../../../../provider/framework/unknown";
import { checkConfiguration } from "../../../../provider/resources/scim-token/validate";
import {
  scimTokenFields,
  type Token,
  type Written,
} from "../../../../provider/resources/scim-token/schema";
import { checkLimits } from "../../../../provider/framework/limits";
import type { ObjectValue } from "../../../../provider/framework/fields";
import { configuration, listing, request } from "./token-deployment";

/** Each as "attribute.path: summary". */
function complaints(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return error.diagnostics.map(({ attribute, summary }) => `${attribute?.join(".")}: ${summary}`);
  }
}
const refusals = (given: Partial<Written>) =>
  complaints(() => {
    checkConfiguration(configuration(given));
  });

type Given<K extends keyof Token> = Partial<NonNullable<Token[K]>>;
const policy = (given: Given<"policy">) => ({
  lifetime_days: null,
  rotate_before_days: null,
  mode: null,
  ...given,
});
const issuer = (given: Given<"issuer">) => ({
  kind: "command" as const,
  command: ["issue"],
  environment: null,
  deadline_seconds: null,
  ...given,
});

test.each<[string, Partial<Written>, string]>([
  [
    "a command that issues what a person would have to enter",
    {
      issuer: issuer({}),
      consumers: listing({ kind: "okta", id: "0oa1", through: "person" }),
    },
    'consumers: consumers: found "person" beside the issuer "command"',
  ],
  [
    "an unrelated application that is neither of Entra nor of Okta",
    { unrelated: ["command/other-idp"] },
    "unrelated.0: Not an application",
  ],
  [
    "an unrelated application that is a consumer",
    { unrelated: ["okta/0oa1"], consumers: listing({ kind: "okta", id: "0oa1" }) },
    "unrelated.0: unrelated: found okta/0oa1, which is a binding",
  ],
  [
    "an unrelated application that was released, and still holds the token",
    { unrelated: ["okta/0oa1"], released: ["okta/0oa1"] },
    "unrelated.0: unrelated: found okta/0oa1, which is a binding",
  ],
  ["a tenant with a space", { tenant: "acme inc" }, "tenant: Not a tenant's name"],
  ["a tenant that is a path", { tenant: "../acme" }, "tenant: Not a tenant's name"],
  [
    "an issue that does not say that the token in use stops working",
    { begin: "issue" },
    'begin: begin: found "issue" without invalidateExisting (invalidate_existing in HCL): true',
  ],
  [
    "an age for a token that is made here",
    { begin: "issue", invalidate_existing: true, issued_on: "2026-01-01" },
    'issued_on: issuedOn (issued_on in HCL): found a day beside begin: "issue"',
  ],
  ["a day that is none", { issued_on: "2026-02-30" }, "issued_on: Not a day"],
  [
    "a rotation of what is only observed",
    { begin: "observe", rotation_request: request(1) },
    'rotation_request: rotationRequest (rotation_request in HCL): found a rotation request beside begin: "observe"',
  ],
  [
    "a token that is due at once",
    { policy: policy({ lifetime_days: 30 }) },
    "policy.lifetime_days: policy.lifetimeDays (policy.lifetime_days in HCL): found rotateBeforeDays (rotate_before_days in HCL) 30 with lifetimeDays (lifetime_days in HCL) 30",
  ],
  [
    "an automatic handover, by default",
    { policy: policy({ mode: "automatic" }) },
    'policy.mode: policy.mode: found "automatic" with the issuer "handover"',
  ],
  [
    "an automatic handover, as written",
    { policy: policy({ mode: "automatic" }), issuer: issuer({ kind: "handover", command: null }) },
    'policy.mode: policy.mode: found "automatic" with the issuer "handover"',
  ],
  [
    "a request without a reason",
    { rotation_request: request(2, "2026-01-01", " ") },
    "rotation_request.reason: A rotation request needs a reason",
  ],
  [
    "a request without a day",
    { rotation_request: request(2, "soon") },
    "rotation_request.date: Not a day",
  ],
  [
    "a command issuer without a command",
    { issuer: issuer({ command: [] }) },
    "issuer.command: issuer.command: found no program",
  ],
  [
    "a handover with a command",
    { issuer: issuer({ kind: "handover" }) },
    'issuer.command: issuer.command: found it with the issuer "handover"',
  ],
  [
    "a variable's value instead of its name",
    { token_variables: ["eyJ.abc"] },
    "token_variables.0: Not the name of an environment variable",
  ],
  [
    "a consumer of an unknown kind",
    { consumers: '[{"kind":"onelogin","id":"1"}]' },
    "consumers: consumers cannot be read",
  ],
  [
    "a consumer that is there twice",
    { consumers: listing({ kind: "okta", id: "0oa1" }, { kind: "okta", id: "0oa1", name: "B" }) },
    "consumers: The consumer okta/0oa1 is there twice",
  ],
  [
    "a released consumer without its kind",
    { released: ["0oa1"] },
    "released.0: Not a consumer's name",
  ],
])("%s is refused", (_what, given, expected) => {
  expect(refusals(given)).toEqual([expected]);
});

test.each<[string, ObjectValue, string]>([
  ["an unknown beginning", { begin: "import" }, 'begin: begin cannot be "import"'],
  [
    "a lifetime beyond Druva's",
    { policy: policy({ lifetime_days: 400 }) },
    "policy.lifetime_days: policy.lifetime_days cannot be 400",
  ],
  [
    "an unknown mode",
    { policy: { ...policy({}), mode: "manual" } },
    'policy.mode: policy.mode cannot be "manual"',
  ],
  [
    "a request for generation 0",
    { rotation_request: request(0) },
    "rotation_request.generation: rotation_request.generation cannot be 0",
  ],
  [
    "an unknown issuer",
    { issuer: { ...issuer({ command: null }), kind: "api" } },
    'issuer.kind: issuer.kind cannot be "api"',
  ],
  [
    "a deadline of nothing",
    { issuer: issuer({ deadline_seconds: 0 }) },
    "issuer.deadline_seconds: issuer.deadline_seconds cannot be 0",
  ],
])("%s is outside what its attribute takes", (_what, given, expected) => {
  const whole = { ...configuration(), ...given };
  expect(
    complaints(() => {
      checkLimits(scimTokenFields, whole);
    }),
  ).toEqual([expected]);
});

test("all that is wrong is said at once", () => {
  const unfounded = request(2, "2026-01-01", " ");
  expect(refusals({ tenant: "A", issued_on: "x", rotation_request: unfounded })).toHaveLength(3);
});

test("what is not known yet passes", () => {
  expect(
    refusals({
      tenant: unknown,
      begin: unknown,
      issued_on: unknown,
      policy: unknown,
      rotation_request: unknown,
      issuer: unknown,
      token_variables: unknown,
      consumers: unknown,
      released: unknown,
    }),
  ).toEqual([]);
});

test("a value that may be a token is not shown", () => {
  const wrong = configuration({ token_variables: ["s3cr.et"] });
  const check = () => {
    checkConfiguration(wrong);
  };
  expect(check).toThrow();
  expect(check).not.toThrow("s3cr.et");
});
