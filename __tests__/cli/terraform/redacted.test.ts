import { redactor } from "../../../cli/terraform/redacted";

const environment = {
  ARM_CLIENT_SECRET: "an-entra-secret",
  OKTA_API_TOKEN: "an-okta-token",
  DRUVA_SCIM_TOKEN_ACME: "  a-handed-over-token\n",
  GITHUB_TOKEN: "a-workflows-token",
  ARM_CLIENT_ID: "a-client-id-that-is-no-secret",
};
const redact = redactor(environment, null);

test.each(["an-entra-secret", "an-okta-token", "a-handed-over-token", "a-workflows-token"])(
  "what a provider quotes of a secret is taken out of its words: %s",
  (secret) => {
    expect(redact(`PUT failed: {"value":"${secret}"}, again ${secret}`)).toBe(
      'PUT failed: {"value":"(secret)"}, again (secret)',
    );
  },
);

test("what is no secret stays readable", () => {
  const text = "signing in as a-client-id-that-is-no-secret: 401";
  expect(redact(text)).toBe(text);
});

test("a variable that is empty, or as short as a word, takes nothing out", () => {
  const text = "Entra answered 401";
  expect(redactor({ ARM_CLIENT_SECRET: "", OKTA_API_TOKEN: "Entra" }, null)(text)).toBe(text);
});
