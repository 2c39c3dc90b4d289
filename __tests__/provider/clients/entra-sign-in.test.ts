import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEntra } from "../../../provider/clients/entra";
import { type EntraEntry, settingsOf } from "../../../provider/clients/entra-sign-in";
import type { Request } from "../../../provider/clients/http";
import { makeCertificates } from "../../../sandbox/certificates";
import { fakeHttp } from "./fake-http";

const { signal } = new AbortController();
const tenant = "00000000-0000-0000-0000-0000000000cc";
const client = "00000000-0000-0000-0000-0000000000ee";
const who = { ARM_TENANT_ID: tenant, ARM_CLIENT_ID: client, ARM_USE_CLI: "false" };

const anEntry = (set: Partial<EntraEntry> = {}): EntraEntry => ({
  tenant_id: null,
  client_id: null,
  client_secret: null,
  client_certificate_path: null,
  client_certificate_password: null,
  use_oidc: null,
  use_cli: null,
  use_msi: null,
  environment: null,
  metadata_host: null,
  ...set,
});

/** A Microsoft cloud that lets everybody in. */
function microsoft(refusal?: { status: number; json: unknown }) {
  return fakeHttp(({ url }) => {
    const { host, pathname, origin } = new URL(url);
    if (host === "actions.example") return { json: { value: "the workload's own token" } };
    if (pathname === "/metadata/endpoints") {
      return {
        json: {
          microsoftGraphResourceId: `${origin}/`,
          authentication: { loginEndpoint: `${origin}/` },
        },
      };
    }
    if (pathname.endsWith("/openid-configuration")) {
      const base = `${origin}/${tenant}`;
      return {
        json: {
          issuer: `${base}/v2.0`,
          authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
          token_endpoint: `${base}/oauth2/v2.0/token`,
          jwks_uri: `${base}/discovery/v2.0/keys`,
        },
      };
    }
    if (isSignIn(url)) {
      return (
        refusal ?? { json: { token_type: "Bearer", expires_in: 3600, access_token: `for ${host}` } }
      );
    }
    return { json: { value: [] } };
  });
}

const isSignIn = (url: string) => new URL(url).pathname.endsWith("/oauth2/v2.0/token");

/** Lists jobs, and returns how the sign-in and the call itself were made. */
async function callMade(
  environment: NodeJS.ProcessEnv,
  entry: EntraEntry = anEntry(),
): Promise<{
  form: URLSearchParams;
  token: Request;
  graph: Request;
  requests: readonly Request[];
}> {
  const http = microsoft();
  await createEntra(entry, environment, http).jobs("p", signal);
  const token = http.requests.find((each) => isSignIn(each.url));
  const graph = http.requests.at(-1);
  if (token === undefined || graph === undefined) throw new Error("nobody signed in");
  return { form: new URLSearchParams(token.body), token, graph, requests: http.requests };
}

test("a client secret from azuread's variables signs in to its tenant, for Microsoft Graph", async () => {
  const { form, token, graph } = await callMade({ ...who, ARM_CLIENT_SECRET: "s3cret" });
  expect(token.url).toMatch(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`);
  expect(Object.fromEntries(form)).toMatchObject({
    grant_type: "client_credentials",
    client_id: client,
    client_secret: "s3cret",
    scope: "https://graph.microsoft.com/.default",
  });
  expect(graph.headers).toMatchObject({ authorization: "Bearer for login.microsoftonline.com" });
});

test("what the configuration says goes before the environment", async () => {
  const { form } = await callMade(
    { ...who, ARM_CLIENT_SECRET: "from the environment" },
    anEntry({ client_secret: "configured" }),
  );
  expect(form.get("client_secret")).toBe("configured");
});

test("an entry that names its own way takes no other from the environment", () => {
  const all = {
    ...who,
    ARM_CLIENT_CERTIFICATE_PATH: "other.pem",
    ARM_CLIENT_SECRET: "another tenant's",
    ARM_USE_OIDC: "true",
    ARM_USE_MSI: "true",
    ARM_USE_CLI: "true",
  };
  const wayOf = (set: Partial<EntraEntry>) => settingsOf(anEntry(set), all).way;
  expect(wayOf({ client_secret: "own" })).toEqual({ kind: "secret", secret: "own" });
  expect(wayOf({ client_certificate_path: "own.pem" })).toEqual({
    kind: "certificate",
    path: "own.pem",
  });
  expect(wayOf({ use_oidc: true })).toEqual({ kind: "oidc" });
});

test("an entry that only names its tenant and client signs in as the environment does", () => {
  const entry = anEntry({ tenant_id: "t", client_id: "c" });
  const settings = settingsOf(entry, { ...who, ARM_CLIENT_SECRET: "s" });
  expect(settings).toMatchObject({
    tenantId: "t",
    clientId: "c",
    way: { kind: "secret", secret: "s" },
  });
});

test("of several ways the first in azuread's order is taken; one that is azuread's alone only before the CLI", () => {
  const environment: NodeJS.ProcessEnv = {
    ARM_CLIENT_CERTIFICATE_PATH: "client.pem",
    ARM_CLIENT_SECRET: "s",
    ARM_USE_OIDC: "true",
    ARM_USE_MSI: "true",
    ARM_CLIENT_CERTIFICATE: "MII",
  };
  const taken = [...Object.keys(environment), "ARM_USE_CLI"].map((next) => {
    const { kind } = settingsOf(anEntry(), environment).way;
    environment[next] = next === "ARM_USE_CLI" ? "false" : undefined;
    return kind;
  });
  expect(taken).toEqual(["certificate", "secret", "oidc", "msi", "unsupported", "cli"]);
  expect(settingsOf(anEntry(), environment).way).toEqual({ kind: "none" });
});

test("ARM_CLIENT_CERTIFICATE alone is named as a way that is not taken", async () => {
  const only = { ARM_CLIENT_CERTIFICATE: "MIIs3cret" };
  const signingIn = callMade({ ARM_TENANT_ID: tenant, ARM_CLIENT_ID: client, ...only });
  await expect(signingIn).rejects.toThrow("Found only ARM_CLIENT_CERTIFICATE");
  await expect(signingIn).rejects.not.toThrow("s3cret");
});

test("what azuread's table of variables names a second time is taken, the first that is set", async () => {
  const named = { ARM_OIDC_AZURE_SERVICE_CONNECTION_ID: "connection", ARM_USE_OIDC: "true" };
  const from = { SYSTEM_OIDCREQUESTURI: "https://actions.example/oidc", SYSTEM_ACCESSTOKEN: "job" };
  const { requests } = await callMade({ ...who, ...named, ...from });
  const asked = requests.find(({ url }) => url.startsWith("https://actions.example"));
  expect(asked).toMatchObject({ method: "POST", headers: { authorization: "Bearer job" } });
  expect(Object.fromEntries(new URL(asked?.url ?? "").searchParams)).toEqual({
    "api-version": "7.1",
    serviceConnectionId: "connection",
    audience: "api://AzureADTokenExchange",
  });
});

test("a way that is not taken does no harm beside one that is", async () => {
  const beside = { ...who, ARM_CLIENT_CERTIFICATE: "MII", ARM_CLIENT_SECRET: "s" };
  expect((await callMade(beside)).form.get("client_secret")).toBe("s");
});

test.each([
  ["usgovernment", "login.microsoftonline.us", "graph.microsoft.us"],
  ["usgovernmentl5", "login.microsoftonline.us", "dod-graph.microsoft.us"],
  ["dod", "login.microsoftonline.us", "dod-graph.microsoft.us"],
  ["china", "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn"],
])("ARM_ENVIRONMENT=%s signs in at %s and calls %s", async (name, login, graph) => {
  const made = await callMade({ ...who, ARM_CLIENT_SECRET: "s", ARM_ENVIRONMENT: name });
  expect(new URL(made.token.url).host).toBe(login);
  expect(new URL(made.graph.url).host).toBe(graph);
});

test("an unknown cloud is refused with those there are", async () => {
  await expect(callMade({ ...who, ARM_ENVIRONMENT: "germany" })).rejects.toThrow(
    /Found environment "germany".*public, usgovernment, usgovernmentl5, china/,
  );
});

test("a metadata host names the cloud's endpoints", async () => {
  const { token, graph } = await callMade({
    ...who,
    ARM_CLIENT_SECRET: "s",
    ARM_METADATA_HOSTNAME: "cloud.example:9443",
  });
  expect(token.url).toMatch(`https://cloud.example:9443/${tenant}/oauth2/v2.0/token`);
  expect(graph.url).toMatch(/^https:\/\/cloud\.example:9443\/v1\.0\//);
});

test("calls share one sign-in", async () => {
  const http = microsoft();
  const entra = createEntra(anEntry(), { ...who, ARM_CLIENT_SECRET: "s" }, http);
  await Promise.all([entra.jobs("one", signal), entra.jobs("two", signal)]);
  await entra.jobs("three", signal);
  expect(http.requests.filter((each) => isSignIn(each.url))).toHaveLength(1);
});

test("a refused sign-in is told in Entra's words, without the secret, as a missing permission", async () => {
  const http = microsoft({
    status: 401,
    json: {
      error: "invalid_client",
      error_description: "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1",
      error_codes: [7000215],
    },
  });
  const failing = createEntra(anEntry(), { ...who, ARM_CLIENT_SECRET: "s3cret" }, http).jobs(
    "p",
    signal,
  );
  await expect(failing).rejects.toMatchObject({ meaning: "not-signed-in" });
  await expect(failing).rejects.toThrow(/signing in to Entra tenant .*cc as .*ee: .*AADSTS7000215/);
  await expect(failing).rejects.not.toThrow(/s3cret|Trace ID/);
});

test("a network that fails is told in its own words, as unreachable", async () => {
  const http = fakeHttp(() => {
    throw new Error("getaddrinfo ENOTFOUND login.microsoftonline.com");
  });
  const failing = createEntra(anEntry(), { ...who, ARM_CLIENT_SECRET: "s" }, http).jobs(
    "p",
    signal,
  );
  await expect(failing).rejects.toMatchObject({ meaning: "unreachable" });
  await expect(failing).rejects.toThrow("ENOTFOUND");
});

test("a missing Azure CLI is told in the library's words, with what was tried, and not as Entra's answer", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = tmpdir(); // wherever this runs, there is none
  try {
    const entra = createEntra(anEntry(), { ...who, ARM_USE_CLI: "true" }, microsoft());
    const failing = entra.jobs("p", signal);
    await expect(failing).rejects.toThrow(
      /^signing in to Entra tenant .* was not possible\. Tried: the Azure CLI, since no certificate, .* \(Azure CLI could not be found/,
    );
    await expect(failing).rejects.not.toThrow(/answered/);
    await expect(failing).rejects.toMatchObject({ meaning: "not-signed-in" });
  } finally {
    process.env["PATH"] = path;
  }
});

test("no credentials at all is told with every way to give them", async () => {
  await expect(callMade(who)).rejects.toThrow(/ARM_CLIENT_SECRET.*ARM_USE_OIDC/);
});

test("a missing tenant is told by its name and variable", async () => {
  await expect(callMade({ ARM_CLIENT_ID: client, ARM_CLIENT_SECRET: "s" })).rejects.toThrow(
    /tenant_id.*ARM_TENANT_ID/,
  );
});

describe("a workload's identity", () => {
  const actions = {
    ...who,
    ARM_USE_OIDC: "true",
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://actions.example/token?run=1",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer",
  };

  test("is asked of GitHub Actions for Entra's audience, and signs in", async () => {
    const { form, requests } = await callMade(actions);
    const asked = requests.find((each) => each.url.startsWith("https://actions.example"));
    expect(asked?.url).toBe(
      "https://actions.example/token?run=1&audience=api%3A%2F%2FAzureADTokenExchange",
    );
    expect(asked?.headers).toMatchObject({ authorization: "Bearer bearer" });
    expect(form.get("client_assertion")).toBe("the workload's own token");
  });

  test("may be given as a token", async () => {
    const { form } = await callMade({ ...who, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "given" });
    expect(form.get("client_assertion")).toBe("given");
  });

  test("that is not there is told with GitHub's permission", async () => {
    const failing = callMade({ ...who, ARM_USE_OIDC: "true" });
    await expect(failing).rejects.toThrow(
      /Tried: a workload's identity \(OIDC\) .*id-token: write/,
    );
    await expect(failing).rejects.not.toThrow(/answered/);
  });
});

describe("a certificate", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "druva-certificate-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test("in PEM signs in", async () => {
    const { certificate } = await makeCertificates(["client.example"]);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = privateKey.export({ type: "pkcs8", format: "pem" });
    const path = file("client.pem", `${key.toString()}${certificate}`);
    const { form } = await callMade({ ...who, ARM_CLIENT_CERTIFICATE_PATH: path });
    expect(form.get("client_assertion")?.split(".")).toHaveLength(3);
  });

  test("in PKCS#12, as azuread takes it, is refused with the way to make it a PEM file", async () => {
    const path = file("client.pfx", "\x30\x82");
    await expect(callMade({ ...who, ARM_CLIENT_CERTIFICATE_PATH: path })).rejects.toThrow(
      /openssl pkcs12 -in .*client\.pfx/,
    );
  });

  test("that is not there is told by its path", async () => {
    const path = join(folder, "missing.pem");
    await expect(callMade({ ...who, ARM_CLIENT_CERTIFICATE_PATH: path })).rejects.toThrow(
      /missing\.pem: .*ENOENT/,
    );
  });
});

test.each([
  ["http://graph.example/", "https://login.example/"],
  ["https://graph.example/", "http://login.example/"],
])("a cloud whose metadata names %s and %s gets no secret", async (graph, login) => {
  const http = fakeHttp(() => ({
    json: { microsoftGraphResourceId: graph, authentication: { loginEndpoint: login } },
  }));
  const entry = anEntry({ metadata_host: "metadata.example", client_secret: "s" });
  await expect(createEntra(entry, who, http).jobs("p", signal)).rejects.toThrow("shape");
  expect(http.requests).toHaveLength(1);
});

test("a metadata host that is more than a host is refused before anything is asked", async () => {
  const http = fakeHttp(() => undefined);
  const entry = anEntry({ metadata_host: "user@evil.example/?", client_secret: "s" });
  await expect(createEntra(entry, who, http).jobs("p", signal)).rejects.toThrow("host name");
  expect(http.requests).toEqual([]);
});
