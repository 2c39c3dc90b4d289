import { probe } from "../../../provider/clients/probe";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox";
import { configureClients } from "../../../provider/clients/clients";
import { fakeHttp } from "./fake-http";

const { signal } = new AbortController();
const url = "https://apis.druva.com/insync/scim";
const at = new Date("2027-01-01");
const clock = { now: () => at };
const emptyList = {
  schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
  totalResults: 0,
  Resources: [],
};
const verdictOn = async (answer: Parameters<typeof fakeHttp>[0]) =>
  (await probe("token", { url, http: fakeHttp(answer), clock }, signal)).verdict;

test("asks for a user who does not exist, another one each time, with the token as bearer", async () => {
  const http = fakeHttp(() => ({ json: emptyList }));
  await probe("token", { url, http, clock }, signal);
  await probe("token", { url, http, clock }, signal);
  const [first, second] = http.requests;
  expect(decodeURIComponent(first?.url ?? "")).toMatch(
    /^https:\/\/apis\.druva\.com\/insync\/scim\/Users\?filter=userName eq "[0-9a-f-]{36}"$/,
  );
  expect(first?.url).not.toBe(second?.url);
  expect(first?.headers).toMatchObject({ authorization: "Bearer token" });
});

test("an empty token is not sent: whoever answers 401 to that is there", async () => {
  const http = fakeHttp(() => ({ status: 401 }));
  expect((await probe("", { url, http, clock }, signal)).verdict).toBe("rejected");
  expect(http.requests[0]?.headers).not.toHaveProperty("authorization");
});

test.each([
  [401, "rejected"],
  [403, "refused"],
  [404, "unreachable"],
  [429, "unreachable"],
  [500, "unreachable"],
] as const)("%i is %s", async (status, verdict) => {
  expect(await verdictOn(() => ({ status }))).toBe(verdict);
});

test("how far this machine's clock is from the other side's is told, where they differ", async () => {
  const ahead = async (minutes: number) => {
    const date = new Date(Date.now() - minutes * 60_000).toUTCString();
    const http = fakeHttp(() => ({ json: emptyList, headers: { date } }));
    const { clockAheadMs = 0 } = await probe("token", { url, http, clock }, signal);
    return Math.round(clockAheadMs / 60_000);
  };
  expect([await ahead(11), await ahead(-11), await ahead(0)]).toEqual([11, -11, 0]);
});

test("200 with a SCIM list is accepted", async () => {
  expect(await verdictOn(() => ({ json: emptyList }))).toBe("accepted");
});

test.each(["", "<html>Sign in</html>", "null", "[]", '{"schemas":"of another kind"}'])(
  "200 with %j is no verdict: it is somebody else who answers",
  async (body) => expect(await verdictOn(() => ({ body }))).toBe("unreachable"),
);

test("a network that fails is no verdict, and the message says why", async () => {
  const http = fakeHttp(() => {
    throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") });
  });
  expect(await probe("token", { url, http, clock }, signal)).toEqual({
    verdict: "unreachable",
    message: `${url} could not be asked: getaddrinfo ENOTFOUND`,
    at,
  });
});

test("an aborted call is no verdict either: it throws", async () => {
  await expect(
    probe("token", { url, http: fakeHttp(() => undefined), clock }, AbortSignal.abort()),
  ).rejects.toThrow();
});

describe("in the sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(async () => sandbox.stop());

  test("the living token is accepted and the one before rejected", async () => {
    const { scim } = configureClients(
      { scim_url: null, journal_dir: null, bound_elsewhere: null, entra: null, okta: null },
      sandbox.environment,
    );
    const old = await sandbox.control.generateToken();
    const living = await sandbox.control.generateToken();
    expect((await scim.probe(living, signal)).verdict).toBe("accepted");
    expect((await scim.probe(old, signal)).verdict).toBe("rejected");
  });
});
