/** What Graph is sent, and which of its answers count. */
import { createEntra, saysNothingIsSaved } from "../../../provider/clients/entra";
import { type Answer } from "../../../provider/clients/http";
import { fakeHttp } from "./fake-http";

const { signal } = new AbortController();
const entry = {
  tenant_id: "tenant",
  client_id: "client",
  client_secret: "secret",
  client_certificate_path: null,
  client_certificate_password: null,
  use_oidc: null,
  use_cli: null,
  use_msi: null,
  environment: null,
  metadata_host: null,
};

/** Graph answers so; signing in works. */
function graph(answer: Partial<Answer> & { json?: unknown }) {
  const http = fakeHttp(({ url }) =>
    url.includes("/oauth2/") || url.includes("openid")
      ? { json: { access_token: "access-token", expires_in: 3600, token_type: "Bearer" } }
      : answer,
  );
  const asked = () => http.requests.filter(({ url }) => url.includes("/v1.0/"));
  return { entra: createEntra(entry, {}, http), asked };
}

const tested = (answer: Partial<Answer>) =>
  graph(answer).entra.validateCredentials("principal", "job", "saved", signal);
const save = (answer: Partial<Answer>) =>
  graph(answer).entra.saveSettings(
    "principal",
    [{ key: "SecretToken", value: "*" }],
    "new",
    signal,
  );

describe.each([
  ["a test", tested],
  ["a write", save],
])("%s succeeds", (_, call) => {
  test.each([
    [204, ""],
    [200, ""],
    [200, " \n"],
  ])("by %s with the body %j", async (status, body) => {
    await expect(call({ status, body })).resolves.toBeUndefined();
  });
  test.each([
    [200, "<html>Sign in</html>"],
    [200, "{}"],
    [201, ""],
    [202, ""],
    [302, ""],
    [400, ""],
    [403, ""],
  ])("not by %s with the body %j", async (status, body) => {
    await expect(call({ status, body })).rejects.toMatchObject({ status });
  });
});

test("what is saved is tested by that word alone, and an unsaved token by its URL and itself", async () => {
  const { entra, asked } = graph({ status: 204 });
  await entra.validateCredentials("principal", "job", "saved", signal);
  const given = { baseAddress: "https://druva.test/scim?flag", token: "new" };
  await entra.validateCredentials("principal", "job", given, signal);
  expect(asked().map(({ body }) => JSON.parse(body ?? "") as unknown)).toEqual([
    { useSavedCredentials: true },
    {
      useSavedCredentials: false,
      credentials: [
        { key: "BaseAddress", value: "https://druva.test/scim?flag" },
        { key: "SecretToken", value: "new" },
      ],
    },
  ]);
});

test("settings are sent as they are, the token alone in place of its own value", async () => {
  const { entra, asked } = graph({ status: 204 });
  const settings = [
    { key: "SyncAll", value: "false" },
    { key: "SecretToken", value: "*" },
    { key: "Extra", value: "*" },
  ];
  await entra.saveSettings("principal", settings, "new", signal);
  expect(JSON.parse(asked()[0]?.body ?? "")).toEqual({
    value: [
      { key: "SyncAll", value: "false" },
      { key: "SecretToken", value: "new" },
      { key: "Extra", value: "*" },
    ],
  });
});

test("settings are read in Graph's order; one without a value that is shown is hidden, an empty one is none", async () => {
  const value = [
    { key: "SyncAll", value: "false" },
    { key: "Empty", value: "" },
    { key: "Null", value: null },
    { key: "SecretToken", value: "*" },
  ];
  expect(await graph({ json: { value } }).entra.settings("principal", signal)).toEqual([
    { key: "SyncAll", value: "false" },
    { key: "Null", value: "*" },
    { key: "SecretToken", value: "*" },
  ]);
});

test("an answer that echoes the token shows it nowhere", async () => {
  const json = { error: { code: "Bad", message: "the value s3cr3t is bad" } };
  const { entra } = graph({ status: 400, json });
  const settings = [{ key: "SecretToken", value: "*" }];
  const refused = entra.saveSettings("principal", settings, "s3cr3t", signal);
  await expect(refused).rejects.toThrow("the value … is bad");
  const given = { baseAddress: "https://druva.test", token: "s3cr3t" };
  const unsaved = entra.validateCredentials("principal", "job", given, signal);
  await expect(unsaved).rejects.toThrow("the value … is bad");
});

test.each([
  [500, "InternalError: Requested value 'BaseAddress' was not found.", true],
  [500, "InternalError: try again", false],
  [400, "Requested value 'BaseAddress' was not found.", false],
])("%s with %j says that nothing is saved: %s", (status, body, expected) => {
  expect(saysNothingIsSaved({ status, body })).toBe(expected);
});
