/** Calls a vendor's JSON API, and puts whatever goes wrong into words. */
import type { ZodType } from "zod";
import type { Answer, Http, Request } from "./http";
import { readJson, type Z } from "./json";
import { causeOf, VendorError } from "./vendor-error";

export interface Call extends Omit<Request, "body"> {
  /** What it is for, for messages: "reading the jobs of …". */
  readonly trying: string;
  readonly json?: unknown;
  /** Must not show in any message, should the vendor echo it. */
  readonly secret?: string;
}

export interface VendorHttp {
  /** Throws a VendorError for anything but a 2xx answer. */
  call(call: Call, signal: AbortSignal): Promise<Answer>;
  /** The same, and for an answer of another shape. */
  read<T>(call: Call, shape: (z: Z) => ZodType<T>, signal: AbortSignal): Promise<T>;
  /** Follows a list over all of its pages. */
  list<P, T>(
    call: Call,
    shape: (z: Z) => ZodType<P>,
    page: (content: P, answer: Answer) => { items: readonly T[]; next: string | undefined },
    signal: AbortSignal,
  ): Promise<T[]>;
}

export interface Vendor {
  readonly name: string;
  readonly http: Http;
  /** The value of the Authorization header. Throws VendorErrors. */
  readonly authorization: (signal: AbortSignal) => Promise<string>;
  /** What the vendor's error bodies say, in one line. */
  readonly wordsOf: (z: Z) => ZodType<string>;
}

export function vendorHttp({ name, http, authorization, wordsOf }: Vendor): VendorHttp {
  async function call(
    { trying, json, secret, ...request }: Call,
    signal: AbortSignal,
  ): Promise<Answer> {
    const fails = (status: number | null, words: string) =>
      new VendorError(name, trying, status, secret ? words.replaceAll(secret, "…") : words);

    const headers = {
      accept: "application/json",
      authorization: await authorization(signal),
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...request.headers,
    };
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const answer = await http.send({ ...request, ...body, headers }, signal).catch((error) => {
      signal.throwIfAborted();
      throw fails(null, causeOf(error));
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const words = await readJson(answer.body, wordsOf).catch(() => "");
    throw fails(answer.status, words.replace(/\s+/g, " ").trim().slice(0, 400));
  }

  async function readAnswer<T>(request: Call, shape: (z: Z) => ZodType<T>, signal: AbortSignal) {
    const answer = await call(request, signal);
    try {
      return { answer, content: await readJson(answer.body, shape) };
    } catch (error) {
      throw new VendorError(name, request.trying, answer.status, causeOf(error));
    }
  }

  return {
    call,
    read: async (request, shape, signal) => (await readAnswer(request, shape, signal)).content,
    async list<P, T>(
      request: Call,
      shape: (z: Z) => ZodType<P>,
      page: (content: P, answer: Answer) => { items: readonly T[]; next: string | undefined },
      signal: AbortSignal,
    ) {
      const found: T[] = [];
      let url: string | undefined = request.url;
      while (url !== undefined) {
        const { content, answer }: { content: P; answer: Answer } = await readAnswer(
          { ...request, url },
          shape,
          signal,
        );
        const { items, next } = page(content, answer);
        found.push(...items);
        if (next !== undefined && new URL(next).origin !== new URL(request.url).origin) {
          throw new VendorError(name, request.trying, answer.status, `the next page is on ${next}`);
        }
        url = next;
      }
      return found;
    },
  };
}
