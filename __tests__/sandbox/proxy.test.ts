import { connect } from "node:net";
import { ProxyAgent, request } from "undici";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";

let sandbox: Sandbox;
let proxied: ProxyAgent;
beforeAll(async () => {
  sandbox = await startSandbox();
  const uri = sandbox.environment["HTTPS_PROXY"] ?? "";
  proxied = new ProxyAgent({ uri, requestTls: { ca: sandbox.ca } });
});
afterAll(async () => {
  await proxied.close();
  await sandbox.stop();
});

/** The proxy's answer to a bare request. */
const say = (text: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(sandbox.environment["HTTPS_PROXY"] ?? "");
    let answer = "";
    connect(Number(port), hostname)
      .setEncoding("utf8")
      .on("data", (data: string) => (answer += data))
      .on("error", reject)
      .on("close", () => resolve(answer))
      .end(text);
  });

test("sandbox.okta.com is the stand-in, behind its own certificate", async () => {
  const answer = await request("https://sandbox.okta.com/api/v1/users/me", {
    dispatcher: proxied,
    headers: { authorization: `SSWS ${sandbox.environment["OKTA_API_TOKEN"]}` },
  });
  expect(await answer.body.json()).toMatchObject({ status: "ACTIVE" });
});

test.each(["example.com:443", "sandbox.okta.com:80", "acme.okta.com:443", "127.0.0.1:22"])(
  "a tunnel to %s is refused, and the refusal says what is reached",
  async (target) => {
    const answer = await say(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 403/);
    expect(answer).toMatch(/reaches sandbox\.okta\.com:443/);
  },
);

test("a request that is no tunnel is refused", async () => {
  const answer = await say(
    "GET http://example.com/ HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\n\r\n",
  );
  expect(answer).toMatch(/^HTTP\/1.1 403/);
});
