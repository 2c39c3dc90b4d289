import fc from "fast-check";

import { redactorOf } from "../../../cli/terminal/redacted";

const PASSWORD = "S3cr3t%Pa55word";
const environment = {
  PG_CONN_STR: `postgres://tfstate:${PASSWORD}@db.example:5432/tf`,
  HTTPS_PROXY: "http://proxy-user:a-proxys-password@proxy.example:3128",
};

test.each([
  ...["ARM_CLIENT_SECRET", "ARM_ACCESS_KEY", "ARM_SAS_TOKEN", "ARM_OIDC_TOKEN"],
  ...["OKTA_API_TOKEN", "OKTA_API_PRIVATE_KEY", "DRUVA_SCIM_TOKEN_ACME", "GITHUB_TOKEN"],
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PG_CONN_STR"],
  ...["PGPASSWORD", "TF_HTTP_PASSWORD", "TF_TOKEN_app_terraform_io", "CONSUL_HTTP_TOKEN"],
  ...["STORAGE_ACCOUNT_KEY", "AWS_SSE_CUSTOMER_KEY", "GOOGLE_ENCRYPTION_KEY", "SOME_APIKEY"],
  ...["GOOGLE_CREDENTIALS", "MYSQL_PASSWD", "TF_VAR_db_password", "CI_JOB_JWT"],
])("%s holds a secret", (name) => {
  expect(redactorOf({ [name]: " a-value-of-it \n" })("got a-value-of-it.")).toBe("got (secret).");
});

test.each([
  ...["ARM_CLIENT_ID", "AWS_REGION", "GOOGLE_CREDENTIALS_FILE", "ARM_OIDC_TOKEN_FILE_PATH"],
  ...["GOOGLE_APPLICATION_CREDENTIALS", "CACHE_KEY", "COMPOSE_PROJECT_KEY"],
])("%s holds none", (name) => {
  expect(redactorOf({ [name]: "a-value-of-it" })("got a-value-of-it.")).toBe("got a-value-of-it.");
});

test.each([
  `parse "postgres://tfstate:${PASSWORD}@db.example:5432/tf": invalid URL escape "%Pa"`,
  `password authentication failed with ${PASSWORD}`,
  `cannot reach ${encodeURIComponent(PASSWORD)}`,
])("a backend's password is in no words of Terraform's: %s", (words) => {
  const shown = redactorOf(environment)(words);
  expect(shown).not.toContain(PASSWORD);
  expect(shown).not.toContain(encodeURIComponent(PASSWORD));
});

test.each([
  ["clone https://x-access-token:ghs_0123@github.com/a/b", "clone https://(secret)@github.com/a/b"],
  ["https://ghp_0123456789abcdefghij@github.com/a", "https://(secret)@github.com/a"],
  ['"amqp://u:p/#?%w@host"', '"amqp://(secret)@host"'],
  ["https://127.0.0.1:8443/people/ann@acme.example", undefined],
  ["ssh://git@github.com/a/b", undefined],
])("user and password are taken out of every address: %s", (words, expected = words) => {
  expect(redactorOf({})(words)).toBe(expected);
});

test("a value that is empty, or as short as a word, takes nothing out", () => {
  const redact = redactorOf({ ARM_CLIENT_SECRET: "", OKTA_API_TOKEN: "Entra" });
  expect(redact("Entra answered 401")).toBe("Entra answered 401");
});

test("the lines of a key are secret one by one", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n";
  expect(redactorOf({ OKTA_API_PRIVATE_KEY: key })("at hkiG9w0BAQEFAASC")).toBe("at (secret)");
});

test("whatever a secret is, and wherever it stands, no encoding of it is left", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 12, unit: "grapheme-ascii" }).filter((each) => each.trim() === each),
      fc.string({ unit: "grapheme-ascii" }),
      (secret, before) => {
        const redact = redactorOf({ A_TOKEN: secret });
        const json = JSON.stringify(before + secret);
        expect(redact(json)).not.toContain(JSON.stringify(secret).slice(1, -1));
        const base64 = redact(Buffer.from(`${before}${secret}.`).toString("base64"));
        expect(Buffer.from(base64, "base64").toString()).not.toContain(secret);
      },
    ),
  );
});
