import fc from "fast-check";
import { fingerprint } from "../../sandbox/fingerprint";
import { RequestJournal } from "../../sandbox/journal";
import { newTokenInDruva } from "../../sandbox/people";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { caller, type Caller } from "./people";
import { AA, signIn, sync } from "./entra/graph";

const aRequest = (more: { headers?: Record<string, string>; url?: string } = {}) => ({
  at: new Date(0),
  host: "entra" as const,
  method: "POST",
  url: "/path",
  headers: {},
  ...more,
});
/** No piece of another text. */
const aSecret = fc
  .string({ unit: fc.constantFrom(..."abcdefghijkABCDEFGHIJK0123456789-_"), minLength: 12 })
  .map((text) => `s3cr3t${text}`);

describe("an entry", () => {
  test("never holds a secret, wherever a vendor's request carries it", () => {
    const carriers: readonly ((
      secret: string,
    ) => [string, string, Record<string, string>?, string?])[] = [
      (secret) => ["application/json", JSON.stringify({ token: secret })],
      (secret) => [
        "application/json",
        JSON.stringify({ value: [{ key: "SecretToken", value: secret }] }),
      ],
      (secret) => [
        "application/json",
        JSON.stringify({ value: [{ value: secret, key: "Password" }] }),
      ],
      (secret) => [
        "application/json",
        JSON.stringify({ profile: { authScheme: "TOKEN", token: secret } }),
      ],
      (secret) => ["application/json", JSON.stringify({ secrets: [{ deep: [secret] }] })],
      (secret) => ["application/json", `{"token":"${secret}`],
      (secret) => ["application/x-www-form-urlencoded", `client_id=x&client_secret=${secret}`],
      (secret) => ["application/x-www-form-urlencoded", `client_assertion=${secret}`],
      (secret) => ["application/x-www-form-urlencoded", `api_token=${secret}&action=save`],
      (secret) => ["text/plain", secret],
      (secret) => ["application/json", "{}", { authorization: `Bearer ${secret}` }],
      (secret) => ["application/json", "{}", { authorization: `SSWS ${secret}` }],
      (secret) => ["application/json", "{}", { authorization: secret }],
      (secret) => ["application/json", "{}", { cookie: `session=${secret}` }],
      (secret) => ["application/json", "{}", {}, `/path?access_token=${secret}&x=1`],
    ];
    fc.assert(
      fc.property(aSecret, fc.constantFrom(...carriers), (secret, carry) => {
        const journal = new RequestJournal();
        const [contentType, body, headers = {}, url = "/path"] = carry(secret);
        const entry = journal.open(
          aRequest({ url, headers: { "content-type": contentType, ...headers } }),
        );
        entry.setBody(body);
        expect(JSON.stringify(journal.list())).not.toContain(secret);
      }),
    );
  });

  test("keeps what is no secret as it was sent", () => {
    const journal = new RequestJournal();
    const entry = journal.open(aRequest({ headers: { "content-type": "application/json" } }));
    entry.setBody('{"templateId":"scim","profile":{"authScheme":"TOKEN"},"token":"abc"}');
    expect(JSON.parse(journal.list()[0]?.body ?? "")).toEqual({
      templateId: "scim",
      profile: { authScheme: "TOKEN" },
      token: `fingerprint:${fingerprint("abc")}`,
    });
  });
});

describe("the journal of a sandbox", () => {
  let sandbox: Sandbox;
  let ask: Caller;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ask = caller(sandbox);
  });
  afterAll(async () => {
    await ask.close();
    await sandbox.stop();
  });

  test("shows a token's whole way without the token", async () => {
    const token = await newTokenInDruva(sandbox);
    const graph = await signIn(sandbox, ask);
    const value = [
      { key: "BaseAddress", value: sandbox.environment["DRUVA_SCIM_URL"] ?? "" },
      { key: "SecretToken", value: token },
    ];
    await graph(sync(AA, "/secrets"), { method: "PUT", json: { value } });
    await sandbox.control.cycle(`entra/${AA}`);

    const entries = await sandbox.control.journal.list();
    const text = JSON.stringify(entries);
    expect(text).toContain(`fingerprint:${fingerprint(token)}`);
    for (const name of ["ARM_CLIENT_SECRET", "OKTA_API_TOKEN"])
      expect(text).not.toContain(sandbox.environment[name]);
    expect(text).not.toContain(token);
    expect(entries.at(-1)).toMatchObject({
      host: "druva",
      method: "POST",
      url: "/insync/scim/Users",
      status: 201,
      fingerprint: fingerprint(token),
    });
  });

  test("is filtered by host, method, path and number, and cleared", async () => {
    const puts = await sandbox.control.journal.list({
      host: "entra",
      method: "PUT",
      path: "*/synchronization/secrets",
    });
    expect(puts).toHaveLength(1);
    const after = puts[0]?.number ?? 0;
    expect(await sandbox.control.journal.list({ host: "entra", after })).toEqual([]);
    await sandbox.control.journal.clear();
    expect(await sandbox.control.journal.list()).toEqual([]);
  });

  test("holds nothing of the control API's own requests", async () => {
    await sandbox.control.journal.clear();
    await sandbox.control.generateToken();
    expect(await sandbox.control.journal.list()).toEqual([]);
  });
});
