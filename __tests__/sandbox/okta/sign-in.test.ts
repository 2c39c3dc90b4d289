import { createHash, createPrivateKey, generateKeyPairSync, randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";

import type { Identities } from "../../../sandbox/identities";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { type Caller, caller } from "../people";

let sandbox: Sandbox;
let variables: Identities["okta"]["private key"];
let ask: Caller;
beforeAll(async () => {
  sandbox = await startSandbox();
  variables = (await sandbox.identities()).okta["private key with proofs"];
  ask = caller(sandbox);
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

const origin = () => new URL(sandbox.pages.oktaAdminConsole).origin;
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = pair.publicKey.export({ format: "jwk" });
const proofOf = (claims: object, key = pair.privateKey) =>
  jwt.sign({ jti: randomUUID(), ...claims }, key, {
    header: { alg: "ES256", typ: "dpop+jwt", ...{ jwk } },
  });

/** With a proof of these claims beside what a right one has. */
async function signIn(claims?: object) {
  const url = `${origin()}/oauth2/v1/token`;
  const clientId = variables["OKTA_API_CLIENT_ID"];
  const assertion = jwt.sign({}, createPrivateKey(variables["OKTA_API_PRIVATE_KEY"] ?? ""), {
    algorithm: "ES256",
    issuer: clientId ?? "",
    subject: clientId ?? "",
    audience: url,
    expiresIn: "5m",
  });
  return ask(url, {
    method: "POST",
    headers: claims === undefined ? {} : { dpop: proofOf({ htm: "POST", htu: url, ...claims }) },
    form: {
      grant_type: "client_credentials",
      scope: "okta.apps.manage",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    },
  });
}
const error = async (claims?: object) => (await signIn(claims)).json<{ error: string }>().error;

async function accessToken() {
  const nonce = (await signIn({})).headers["dpop-nonce"];
  const granted = (await signIn({ nonce })).json<{ access_token: string; token_type: string }>();
  expect(granted.token_type).toBe("DPoP");
  return granted.access_token;
}

test("a service app that has to prove its key gets no token without a proof, or without the nonce", async () => {
  expect(await error()).toBe("invalid_dpop_proof");
  expect(await error({})).toBe("use_dpop_nonce");
  expect(await error({ htm: "GET" })).toBe("invalid_dpop_proof");
  expect(await error({ htu: `${origin()}/other` })).toBe("invalid_dpop_proof");
  expect(await error({ iat: 1 })).toBe("invalid_dpop_proof");
});

test("a token that is bound to a key works with a new proof of that key alone", async () => {
  const token = await accessToken();
  const url = `${origin()}/api/v1/apps`;
  const ath = createHash("sha256").update(token).digest("base64url");
  const status = async (authorization: string, dpop?: string) =>
    (await ask(url, { headers: { authorization, ...(dpop === undefined ? {} : { dpop }) } }))
      .status;
  const right = { htm: "GET", htu: url, ath };
  const once = proofOf(right);
  expect(await status(`DPoP ${token}`, once)).toBe(200);
  expect(await status(`DPoP ${token}`, once)).toBe(401);
  expect(await status(`DPoP ${token}`)).toBe(401);
  expect(await status(`Bearer ${token}`, proofOf(right))).toBe(401);
  expect(await status(`DPoP ${token}`, proofOf({ ...right, ath: "another's" }))).toBe(401);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  expect(await status(`DPoP ${token}`, proofOf(right, privateKey))).toBe(401);
});
