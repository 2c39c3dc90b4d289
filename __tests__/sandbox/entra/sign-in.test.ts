import { ClientSecretCredential } from "@azure/identity";
import { startSandbox, type Sandbox } from "../../../sandbox/sandbox";
import { caller, type Caller } from "../people";
import { AA, type GraphProblem } from "./graph";

let sandbox: Sandbox;
let ask: Caller;
let entra: string;
let tenant: string;
let clientId: string;
let secret: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
  entra = `https://${sandbox.environment["ARM_METADATA_HOSTNAME"]}`;
  tenant = sandbox.environment["ARM_TENANT_ID"] ?? "";
  clientId = sandbox.environment["ARM_CLIENT_ID"] ?? "";
  secret = sandbox.environment["ARM_CLIENT_SECRET"] ?? "";
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const credential = (clientSecret: string) =>
  new ClientSecretCredential(tenant, clientId, clientSecret, {
    authorityHost: entra,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: sandbox.ca },
    retryOptions: { maxRetries: 0 },
  });

test("@azure/identity signs in by client secret, and Graph takes its token", async () => {
  const { token } = (await credential(secret).getToken(`${entra}/.default`)) ?? {};
  const claims: unknown = JSON.parse(
    Buffer.from(token?.split(".")[1] ?? "", "base64url").toString(),
  );
  expect(claims).toMatchObject({ tid: tenant, appid: clientId });
  expect(claims).toHaveProperty("oid");
  const answer = await ask(`${entra}/v1.0/servicePrincipals/${AA}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
});

test("@azure/identity is refused with a wrong secret, in Entra's words", async () => {
  await expect(credential("wrong").getToken(`${entra}/.default`)).rejects.toThrow(
    /AADSTS7000215: Invalid client secret/,
  );
});

test("the metadata names the endpoints under the host that was asked", async () => {
  const metadata = (await ask(`${entra}/metadata/endpoints?api-version=2022-09-01`)).json();
  expect(metadata).toMatchObject({
    microsoftGraphResourceId: `${entra}/`,
    authentication: { loginEndpoint: `${entra}/` },
  });
});

test("a token endpoint with a double slash in front is the same, as azuread asks for it", async () => {
  const answer = await ask(`${entra}//${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    form: {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: secret,
      scope: `${entra}/.default`,
    },
  });
  expect(answer.json()).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
});

test.each([
  ["no token", {}],
  ["a forged token", { authorization: "Bearer e30.eyJleHAiOjk5OTk5OTk5OTl9.forged" }],
])("Graph refuses %s", async (_name, headers) => {
  const answer = await ask(`${entra}/v1.0/servicePrincipals/${AA}`, { headers });
  expect(answer.status).toBe(401);
  expect(answer.json<GraphProblem>().error.code).toBe("InvalidAuthenticationToken");
});
