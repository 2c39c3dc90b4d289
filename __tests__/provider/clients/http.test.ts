import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttp, type Http, type HttpOptions } from "../../../provider/clients/http";
import { causeOf } from "../../../provider/clients/vendor-error";
import { HandTimers, until } from "./hand-timers";

const { signal } = new AbortController();
/** As a backoff: longer than any test, so nothing that ends was waiting for it. */
const HOUR_MS = 3_600_000;
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
/** Counts the tries: one that is given up soon may not have reached the server. */
const counted = () => {
  const headers = jest.fn(() => ({}));
  return { headers, request: { method: "GET", url, headers } };
};
const get = (options?: Partial<HttpOptions>) => http(options).send({ method: "GET", url }, signal);

test.each([429, 500, 503])("%i is asked again", async (code) => {
  answers = [status(code), status(code)];
  expect((await get()).status).toBe(200);
  expect(requests).toHaveLength(3);
});

test("a body that is longer than it may be is no answer", async () => {
  const long: RequestListener = (_request, response) => response.end("x".repeat(1001));
  answers = [long];
  await expect(get({ retries: 0, mostBodyBytes: 1000 })).rejects.toThrow();
  answers = [long];
  expect((await get({ retries: 0, mostBodyBytes: 1001 })).body).toHaveLength(1001);
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

test("an answer that the caller takes as a verdict is final whatever its status", async () => {
  answers = [status(500), status(500)];
  const isVerdict = ({ body }: { body: string }) => body === "answer 500" && requests.length === 2;
  const answer = await http().send({ method: "GET", url, isVerdict }, signal);
  expect(answer.status).toBe(500);
  expect(requests).toHaveLength(2);
});

describe("a wait that the other side asks for", () => {
  /** How long time had to be moved until it was sent again. */
  async function waitedMs(headers: Record<string, string>): Promise<number[]> {
    answers = [status(429, headers)];
    const timers = new HandTimers();
    const answer = get({ timers });
    await until(() => timers.asleepMs.length > 0);
    const ms = timers.asleepMs;
    expect(requests).toHaveLength(1);
    timers.advance(Math.max(...ms));
    expect((await answer).status).toBe(200);
    return ms;
  }
  const date = new Date("2001-02-03T04:05:06Z");

  test("in Retry-After is waited for", async () => {
    expect(await waitedMs({ "retry-after": "7" })).toEqual([7000]);
  });

  test("in x-rate-limit-reset is waited for, by the other side's own clock", async () => {
    const reset = String(date.getTime() / 1000 + 7);
    const headers = { date: date.toUTCString(), "x-rate-limit-reset": reset };
    expect(await waitedMs(headers)).toEqual([7000]);
  });

  test("as a date is waited for", async () => {
    const retryAfter = new Date(date.getTime() + 7000).toUTCString();
    const headers = { date: date.toUTCString(), "retry-after": retryAfter };
    expect(await waitedMs(headers)).toEqual([7000]);
  });

  test("is answered at once where it is too long, to all", async () => {
    answers = [status(429, { "retry-after": "3600" })];
    const asking = http({ backoffMs: HOUR_MS });
    const ask = () => asking.send({ method: "GET", url }, signal);
    expect(await ask()).toMatchObject({ status: 429, body: "answer 429" });
    expect(await ask()).toMatchObject({ status: 429, headers: { "retry-after": "3600" } });
    expect(requests).toHaveLength(1);
  });

  test("that makes no sense is none", async () => {
    answers = [status(429, { "retry-after": "tomorrow" })];
    expect((await get({ timers: new HandTimers() })).status).toBe(200);
  });

  test("holds back all of 100 requests, and all are served", async () => {
    const timers = new HandTimers();
    const first: (() => void)[] = [];
    const arrivals: number[] = [];
    answers = Array.from({ length: 8 }, (_, index): RequestListener => (request, response) => {
      first.push(() =>
        status(index === 0 ? 429 : 200, index === 0 ? { "retry-after": "7" } : {})(
          request,
          response,
        ),
      );
    });
    answers.push(
      ...Array.from({ length: 93 }, (): RequestListener => (request, response) => {
        arrivals.push(timers.now());
        status(200)(request, response);
      }),
    );
    const asking = http({ timers });
    const all = Promise.all(
      Array.from({ length: 100 }, () => asking.send({ method: "GET", url }, signal)),
    );
    await until(() => first.length === 8);
    first.shift()?.();
    await until(() => timers.asleepMs.length === 1);
    for (const answer of first) answer();
    await until(() => timers.asleepMs.length === 8);
    timers.advance(7000);
    expect(new Set((await all).map((answer) => answer.status))).toEqual(new Set([200]));
    expect(arrivals).toHaveLength(93);
    expect(Math.min(...arrivals)).toBe(7000);
  });
});

describe("a host that does not answer", () => {
  test("is tried three times, then 1,000 requests fail with one message, those in backoff too", async () => {
    answers = Array.from({ length: 2000 }, () => drop);
    const asking = http({ inFlight: 1, backoffMs: HOUR_MS });
    const ask = () => asking.send({ method: "GET", url }, signal);
    const all = await Promise.allSettled(Array.from({ length: 1000 }, ask));
    all.push(...(await Promise.allSettled([ask()])));
    expect(requests).toHaveLength(3);
    const errors = all.map((each) => each.status === "rejected" && causeOf(each.reason));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatch(/other side closed|socket|ECONNRESET/);
  });

  test("at a port where nobody listens fails 1,000 requests alike", async () => {
    const closed = createServer();
    await new Promise<void>((listening) => closed.listen(0, "127.0.0.1", listening));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const asking = http({ backoffMs: HOUR_MS });
    const all = await Promise.allSettled(
      Array.from({ length: 1000 }, () =>
        asking.send({ method: "GET", url: `http://127.0.0.1:${port}/` }, signal),
      ),
    );
    const errors = all.map((each) => each.status === "rejected" && causeOf(each.reason));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatch(`connect ECONNREFUSED 127.0.0.1:${port}`);
  });

  test("is down for one request's retries, too, and for the requests after it", async () => {
    answers = Array.from({ length: 3 }, () => drop);
    const timers = new HandTimers();
    const asking = http({ timers, downForMs: 60_000 });
    const ask = () => asking.send({ method: "GET", url }, signal);
    await expect(ask()).rejects.toThrow();
    await expect(ask()).rejects.toThrow();
    expect(requests).toHaveLength(3);
    timers.advance(60_000);
    expect((await ask()).status).toBe(200);
  });

  test("leaves other hosts alone", async () => {
    answers = Array.from({ length: 3 }, () => drop);
    const asking = http();
    await expect(asking.send({ method: "GET", url }, signal)).rejects.toThrow();
    const other = url.replace("127.0.0.1", "localhost");
    expect((await asking.send({ method: "GET", url: other }, signal)).status).toBe(200);
  });

  test("is not what a request that cannot be sent shows, and that one is not sent again", async () => {
    const asking = http({ backoffMs: HOUR_MS });
    for (const name of ["x-one", "x-two", "x-three"]) {
      const asked = asking.send({ method: "GET", url, headers: { [name]: "a\nb" } }, signal);
      await expect(asked).rejects.toThrow(name);
    }
    expect((await asking.send({ method: "GET", url }, signal)).status).toBe(200);
  });
});

test("no answer within the deadline is an error", async () => {
  answers = [silence];
  await expect(get({ deadlineMs: 50, retries: 0 })).rejects.toThrow("no answer within 0.05 s");
});

describe("a host that has not answered anything yet", () => {
  const asking = (deadlineMs = 5_000) => http({ deadlineMs, firstDeadlineMs: 20 });
  const slow: RequestListener = (_request, response) => {
    setTimeout(() => response.end(), 60);
  };

  test("is given up after one short try and one with the whole deadline", async () => {
    answers = [silence, silence];
    const { request, headers } = counted();
    await expect(asking(200).send(request, signal)).rejects.toThrow("no answer within 0.2 s");
    expect(headers).toHaveBeenCalledTimes(2);
  });

  test("is heard where it needs more than the short try each time, also by many at once", async () => {
    answers = Array.from({ length: 40 }, () => slow);
    const one = asking();
    const ask = () => one.send({ method: "GET", url }, signal);
    const all = await Promise.all(Array.from({ length: 8 }, ask));
    expect(all.map((each) => each.status)).toEqual(Array(8).fill(200));
    requests = [];
    expect((await ask()).status).toBe(200);
    expect(requests).toHaveLength(1);
  });

  test("has the whole deadline at once where the request is a write, or is not repeated", async () => {
    answers = [slow, slow];
    expect((await asking().send({ method: "POST", url }, signal)).status).toBe(200);
    expect((await get({ firstDeadlineMs: 20, retries: 0 })).status).toBe(200);
  });
});

describe("a hurried request", () => {
  test("is not sent again after a short try without an answer", async () => {
    answers = [silence];
    const { request, headers } = counted();
    const asking = http({ deadlineMs: HOUR_MS, firstDeadlineMs: 20 });
    const asked = asking.send({ ...request, isHurried: true }, signal);
    await expect(asked).rejects.toThrow("no answer within 0.04 s");
    expect(headers).toHaveBeenCalledTimes(1);
  });

  test("is sent again where the answer says so", async () => {
    answers = [status(503)];
    expect((await http().send({ method: "GET", url, isHurried: true }, signal)).status).toBe(200);
  });
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
