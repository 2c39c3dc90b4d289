/**
 * What all stand-ins have in common: HTTPS on a free loopback port, the request journal, faults, and
 * errors in the vendor's own words. Routes are the vendor's.
 */
import type { Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { setImmediate, setTimeout as delay } from "node:timers/promises";
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Certificates } from "./certificates";
import type { SandboxClock } from "./clock";
import { UNKIND, type Fault, type SandboxHost } from "./control/types";
import type { Faults, MetFault } from "./faults";
import type { OpenEntry, RequestJournal } from "./journal";
import type { Unkindness } from "./unkindness";

/** An answer that is an error, in the vendor's words: thrown anywhere below a route. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: unknown,
    readonly contentType = "application/json; charset=utf-8",
  ) {
    super(message);
  }
}

export interface VendorServerOptions {
  readonly certificates: Certificates;
  /** The vendor's way to refuse: for faults without a body, unknown paths and unreadable bodies. */
  readonly refuse: (status: number, message: string) => Refusal;
  /** Left out by the control API, whose requests meet no faults and stand in no journal. */
  readonly observed?: {
    readonly host: SandboxHost;
    readonly clock: SandboxClock;
    readonly faults: Faults;
    readonly journal: RequestJournal;
    readonly unkindness: Unkindness | undefined;
  };
}

/** The journal's entry of a request that is under way. */
const entries = new WeakMap<object, OpenEntry>();

/** Notes that a route answered as only an unkind sandbox does. */
export function markUnkind(request: FastifyRequest): void {
  entries.get(request)?.setFault(UNKIND);
}

/** Vendors put their routes on it, or on a scope of it. */
export type Server = FastifyInstance<HttpsServer>;

/** With 200 connections that send as much, the sandbox still needs little memory. */
const MOST_BODY_BYTES = 256 * 1024;

function bareServer({ certificate, key }: Certificates): Server {
  return fastify({
    https: { cert: certificate, key },
    forceCloseConnections: true,
    bodyLimit: MOST_BODY_BYTES,
    // Entra's token endpoint is asked for with a double slash in front.
    routerOptions: { ignoreDuplicateSlashes: true },
  });
}

export function makeServer({ certificates, refuse, observed }: VendorServerOptions): Server {
  const server = bareServer(certificates);

  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (request, text, done) => {
    const body = text.toString();
    entries.get(request)?.setBody(body);
    try {
      done(null, parseBody(body, request.headers["content-type"] ?? ""));
    } catch {
      done(refuse(400, "The request's body is not valid JSON."), undefined);
    }
  });

  server.setNotFoundHandler((request) => {
    throw refuse(404, `There is no ${request.method} ${request.url} here.`);
  });
  server.setErrorHandler(async (error, _request, reply) => {
    const refusal =
      error instanceof Refusal
        ? error
        : refuse(statusOf(error), error instanceof Error ? error.message : String(error));
    return reply.code(refusal.status).type(refusal.contentType).send(textOf(refusal.body));
  });

  if (observed !== undefined) observe(server, observed, refuse);
  return server;
}

/** Journal and faults: a request is noted first, then meets its fault, then its route. */
function observe(
  server: Server,
  { host, clock, faults, journal, unkindness }: NonNullable<VendorServerOptions["observed"]>,
  refuse: VendorServerOptions["refuse"],
): void {
  const carriedOut = new WeakMap<object, Fault>();

  server.addHook("onRequest", async (request) => {
    const { method, url, headers } = request;
    entries.set(request, journal.open({ at: clock.now(), host, method, url, headers }));
  });
  server.addHook("preHandler", async (request, reply) => {
    const { method, url, headers } = request;
    const fault: MetFault | undefined =
      faults.meet(host, method, url) ??
      unkindness?.meet({ host, method, url, userAgent: headers["user-agent"] });
    if (fault === undefined) return;
    entries.get(request)?.setFault(fault.id);
    if (fault.delayMs !== undefined) await keepWaiting(request.raw.socket, fault);
    if (fault.carriedOut === true || isInItsAnswer(fault)) {
      carriedOut.set(request, fault);
    } else if (fault.drop === true) {
      reply.hijack();
      request.raw.socket.destroy();
    } else if (fault.status !== undefined) {
      const answer = answerOf(fault, fault.status, refuse);
      return reply.code(fault.status).type(answer.type).headers(answer.headers).send(answer.text);
    }
  });
  server.addHook("onSend", async (request, reply, payload) => {
    const fault = carriedOut.get(request);
    if (fault?.drop === true) request.raw.socket.destroy();
    if (fault?.dateAheadMs !== undefined)
      reply.header("date", new Date(Date.now() + fault.dateAheadMs).toUTCString());
    if (fault?.contentType !== undefined) reply.type(fault.contentType);
    if (fault?.cutShort === true) return half(payload, request, reply);
    if (fault?.status === undefined) return payload;
    const answer = answerOf(fault, fault.status, refuse);
    reply.code(fault.status).type(answer.type).headers(answer.headers);
    reply.removeHeader("content-length");
    return answer.text;
  });
  server.addHook("onResponse", async (request, reply) => {
    entries.get(request)?.setStatus(reply.statusCode);
  });
}

function isInItsAnswer({ contentType, cutShort, dateAheadMs }: Fault): boolean {
  return contentType !== undefined || cutShort === true || dateAheadMs !== undefined;
}

/** Said to be as long as the whole; then the connection ends. */
function half(payload: unknown, request: FastifyRequest, reply: FastifyReply): Readable {
  const whole = Buffer.from(typeof payload === "string" ? payload : "");
  reply.header("content-length", Math.max(whole.length, 1));
  async function* parts() {
    yield whole.subarray(0, whole.length / 2);
    await setImmediate(); // it is sent before
    request.raw.socket.end();
  }
  return Readable.from(parts());
}

/** Ends early when the fault is cleared, and when nobody waits: the client has gone, or the sandbox is stopped. */
async function keepWaiting(socket: Socket, { delayMs, cleared }: MetFault): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  socket.once("close", leave);
  const signal = cleared === undefined ? gone.signal : AbortSignal.any([gone.signal, cleared]);
  await delay(delayMs, undefined, { signal }).catch(() => undefined);
  socket.off("close", leave);
}

function answerOf(fault: Fault, status: number, refuse: VendorServerOptions["refuse"]) {
  const refusal = refuse(status, "injected");
  const body = fault.body ?? refusal.body;
  return {
    type: refusal.contentType,
    headers: fault.headers ?? {},
    text: textOf(body),
  };
}

/** A page is sent as it is. */
function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function parseBody(text: string, contentType: string): unknown {
  if (text === "") return undefined;
  if (contentType.includes("json")) return JSON.parse(text);
  if (contentType.includes("x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(text));
  return text;
}

function statusOf(error: unknown): number {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" ? status : 500;
}

/** Listens on a free loopback port; returns `https://localhost:<port>`. */
export async function listen(server: Server): Promise<string> {
  await server.listen({ host: "127.0.0.1", port: 0 });
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `https://localhost:${address.port}`;
}
