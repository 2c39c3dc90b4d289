import { isLoopback } from "../../../constructs/rules/text";
import { proxyFor } from "../../../provider/clients/proxy";

const proxy = "http://proxy.example:3128/";
const named = (url: string, environment: NodeJS.ProcessEnv) =>
  proxyFor(new URL(url), environment)?.href ?? null;
const by = (url: string, environment: NodeJS.ProcessEnv = {}) =>
  named(url, { HTTPS_PROXY: proxy, ...environment });

test("https goes through HTTPS_PROXY, http through HTTP_PROXY", () => {
  expect(by("https://vendor.example/")).toBe(proxy);
  expect(by("http://vendor.example/")).toBeNull();
  expect(by("http://vendor.example/", { HTTP_PROXY: "http://other.example" })).toBe(
    "http://other.example/",
  );
});

test("the lower-case variables count too, and a proxy may come without a scheme", () => {
  expect(named("https://vendor.example", { https_proxy: "proxy.example:3128" })).toBe(proxy);
});

test("an empty variable hides no other, as for Go", () => {
  expect(by("https://vendor.example", { HTTPS_PROXY: "", https_proxy: proxy })).toBe(proxy);
  expect(by("https://vendor.example", { NO_PROXY: "", no_proxy: "vendor.example" })).toBeNull();
});

test.each(["socks5", "socks5h", "https"])("a proxy may be spoken to by %s", (protocol) => {
  const proxy = `${protocol}://user:password@proxy.example:1080`;
  expect(named("https://vendor.example", { HTTPS_PROXY: proxy })).toMatch(proxy);
});

test.each(["socks4://proxy.example:1080", "ftp://proxy.example", "http://s3cret word"])(
  "%s is refused, without showing it",
  (HTTPS_PROXY) => {
    const ask = () => named("https://vendor.example", { HTTPS_PROXY });
    expect(ask).toThrow(/^HTTPS_PROXY names no proxy/);
    expect(ask).not.toThrow(/s3cret|proxy\.example/);
  },
);

test.each([
  "https://localhost:8443/",
  "https://127.0.0.1/",
  "https://127.1.2.3/",
  "https://[::1]/",
])("loopback is never proxied: %s", (url) => {
  expect(by(url)).toBeNull();
  expect(isLoopback(new URL(url))).toBe(true);
});

test.each(["https://localhost.example/", "https://127.example/", "https://10.0.0.1/"])(
  "what only looks like loopback is not: %s",
  (url) => expect(isLoopback(new URL(url))).toBe(false),
);

test.each([
  ["*", "https://vendor.example"],
  ["vendor.example", "https://vendor.example"],
  ["vendor.example", "https://api.vendor.example"],
  [".vendor.example", "https://api.vendor.example"],
  ["*.vendor.example", "https://api.vendor.example"],
  ["VENDOR.example", "https://vendor.EXAMPLE"],
  ["a.example, vendor.example ", "https://vendor.example"],
  ["vendor.example:8443", "https://vendor.example:8443"],
  ["vendor.example:443", "https://vendor.example"],
  ["10.1.2.3", "https://10.1.2.3"],
  ["10.0.0.0/8", "https://10.1.2.3"],
  ["fd00::/8", "https://[fd00::1]"],
  ["[fd00::1]:8443", "https://[fd00::1]:8443"],
])("NO_PROXY=%s exempts %s", (exempt, url) => {
  expect(by(url, { NO_PROXY: exempt })).toBeNull();
});

test.each([
  [".vendor.example", "https://vendor.example"],
  ["vendor.example", "https://othervendor.example"],
  ["vendor.example:8443", "https://vendor.example"],
  ["10.0.0.0/8", "https://11.1.2.3"],
  ["10.0.0.0/8", "https://ten.example"],
  ["10.0.0.0/99", "https://10.1.2.3"],
  ["10.1.2.3", "https://1.10.1.2.3.example"],
  ["", "https://vendor.example"],
])("NO_PROXY=%s does not exempt %s", (exempt, url) => {
  expect(by(url, { NO_PROXY: exempt })).toBe(proxy);
});
