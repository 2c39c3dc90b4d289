/** Each request that the real azuread and okta made is made again, and must be answered as it was then. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { caller, type Caller } from "./people";

const recording = z.object({
  provider: z.string(),
  method: z.enum(["GET", "POST", "PUT"]),
  host: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  answered: z.object({ status: z.number(), body: z.unknown() }),
});

const recorded = readFileSync(join(__dirname, "..", "data", "stock-provider-wire.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => recording.parse(JSON.parse(line)));

const AA = "entra/00000000-0000-0000-0000-0000000000aa";

let sandbox: Sandbox;
let ask: Caller;
let token: string;
let accessToken = "";
let jobId = "";

beforeAll(async () => {
  sandbox = await startSandbox();
  ask = caller(sandbox);
  token = await sandbox.control.generateToken();
  // The recording's application had nothing saved.
  await sandbox.control.hold(AA, null);
  await sandbox.control.setSettings(AA, {
    BaseAddress: null,
    SyncNotificationSettings: null,
    SyncAll: null,
  });
});
afterAll(async () => {
  await ask.close();
  await sandbox.stop();
});

/** What differs from run to run, in the sandbox's place: addresses, ids and secrets. */
function localized(text: string): string {
  const { environment } = sandbox;
  return text
    .replaceAll("localhost:9443", environment["ARM_METADATA_HOSTNAME"] ?? "")
    .replaceAll(
      encodeURIComponent("localhost:9443"),
      encodeURIComponent(environment["ARM_METADATA_HOSTNAME"] ?? ""),
    )
    .replaceAll("https://apis.druva.com/insync/scim", environment["DRUVA_SCIM_URL"] ?? "")
    .replace("client_secret=s&", `client_secret=${environment["ARM_CLIENT_SECRET"]}&`)
    .replaceAll("Druva.6e099ff3959aac6a", jobId)
    .replaceAll("/0oa1", "/0oaDruvaApi")
    .replaceAll('"tok1"', JSON.stringify(token));
}

/** Names of members and types of values, as deep as they go; an empty list or null says nothing of its kind. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shape(each)]));
  return value === null ? null : typeof value;
}

test.each(recorded.map((each) => [`${each.provider}: ${each.method} ${each.url}`, each] as const))(
  "%s",
  async (_name, { provider, method, url, headers, body, answered }) => {
    const okta = provider.startsWith("okta");
    const origin = new URL(
      okta
        ? sandbox.pages.oktaAdminConsole
        : `https://${sandbox.environment["ARM_METADATA_HOSTNAME"]}`,
    ).origin;
    const authorization = okta
      ? `SSWS ${sandbox.environment["OKTA_API_TOKEN"]}`
      : `Bearer ${accessToken}`;
    const sent = { ...headers, "accept-encoding": "identity" };
    const answer = await ask(`${origin}${localized(url)}`, {
      method,
      headers: { ...sent, ...("authorization" in sent ? { authorization } : {}) },
      ...(body === "" ? {} : { text: localized(body) }),
    });

    expect(answer.status).toBe(answered.status);
    const answeredBody: unknown = answer.text === "" ? null : answer.json();
    // Every member that satisfied the provider is there, and of its kind; there may be more.
    if (answered.body === null) expect(answeredBody).toBeNull();
    else expect(shape(answeredBody)).toMatchObject(shape(answered.body) as object);

    if (url.endsWith("/token")) accessToken = answer.json<{ access_token: string }>().access_token;
    if (method === "POST" && url.endsWith("/jobs")) jobId = answer.json<{ id: string }>().id;
  },
);
