import { someUsers, tenantOf } from "../../../provider/clients/tenant-users";
import type { Answer, Http } from "../../../provider/clients/http";
import { fakeHttp } from "./fake-http";

const url = "https://apis.druva.com/insync/scim";
const { signal } = new AbortController();
const carol = { id: "c-1", userName: "carol@acme.test" };
const dave = { id: "d/2", userName: "dave@acme.test" };

/** A tenant with these users, or one that answers everything alike. */
function facing(users: readonly { readonly id: string }[] | Partial<Answer>) {
  const http = fakeHttp(({ url: asked }) => {
    if (!isList(users)) return users;
    const { pathname, search } = new URL(asked);
    if (search !== "") return { json: { totalResults: users.length, Resources: users } };
    const found = users.find(({ id }) => pathname.endsWith(`/Users/${encodeURIComponent(id)}`));
    return found && { json: found };
  });
  return { token: "s3cret", url, http, signal };
}

/** Array.isArray narrows to any[]. */
function isList<T, U>(value: readonly T[] | U): value is readonly T[] {
  return Array.isArray(value);
}

async function rememberedOf(...users: readonly (typeof carol)[]): Promise<readonly string[]> {
  return (await someUsers(facing(users))) ?? [];
}

test("users are remembered by id and a hash: no name is kept", async () => {
  const remembered = await rememberedOf(carol, dave);
  expect(remembered).toEqual([
    expect.stringMatching(/^c-1#[0-9a-f]{12}$/),
    expect.stringMatching(/^d%2F2#[0-9a-f]{12}$/),
  ]);
});

test("one user that is still there shows the tenant", async () => {
  expect(await tenantOf(facing([dave]), await rememberedOf(carol, dave))).toBe("same");
});

test.each([
  ["nobody", []],
  ["others", [{ id: "x", userName: "xenia@emea.test" }]],
  ["another user under one of the ids", [{ ...carol, userName: "carol@emea.test" }]],
])("a tenant with %s is another one", async (_what, users) => {
  expect(await tenantOf(facing(users), await rememberedOf(carol, dave))).toBe("other");
});

test("one user who is gone or renamed shows nothing", async () => {
  const renamed = { ...carol, userName: "carol.new@acme.test" };
  expect(await tenantOf(facing([]), await rememberedOf(carol))).toBe("unknown");
  expect(await tenantOf(facing([renamed]), await rememberedOf(carol))).toBe("unknown");
});

test("a Druva that gives no user by id has none remembered", async () => {
  const { http, ...asking } = facing([carol, dave]);
  const withoutIds: Http = {
    send: (request, asked) =>
      request.url.includes("?")
        ? http.send(request, asked)
        : Promise.resolve({ status: 404, headers: {}, body: "" }),
  };
  expect(await someUsers({ ...asking, http: withoutIds })).toEqual([]);
});

test("an answer about another id than the one asked for shows nothing", async () => {
  const everywhere = facing({ body: JSON.stringify({ id: "x", userName: "xenia" }) });
  expect(await tenantOf(everywhere, await rememberedOf(carol, dave))).toBe("unknown");
});

test.each([401, 403, 429, 503])("an answer of %i shows nothing", async (status) => {
  expect(await tenantOf(facing({ status }), await rememberedOf(carol))).toBe("unknown");
  expect(await someUsers(facing({ status }))).toBeNull();
});

test("a sign-in page with 200 shows nothing", async () => {
  const page = facing({ body: "<html>Sign in</html>" });
  expect(await tenantOf(page, await rememberedOf(carol))).toBe("unknown");
  expect(await someUsers(page)).toBeNull();
});

test("where nobody is remembered nothing is asked", async () => {
  const asking = facing([carol]);
  expect(await tenantOf(asking, [])).toBe("unknown");
  expect(asking.http.requests).toEqual([]);
});

test("an empty tenant is remembered as such", async () => {
  expect(await rememberedOf()).toEqual([]);
});
