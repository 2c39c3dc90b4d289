import { createDruva } from "../../../provider/clients/druva";
import { fakeHttp } from "./fake-http";

const URL = "https://druva.test/insync/scim";
const { signal } = new AbortController();
const clock = { now: () => new Date(0) };
const list = { schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"] };

const answering = (status: number) => {
  const http = fakeHttp(() => ({ status, json: list }));
  return { http, druva: createDruva({ url: URL, http, usersHttp: http, clock }) };
};
const bearer = ({ headers }: { readonly headers?: Readonly<Record<string, string>> }) =>
  headers?.["authorization"];

test("users are asked for in a way of their own, so that their failures show nothing of Druva", async () => {
  const { http } = answering(200);
  const usersHttp = fakeHttp(() => ({ status: 503 }));
  const druva = createDruva({ url: URL, http, usersHttp, clock });
  expect(await druva.users("t", signal)).toBeNull();
  expect(await druva.tenantOf("t", ["a#1", "b#2"], signal)).toBe("unknown");
  expect([http.requests.length, usersHttp.requests.length]).toEqual([0, 3]);
});

describe("a token's proof", () => {
  test("is asked for once, however many ask for it, at once or later", async () => {
    const { http, druva } = answering(200);
    const asked = await Promise.all([1, 2, 3].map(() => druva.proof("t", URL, signal)));
    expect(asked.map(({ verdict }) => verdict)).toEqual(["accepted", "accepted", "accepted"]);
    await druva.proof("t", URL, signal);
    expect(http.requests).toHaveLength(1);
  });

  test("is the same with a slash or with a query, which is for Entra", async () => {
    const { http, druva } = answering(200);
    for (const url of [URL, `${URL}/`, `${URL}?aadOptscim062020`, `${URL}/?a#b`]) {
      await druva.proof("t", url, signal);
    }
    expect(http.requests).toHaveLength(1);
  });

  test("is another one for another token, and at another URL", async () => {
    const { http, druva } = answering(200);
    await druva.proof("t", URL, signal);
    await druva.proof("u", URL, signal);
    await druva.proof("t", `${URL}m`, signal);
    expect(http.requests.map(bearer)).toEqual(["Bearer t", "Bearer u", "Bearer t"]);
    expect(http.requests.map(({ url }) => url.split("?")[0])).toEqual([
      `${URL}/Users`,
      `${URL}/Users`,
      `${URL}m/Users`,
    ]);
  });

  test("is no probe: that one asks each time", async () => {
    const { http, druva } = answering(200);
    await druva.proof("t", URL, signal);
    await druva.probe("t", signal);
    await druva.probe("t", signal);
    expect(http.requests).toHaveLength(3);
  });
});

describe("an outage", () => {
  test("is one question for all that ask at once, without a token", async () => {
    const { http, druva } = answering(500);
    const asked = await Promise.all([1, 2, 3].map(() => druva.outage(URL, signal)));
    const said: unknown = expect.stringContaining("answered 500");
    expect(asked).toEqual([said, said, said]);
    expect(http.requests.map(bearer)).toEqual([undefined]);
  });

  test("is asked about anew later", async () => {
    const { http, druva } = answering(500);
    await druva.outage(URL, signal);
    await druva.outage(URL, signal);
    expect(http.requests).toHaveLength(2);
  });

  test.each([200, 401, 403])("is none where Druva answers %s", async (status) => {
    expect(await answering(status).druva.outage(URL, signal)).toBeUndefined();
  });
});

test("Druva is silent from an ask that found nobody until the next that is answered", async () => {
  const statuses = [200, 503, 401];
  const http = fakeHttp(() => ({ status: statuses.shift() ?? 200, json: list }));
  const druva = createDruva({ url: URL, http, usersHttp: http, clock });
  const silence: boolean[] = [druva.isSilent(URL)];
  for (let asked = 0; asked < 3; asked++) {
    await druva.probe("t", signal);
    silence.push(druva.isSilent(`${URL}/?a`));
  }
  expect(silence).toEqual([false, false, true, false]);
});
