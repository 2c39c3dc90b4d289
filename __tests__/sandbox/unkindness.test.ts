import fc from "fast-check";
import { SANDBOX_HOSTS } from "../../sandbox/control/types";
import { OUTDATED_LOOKS } from "../../sandbox/entra/replication-lag";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import {
  LIMITED_EVERY,
  LOST_EVERY,
  Unkindness,
  type UnkindRequest,
} from "../../sandbox/unkindness";
import { AA, AB, signIn, sync, type Graph } from "./entra/graph";
import { caller, type Caller } from "./people";

const DRUVA_PROVIDER = "terraform-provider-druva";
const aPath = fc.constantFrom(
  "/v1.0/servicePrincipals/a/synchronization/secrets",
  "/v1.0/servicePrincipals/a/synchronization/jobs",
  "/v1.0/servicePrincipals/a/synchronization/jobs/j/validateCredentials",
  "/tenant/oauth2/v2.0/token",
  "/api/v1/apps/1/connections/default",
  "/insync/scim/Users",
  "/console/users/user-provisioning/new-token",
);
const aRequest: fc.Arbitrary<UnkindRequest> = fc.record({
  host: fc.constantFrom(...SANDBOX_HOSTS),
  method: fc.constantFrom("GET", "PUT", "POST"),
  url: aPath,
  userAgent: fc.constantFrom(undefined, "entra", DRUVA_PROVIDER),
});
const manyRequests = fc.array(aRequest, { minLength: 50, maxLength: 400 });

/** What each of them met, by one sandbox's counting. */
function meetings(requests: readonly UnkindRequest[]) {
  const unkindness = new Unkindness();
  return requests.map((request) => ({ request, fault: unkindness.meet(request) }));
}

test("a request that met something is served when it comes again", () => {
  fc.assert(
    fc.property(manyRequests, (requests) => {
      const unkindness = new Unkindness();
      for (const request of requests)
        if (unkindness.meet(request) !== undefined)
          expect(unkindness.meet(request)).toBeUndefined();
    }),
  );
});

test("the same requests meet the same again", () => {
  const kinds = (requests: readonly UnkindRequest[]) =>
    meetings(requests).map(({ fault }) => fault?.status ?? fault?.drop);
  fc.assert(
    fc.property(manyRequests, (requests) => expect(kinds(requests)).toEqual(kinds(requests))),
  );
});

test("an answer is lost only to the druva provider, and never to what creates or issues", () => {
  fc.assert(
    fc.property(manyRequests, (requests) => {
      for (const { request, fault } of meetings(requests)) {
        if (fault?.drop !== true) continue;
        expect(fault.carriedOut).toBe(true);
        expect(request.userAgent).toBe(DRUVA_PROVIDER);
        expect(request.method !== "POST" || request.url.endsWith("/validateCredentials")).toBe(
          true,
        );
      }
    }),
  );
});

test("a 429 comes from Microsoft Graph and Okta's API only, never at the sign-in", () => {
  fc.assert(
    fc.property(manyRequests, (requests) => {
      for (const { request, fault } of meetings(requests)) {
        if (fault?.status === undefined) continue;
        expect(fault.status).toBe(429);
        expect(`${request.host} ${request.url}`).toMatch(/^(entra \/v1\.0\/|okta \/api\/)/);
      }
    }),
  );
});

test("two answers of one host to the druva provider are never lost in a row", () => {
  fc.assert(
    fc.property(manyRequests, (requests) => {
      for (const host of SANDBOX_HOSTS) {
        const lost = meetings(requests)
          .filter(({ request }) => request.host === host && request.userAgent === DRUVA_PROVIDER)
          .map(({ fault }) => fault?.drop === true);
        expect(lost.some((each, index) => each && lost[index + 1] === true)).toBe(false);
      }
    }),
  );
});

describe("an unkind sandbox", () => {
  let sandbox: Sandbox;
  let ask: Caller;
  let graph: Graph;
  beforeAll(async () => {
    sandbox = await startSandbox({ unkind: true });
    ask = caller(sandbox);
    graph = await signIn(sandbox, ask);
  });
  afterAll(async () => {
    await ask.close();
    await sandbox.stop();
  });

  test("answers every so many requests to Graph with a 429 that says when to come again", async () => {
    const answers = [];
    for (let each = 0; each < LIMITED_EVERY; each++) answers.push(await graph(sync(AA, "/jobs")));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      ...Array<number>(LIMITED_EVERY - 1).fill(200),
      429,
    ]);
    expect(answers.find(({ status }) => status === 429)?.headers["retry-after"]).toBe("1");
    const met = (await sandbox.control.journal.list()).filter(({ fault }) => fault !== null);
    expect(met).toMatchObject([{ fault: "unkind", status: 429 }]);
  });

  test("answers every so many requests to Okta's API with a 429 whose reset is near", async () => {
    const { OKTA_API_TOKEN } = sandbox.environment;
    const origin = new URL(sandbox.pages.oktaAdminConsole).origin;
    const resets = [];
    for (let each = 0; each < LIMITED_EVERY; each++) {
      const answer = await ask(`${origin}/api/v1/apps`, {
        headers: { authorization: `SSWS ${OKTA_API_TOKEN}` },
      });
      if (answer.status === 429)
        resets.push(
          Number(answer.headers["x-rate-limit-reset"]) * 1000 -
            Date.parse(String(answer.headers["date"])),
        );
    }
    expect(resets).toHaveLength(1);
    expect(resets[0]).toBeLessThanOrEqual(3000);
  });

  test("shows what was saved before for a few looks, and marks them", async () => {
    const { control } = sandbox;
    const put = { method: "PUT", json: { value: [{ key: "SyncAll", value: "true" }] } } as const;
    const path = sync(AB, "/secrets");
    await again(() => graph(path, put));
    await control.journal.clear();
    const shown = [];
    for (let each = 0; each <= OUTDATED_LOOKS; each++) {
      const answer = await again(() => graph(path));
      shown.push(answer.json<{ value: { key: string; value: string }[] }>().value.at(-1)?.value);
    }
    expect(shown).toEqual([...Array<string>(OUTDATED_LOOKS).fill("false"), "true"]);
    const looks = await control.journal.list({ host: "entra", path: "*/secrets" });
    expect(looks.filter(({ status, fault }) => status === 200 && fault === "unkind")).toHaveLength(
      OUTDATED_LOOKS,
    );
  });

  test("loses every so many answers to the druva provider, having done what was asked", async () => {
    const url = `${sandbox.environment["DRUVA_SCIM_URL"]}/Users`;
    await sandbox.control.journal.clear();
    const token = await sandbox.control.generateToken();
    const headers = { authorization: `Bearer ${token}`, "user-agent": DRUVA_PROVIDER };
    const answers = [];
    for (let each = 0; each < LOST_EVERY; each++)
      answers.push(await ask(url, { headers }).catch(() => "lost"));
    expect(answers.filter((answer) => answer === "lost")).toHaveLength(1);
    expect(await ask(url, { headers })).toMatchObject({ status: 200 });
    const met = (await sandbox.control.journal.list()).filter(({ fault }) => fault !== null);
    expect(met).toMatchObject([{ fault: "unkind", method: "GET", status: null }]);
  });

  /** As any client does at a 429. */
  async function again<T extends { readonly status: number }>(work: () => Promise<T>): Promise<T> {
    const answer = await work();
    return answer.status === 429 ? work() : answer;
  }
});
