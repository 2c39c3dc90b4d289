import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { Graph } from "../../../sandbox/providers/azuread/graph";
import { StandInHttp } from "../../../sandbox/providers/http";
import { StandInOkta } from "../../../sandbox/providers/okta/api";

const { signal } = new AbortController();

let server: Server;
let url: string;
let requests: number;
let waits: number[];
let listener: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    listener(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.closeAllConnections());
afterAll(() => new Promise((closed) => server.close(closed)));

beforeEach(() => {
  requests = 0;
  waits = [];
});

const http = () => new StandInHttp({}, async (seconds) => void waits.push(seconds));
const graph = () => new Graph(http(), { graphUrl: url, accessToken: async () => "t" });
const okta = () =>
  new StandInOkta(http(), {
    url,
    apiToken: "t",
    minWaitSeconds: 30,
    maxWaitSeconds: 300,
    maxRetries: 5,
  });

const putSecrets = (deadlineSeconds = 300) =>
  graph().ask(
    { method: "PUT", path: "v1.0/secrets", body: {}, deadlineSeconds, synchronization: true },
    signal,
  );
const postConnection = () => okta().ask("POST", "/connection", signal, {});

/** Answers with these one after the other, the last of them for ever. */
function answering(...answers: readonly (readonly [number, Record<string, string>?])[]) {
  listener = (_, response) => {
    const [status, headers] = answers[Math.min(requests, answers.length) - 1] ?? [200];
    response.writeHead(status, headers).end("{}");
  };
}

describe("azuread", () => {
  test.each([403, 409, 429, 500, 503])("%i for ever: ten tries in 246 seconds", async (status) => {
    answering([status]);
    await expect(putSecrets()).rejects.toThrow(`unexpected status ${status}`);
    expect(requests).toBe(10);
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 61, 61, 61]);
  });

  test.each([400, 401, 404, 501])("%i is believed at once", async (status) => {
    answering([status]);
    await expect(putSecrets()).rejects.toThrow(`unexpected status ${status}`);
    expect(requests).toBe(1);
  });

  test("Retry-After is obeyed", async () => {
    answering([429, { "retry-after": "2" }], [503, { "retry-after": "7" }], [200]);
    await putSecrets();
    expect(waits).toEqual([2, 7]);
  });

  test("fewer tries fit into a shorter deadline", async () => {
    answering([503]);
    await expect(putSecrets(30)).rejects.toThrow("503");
    expect(requests).toBe(4);
  });

  test("a connection that is cut is given up", async () => {
    listener = (request) => request.socket.destroy();
    await expect(putSecrets()).rejects.toThrow(`PUT ${url}/v1.0/secrets`);
    expect(requests).toBe(1);
  });
});

describe("okta", () => {
  test("429 and 503 for ever: six tries, thirty seconds to five minutes apart", async () => {
    answering([429], [503]);
    await expect(postConnection()).rejects.toThrow("giving up after 6 attempt(s)");
    expect(waits).toEqual([30, 60, 120, 240, 300]);
  });

  test.each([400, 401, 403, 404, 500, 501])("%i is believed at once", async (status) => {
    answering([status]);
    await expect(postConnection()).rejects.toThrow(String(status));
    expect(requests).toBe(1);
  });

  test("Retry-After is obeyed, x-rate-limit-reset is not", async () => {
    answering([429, { "retry-after": "2" }], [429, { "x-rate-limit-reset": "1" }], [200]);
    await postConnection();
    expect(waits).toEqual([2, 60]);
  });

  test("a connection that is cut is tried again", async () => {
    listener = (request, response) =>
      requests === 1 ? request.socket.destroy() : response.end("{}");
    await postConnection();
    expect(waits).toEqual([30]);
  });
});
