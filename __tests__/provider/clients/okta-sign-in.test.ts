import { createPublicKey, generateKeyPairSync } from "node:crypto";
import jwt from "jsonwebtoken";
import { createOkta } from "../../../provider/clients/okta";
import type { OktaEntry } from "../../../provider/clients/okta-sign-in";
import { fakeHttp } from "./fake-http";

const { signal } = new AbortController();
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const pem = rsa.export({ type: "pkcs8", format: "pem" }).toString();

const anEntry = (set: Partial<OktaEntry> = {}): OktaEntry => ({
  org_name: "acme",
  base_url: null,
  api_token: null,
  access_token: null,
  client_id: null,
  private_key: null,
  private_key_id: null,
  scopes: null,
  ...set,
});

function okta(refusal?: { status: number; json: unknown }) {
  return fakeHttp(({ url }) => {
    if (url.endsWith("/oauth2/v1/token")) {
      return (
        refusal ?? { json: { token_type: "Bearer", expires_in: 3600, access_token: "access" } }
      );
    }
    return { json: { authScheme: "TOKEN", status: "ENABLED" } };
  });
}
const ask = (entry: OktaEntry, environment: NodeJS.ProcessEnv = {}, http = okta()) =>
  createOkta(entry, environment, http)
    .connection("0oa1", signal)
    .then(() => http.requests);

test("an API token goes as SSWS, to the organization's own host", async () => {
  const [request] = await ask(anEntry({ api_token: "t" }));
  expect(request?.url).toBe("https://acme.okta.com/api/v1/apps/0oa1/connections/default");
  expect(request?.headers).toMatchObject({ authorization: "SSWS t" });
});

test("an access token goes before an API token, as the okta provider has it", async () => {
  const [request] = await ask(anEntry(), { OKTA_ACCESS_TOKEN: "a", OKTA_API_TOKEN: "t" });
  expect(request?.headers).toMatchObject({ authorization: "Bearer a" });
});

test("all is taken from the okta provider's variables, where nothing is configured", async () => {
  const [request] = await ask(anEntry({ org_name: null }), {
    OKTA_ORG_NAME: "acme",
    OKTA_BASE_URL: "oktapreview.com",
    OKTA_API_TOKEN: "t",
  });
  expect(new URL(request?.url ?? "").host).toBe("acme.oktapreview.com");
});

test("a private key signs a client assertion, which gets an access token", async () => {
  const entry = anEntry({ client_id: "0oaClient", private_key: pem, private_key_id: "key 1" });
  const [signIn, call] = await ask(entry);
  const form = new URLSearchParams(signIn?.body);
  expect(Object.fromEntries(form)).toMatchObject({
    grant_type: "client_credentials",
    scope: "okta.apps.manage okta.logs.read",
  });
  const assertion = jwt.verify(form.get("client_assertion") ?? "", createPublicKey(rsa), {
    audience: "https://acme.okta.com/oauth2/v1/token",
    issuer: "0oaClient",
    subject: "0oaClient",
    complete: true,
  });
  expect(assertion.header).toMatchObject({ alg: "RS256", kid: "key 1" });
  expect(call?.headers).toMatchObject({ authorization: "Bearer access" });
});

test("an entry that names its client takes no API token from the environment", async () => {
  const entry = anEntry({ client_id: "own", private_key: pem });
  const environment = { OKTA_API_TOKEN: "another's", OKTA_API_PRIVATE_KEY_ID: "another's" };
  const [signIn, call] = await ask(entry, environment);
  expect(call?.headers).toMatchObject({ authorization: "Bearer access" });
  const assertion = new URLSearchParams(signIn?.body).get("client_assertion") ?? "";
  expect(jwt.decode(assertion, { complete: true })?.header).not.toHaveProperty("kid");
});

test("its private key may come from there", async () => {
  const [signIn] = await ask(anEntry({ client_id: "own" }), { OKTA_API_PRIVATE_KEY: pem });
  const assertion = new URLSearchParams(signIn?.body).get("client_assertion") ?? "";
  expect(jwt.decode(assertion)).toMatchObject({ iss: "own" });
});

test("scopes are those configured, or OKTA_API_SCOPES", async () => {
  const entry = anEntry({ client_id: "c", private_key: pem });
  const scopeOf = async (...[set, environment]: [Partial<OktaEntry>, NodeJS.ProcessEnv?]) =>
    new URLSearchParams((await ask({ ...entry, ...set }, environment))[0]?.body).get("scope");
  expect(await scopeOf({ scopes: ["okta.apps.read"] })).toBe("okta.apps.read");
  expect(await scopeOf({}, { OKTA_API_SCOPES: "a, b" })).toBe("a b");
});

test("a refused sign-in is told in Okta's words, and with its own status", async () => {
  const entry = anEntry({ client_id: "c", private_key: pem });
  const json = { error: "invalid_client", error_description: "The client_assertion is invalid." };
  const failing = ask(entry, {}, okta({ status: 400, json }));
  await expect(failing).rejects.toMatchObject({ meaning: "not-signed-in" });
  await expect(failing).rejects.toThrow(
    "Okta answered 400 (invalid_client: The client_assertion is invalid.)",
  );
});

test("what cannot be a key is refused without showing it", async () => {
  const entry = anEntry({ client_id: "c", private_key: "-----BEGIN s3cret" });
  await expect(ask(entry)).rejects.toThrow("Okta's private key cannot be read");
  await expect(ask(entry)).rejects.not.toThrow("s3cret");
});

test("no credentials, and no organization, are told with the variables", async () => {
  await expect(ask(anEntry())).rejects.toThrow(/OKTA_API_TOKEN.*OKTA_API_PRIVATE_KEY/);
  await expect(ask(anEntry({ org_name: null, api_token: "t" }))).rejects.toThrow(/OKTA_ORG_NAME/);
});

test.each([
  { org_name: "evil.example/?" },
  { org_name: "acme@evil.example#" },
  { org_name: "acme", base_url: "okta.com/path" },
  { org_name: "acme", base_url: "user@evil.example" },
])("credentials go to no other host: %j is refused", async (set) => {
  const http = okta();
  await expect(ask(anEntry({ api_token: "t", ...set }), {}, http)).rejects.toThrow("host name");
  expect(http.requests).toEqual([]);
});
