/** Each way to sign in that azuread and okta have, on the sandbox. */
import { execa } from "execa";

import { noOkta } from "../../../provider/clients/clients";
import { createEntra } from "../../../provider/clients/entra";
import type { EntraEntry } from "../../../provider/clients/entra-sign-in";
import { createHttp } from "../../../provider/clients/http";
import { createOkta } from "../../../provider/clients/okta";
import type { Identities } from "../../../sandbox/identities";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { OTHER_ENTRA_TENANT_ID, OTHER_TENANTS_PRINCIPAL, PRINCIPALS } from "../../../sandbox/seed";
import { PACKAGE_ROOT } from "../../../tour/workplace";

const { signal } = new AbortController();
const OURS = PRINCIPALS[0]?.id ?? "";
const THEIRS = OTHER_TENANTS_PRINCIPAL.id;

let sandbox: Sandbox;
let identities: Identities;
beforeAll(async () => {
  sandbox = await startSandbox();
  identities = await sandbox.identities();
});
afterAll(async () => {
  await sandbox.stop();
});

type Variables = Readonly<Record<string, string>>;

const nothing: EntraEntry = {
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
};

function entra(set: Variables = {}, entry: Partial<EntraEntry> = {}) {
  const environment = { ...sandbox.environment, ...set };
  const http = createHttp({ environment, retries: 0 });
  return createEntra({ ...nothing, ...entry }, environment, http);
}

function okta(set: Variables = {}) {
  const environment = { ...sandbox.environment, ...set };
  return createOkta(noOkta, environment, createHttp({ environment, retries: 0 }));
}

test("Entra by client secret", async () => {
  expect(await entra().jobs(OURS, signal)).toHaveLength(1);
});

test.each([
  "certificate",
  "GitHub Actions",
  "Azure DevOps",
  "workload identity file",
  "AKS",
  "managed identity",
] as const)("Entra by %s", async (way) => {
  expect(await entra(identities.entra[way]).jobs(OURS, signal)).toHaveLength(1);
});

test("Entra by Azure CLI", async () => {
  // Of the process: the library starts az by its own environment.
  const program = `
    const { createEntra } = require("./dist/provider/clients/entra.js");
    const { createHttp } = require("./dist/provider/clients/http.js");
    const http = createHttp({ environment: process.env, retries: 0 });
    createEntra(${JSON.stringify(nothing)}, process.env, http)
      .jobs("${OURS}", new AbortController().signal)
      .then((jobs) => console.log(jobs.length));`;
  const { stdout } = await execa(process.execPath, ["-e", program], {
    cwd: PACKAGE_ROOT,
    env: { ...sandbox.environment, ...identities.entra["Azure CLI"] },
  });
  expect(stdout).toBe("1");
});

test.each([
  ["GitHub Actions", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
  ["Azure DevOps", "SYSTEM_ACCESSTOKEN"],
] as const)("a job of %s that may not ask for its token is told so", async (way, variable) => {
  const set = { ...identities.entra[way], [variable]: "another's" };
  await expect(entra(set).jobs(OURS, signal)).rejects.toMatchObject({ meaning: "not-signed-in" });
});

test.each(["public", "usgovernment", "usgovernmentl5", "china"])(
  "Entra in the cloud %s, by its own addresses",
  async (ARM_ENVIRONMENT) => {
    const cloud = entra({ ARM_METADATA_HOSTNAME: "", ARM_ENVIRONMENT });
    expect(await cloud.jobs(OURS, signal)).toHaveLength(1);
  },
);

test("two Entra tenants, each with its own applications", async () => {
  const theirs = entra({}, { tenant_id: OTHER_ENTRA_TENANT_ID });
  expect(await theirs.jobs(THEIRS, signal)).toHaveLength(1);
  await expect(theirs.jobs(OURS, signal)).rejects.toMatchObject({ meaning: "not-found" });
  await expect(entra().jobs(THEIRS, signal)).rejects.toMatchObject({ meaning: "not-found" });
});

test("Okta by API token", async () => {
  expect(await okta().app("0oaDruvaApi", signal)).toMatchObject({ status: "ACTIVE" });
});

test.each(["private key", "private key with proofs"] as const)("Okta by %s", async (way) => {
  const signedIn = okta(identities.okta[way]);
  expect(await signedIn.app("0oaDruvaApi", signal)).toMatchObject({ status: "ACTIVE" });
  expect(await signedIn.appsNamed("druva_20", signal)).toHaveLength(1);
  await signedIn.activateConnection("0oaDruvaApi", signal);
});

test("Okta's access token for a key is good for all calls until it ends", async () => {
  const signedIn = okta(identities.okta["private key with proofs"]);
  await sandbox.control.journal.clear();
  await Promise.all([1, 2, 3].map(() => signedIn.app("0oaDruvaApi", signal)));
  const asked = await sandbox.control.journal.list({ host: "okta", path: "/oauth2/*" });
  // Without a proof, with one, and with the server's nonce.
  expect(asked.map(({ status }) => status)).toEqual([400, 400, 200]);
});

test("Okta by an access token that was made elsewhere", async () => {
  const { OKTA_API_TOKEN = "" } = sandbox.environment;
  // The sandbox knows no other way to one: that Okta is asked with it is what shows.
  const refused = okta({ OKTA_ACCESS_TOKEN: "made-elsewhere", OKTA_API_TOKEN });
  await expect(refused.app("0oaDruvaApi", signal)).rejects.toMatchObject({ status: 401 });
});
