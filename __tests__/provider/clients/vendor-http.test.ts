import { signInRefusal, VendorError } from "../../../provider/clients/vendor-error";
import { vendorHttp } from "../../../provider/clients/vendor-http";
import { fakeHttp } from "./fake-http";

const { signal } = new AbortController();
const url = "https://vendor.example/things";
const trying = "reading the things";

function vendor(answer: Parameters<typeof fakeHttp>[0]) {
  const http = fakeHttp(answer);
  const api = vendorHttp({
    name: "Vendor",
    http,
    authorization: async () => "Bearer access",
    wordsOf: (z) => z.object({ error: z.string() }).transform(({ error }) => error),
  });
  return { api, http };
}

test("a refusal is told in the vendor's own words, in one line", async () => {
  const { api } = vendor(() => ({ status: 400, json: { error: "not\n  today" } }));
  await expect(api.done({ trying, method: "GET", url }, signal)).rejects.toThrow(
    "reading the things: Vendor answered 400 (not today)",
  );
});

test("a refusal without words is told by its status", async () => {
  const { api } = vendor(() => ({ status: 502, body: "<html>" }));
  await expect(api.done({ trying, method: "GET", url }, signal)).rejects.toThrow(
    "reading the things: Vendor answered 502",
  );
});

test.each([
  ["204", { status: 204 }],
  ["200 with something", { json: { status: "ENABLED" } }],
  ["202", { status: 202 }],
])("what another request looks into is sent where the answer is %s", async (_name, answer) => {
  await vendor(() => answer).api.sent({ trying, method: "POST", url }, signal);
});

test.each([
  ["by its type", { headers: { "content-type": "text/html" }, body: "Sign in" }],
  ["by its body", { body: " <!doctype html>" }],
])("and not where it is a page %s", async (_name, answer) => {
  const { api } = vendor(() => answer);
  await expect(api.sent({ trying, method: "POST", url }, signal)).rejects.toThrow("a page");
});

test.each([
  [400, "not-signed-in"],
  [401, "not-signed-in"],
  [403, "not-signed-in"],
  [302, "refused"],
  [429, "unreachable"],
  [503, "unreachable"],
])("a sign-in that is answered %i means %s, and is told as answered so", (status, meaning) => {
  const refusal = signInRefusal(new VendorError("Vendor", trying, status, ""));
  expect(refusal).toMatchObject({ meaning, status });
  expect(refusal.message).toContain(`answered ${status}`);
});

test("a secret that the vendor echoes is not shown", async () => {
  const { api } = vendor(() => ({ status: 400, json: { error: "token s3cret is bad: s3cret" } }));
  const call = { trying, method: "POST", url, json: {}, secret: "s3cret" } as const;
  await expect(api.done(call, signal)).rejects.toThrow("token … is bad: …");
});

test("nor is it where what cannot be read quotes it", async () => {
  const { api } = vendor(() => ({ json: { s3cret: 1 } }));
  const call = { trying, method: "POST", url, json: {}, secret: "s3cret" } as const;
  const read = api.read(call, (z) => z.strictObject({}), signal);
  await expect(read).rejects.toThrow(/another shape/);
  await expect(read).rejects.not.toThrow("s3cret");
});

test("nor is a part of it, where long words are cut", async () => {
  const { api } = vendor(() => ({ status: 400, json: { error: `${"x".repeat(396)}s3cret` } }));
  const call = { trying, method: "POST", url, json: {}, secret: "s3cret" } as const;
  await expect(api.done(call, signal)).rejects.not.toThrow("s3c");
});

test("nor is the access token, whoever quotes it", async () => {
  const refused = vendor(() => ({ status: 400, json: { error: "bad access here" } })).api;
  const broken = vendor(() => {
    throw new Error("Invalid header value: Bearer access");
  }).api;
  for (const api of [refused, broken]) {
    const call = api.done({ trying, method: "GET", url }, signal);
    await expect(call).rejects.toThrow("…");
    await expect(call).rejects.not.toThrow(/access/);
  }
});

test("an answer of another shape names the place", async () => {
  const { api } = vendor(() => ({ json: { value: [{ id: 7 }] } }));
  const read = api.read(
    { trying, method: "GET", url },
    (z) => z.object({ value: z.array(z.object({ id: z.string() })) }),
    signal,
  );
  await expect(read).rejects.toThrow(/another shape than documented \(value\.0\.id: /);
});

describe("a list", () => {
  const list = (pages: Record<string, { items: number[]; next?: string }>) => {
    const { api, http } = vendor((request) => ({ json: pages[request.url] }));
    const found = api.list(
      { trying, method: "GET", url },
      (z) => z.object({ items: z.array(z.number()), next: z.string().optional() }),
      ({ items, next }) => ({ items, next }),
      signal,
    );
    return { found, http };
  };

  test("is followed over all of its pages", async () => {
    const { found } = list({
      [url]: { items: [1, 2], next: `${url}?page=2` },
      [`${url}?page=2`]: { items: [3] },
    });
    expect(await found).toEqual([1, 2, 3]);
  });

  test("is not followed to another host, which would get the credentials", async () => {
    const { found, http } = list({ [url]: { items: [1], next: "https://elsewhere.example/" } });
    await expect(found).rejects.toThrow("the next page is on https://elsewhere.example");
    expect(http.requests).toHaveLength(1);
  });
});

test.each([
  [null, "unreachable"],
  [429, "unreachable"],
  [503, "unreachable"],
  [401, "not-permitted"],
  [403, "not-permitted"],
  [404, "not-found"],
  [400, "refused"],
  [409, "refused"],
] as const)("status %j means %s", (status, meaning) => {
  expect(new VendorError("Vendor", trying, status, "").meaning).toBe(meaning);
});

test.each([
  [200, "<html>Sign in</html>"],
  [202, ""],
])("what should be answered with nothing is not done by %i %j", async (status, body) => {
  const api = vendorHttp({ name: "Vendor", http: fakeHttp(() => ({ status, body })) });
  const done = api.done(
    { trying: "starting it", method: "POST", url: "https://v.example" },
    signal,
  );
  await expect(done).rejects.toMatchObject({ status });
});
