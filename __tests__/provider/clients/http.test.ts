import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttp, type Http, type HttpOptions } from "../../../provider/clients/http";

const { signal } = new AbortController();
let server: Server;
let url: string;
let requests: IncomingMessage[];
let answers: RequestListener[];

/** Answers with the next of `answers`, and with 200 when there is none left. */
beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request);
    const next = answers.shift() ?? status(200);
    next(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  requests = [];
  answers = [];
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

function status(code: number, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => response.writeHead(code, headers).end(`answer ${code}`);
}
const drop: RequestListener = (request) => request.socket.destroy();
const silence: RequestListener = () => {};

const http = (options: Partial<HttpOptions> = {}): Http =>
  createHttp({ environment: {}, backoffMs: 1, ...options });
const get = (options?: Partial<HttpOptions>) => http(options).send({ method: "GET", url }, signal);

test.each([429, 500, 503])("%i is asked again", async (code) => {
  answers = [status(code), status(code)];
  expect((await get()).status).toBe(200);
  expect(requests).toHaveLength(3);
});

test.each([400, 401, 403, 404, 409])("%i is an answer, and not asked again", async (code) => {
  answers = [status(code)];
  expect((await get()).status).toBe(code);
  expect(requests).toHaveLength(1);
});

test("what stays 503 is answered as 503 in the end", async () => {
  answers = Array.from({ length: 9 }, () => status(503));
  expect(await get({ retries: 2 })).toMatchObject({ status: 503, body: "answer 503" });
  expect(requests).toHaveLength(3);
});

test("a connection that is cut is tried again, and fails with the network's error in the end", async () => {
  answers = [drop];
  expect((await get()).status).toBe(200);
  answers = [drop, drop];
  await expect(get({ retries: 1 })).rejects.toThrow(/other side closed|socket|ECONNRESET/);
});

test.each(["POST", "PATCH"] as const)(
  "a %s is sent once only, whatever happens: it may have issued something",
  async (method) => {
    answers = [status(503)];
    expect((await http().send({ method, url }, signal)).status).toBe(503);
    answers = [drop];
    await expect(http().send({ method, url }, signal)).rejects.toThrow();
    expect(requests).toHaveLength(2);
  },
);

test("a POST that says that it is repeatable is sent again with the same body", async () => {
  const bodies: string[] = [];
  const reading: RequestListener = (request, response) => {
    request.on("data", (chunk) => bodies.push(String(chunk)));
    request.on("end", () => response.writeHead(bodies.length < 2 ? 503 : 200).end());
  };
  answers = [reading, reading];
  await http().send({ method: "POST", url, body: "the body", repeatable: true }, signal);
  expect(bodies).toEqual(["the body", "the body"]);
});

describe("a wait that the other side asks for", () => {
  async function waitedMs(headers: Record<string, string>): Promise<number> {
    answers = [status(429, headers)];
    const started = performance.now();
    await get();
    return performance.now() - started;
  }
  test("in Retry-After is waited for", async () => {
    expect(await waitedMs({ "retry-after": "1" })).toBeGreaterThanOrEqual(1000);
  });

  test("in x-rate-limit-reset is waited for, by the other side's own clock", async () => {
    const date = new Date("2001-02-03T04:05:06Z");
    const reset = String(date.getTime() / 1000 + 1);
    const headers = { date: date.toUTCString(), "x-rate-limit-reset": reset };
    expect(await waitedMs(headers)).toBeGreaterThanOrEqual(1000);
  });

  test("as a date is waited for", async () => {
    const date = new Date("2001-02-03T04:05:06Z");
    const headers = {
      date: date.toUTCString(),
      "retry-after": new Date(date.getTime() + 1000).toUTCString(),
    };
    expect(await waitedMs(headers)).toBeGreaterThanOrEqual(1000);
  });

  test("is answered at once where it is too long", async () => {
    answers = [status(429, { "retry-after": "3600" })];
    expect((await get()).status).toBe(429);
    expect(requests).toHaveLength(1);
  });

  test("that makes no sense is none", async () => {
    expect(await waitedMs({ "retry-after": "tomorrow" })).toBeLessThan(1000);
  });
});

test("no answer within the deadline is an error", async () => {
  answers = [silence];
  await expect(get({ deadlineMs: 50, retries: 0 })).rejects.toThrow("no answer within 0.05 s");
});

test("an aborted signal ends a call and its waits", async () => {
  answers = [status(429, { "retry-after": "30" })];
  const controller = new AbortController();
  const call = http().send({ method: "GET", url }, controller.signal);
  while (requests.length === 0) await new Promise(setImmediate);
  controller.abort(new Error("Terraform stops"));
  await expect(call).rejects.toThrow("Terraform stops");
});

test("a repeated header's values are joined", async () => {
  answers = [(_request, response) => response.setHeader("link", ["<a>", "<b>"]).end()];
  expect((await get()).headers["link"]).toBe("<a>, <b>");
});
