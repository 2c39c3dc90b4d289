/** Calls a vendor's JSON API, and puts whatever goes wrong into words. */
import type { ZodType } from "zod";
import { ProviderError } from "../framework/diagnostics";
import { type Answer, headersOf, type Http, type Request } from "./http";
import { readJson, type Z } from "./json";
import { causeOf, redacted, VendorError } from "./vendor-error";

export interface VendorRequest extends Omit<Request, "body" | "method"> {
  /** Default: GET. */
  readonly method?: Request["method"];
  /** A path is of the vendor's `base`. */
  readonly url: string;
  /** What it is for, for messages: "reading the jobs of …". */
  readonly trying: string;
  readonly json?: unknown;
  /** Instead of `json`: sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Must not show in any message, should the vendor echo it. */
  readonly secret?: string;
}

export interface VendorHttp {
  /**
   * For requests that are answered with nothing. Throws a VendorError for anything but 204, or 200
   * without a body: whoever answers 200 with a page (a proxy's sign-in, say) is not the vendor.
   */
  done(call: VendorRequest, signal: AbortSignal): Promise<void>;
  /**
   * For requests whose answer is not documented and whose outcome is read by another one. Throws a
   * VendorError for anything but 2xx, and for a page.
   */
  sent(call: VendorRequest, signal: AbortSignal): Promise<void>;
  /** Throws a VendorError for anything but a 2xx answer of that shape. */
  read<T>(call: VendorRequest, shape: (z: Z) => ZodType<T>, signal: AbortSignal): Promise<T>;
  /** Follows a list over all of its pages. */
  list<P, T>(
    call: VendorRequest,
    shape: (z: Z) => ZodType<P>,
    page: (content: P, answer: Answer) => { items: readonly T[]; next: string | undefined },
    signal: AbortSignal,
  ): Promise<T[]>;
}

export interface VendorHttpOptions {
  readonly name: string;
  readonly http: Http;
  /** What paths are appended to. Throws VendorErrors and ProviderErrors. Default: no path is asked. */
  readonly base?: (signal: AbortSignal) => string | Promise<string>;
  /** The value of the Authorization header. Throws VendorErrors. Default: no such header. */
  readonly authorization?: (signal: AbortSignal) => Promise<string>;
  /** What the vendor's error bodies say, in one line. Default: nothing of them is shown. */
  readonly wordsOf?: (z: Z) => ZodType<string>;
}

export function vendorHttp({
  name,
  http,
  base,
  authorization,
  wordsOf,
}: VendorHttpOptions): VendorHttp {
  const fails = (
    { trying, secret }: { readonly trying: string; readonly secret?: string | undefined },
    status: number | null,
    words: string,
    accessToken?: string,
  ) => {
    const line = redacted(words.replace(/\s+/g, " ").trim(), secret, accessToken);
    return new VendorError(name, trying, status, line.slice(0, 400));
  };

  const absolute = async (url: string, signal: AbortSignal) =>
    url.startsWith("/") ? `${(await base?.(signal)) ?? ""}${url}` : url;

  async function call(
    { trying, secret, json, form, method = "GET", ...request }: VendorRequest,
    signal: AbortSignal,
  ): Promise<Answer> {
    const url = await absolute(request.url, signal);
    const about = { trying, secret };
    const access = await authorization?.(signal);
    const content =
      form !== undefined
        ? { type: "application/x-www-form-urlencoded", body: String(new URLSearchParams(form)) }
        : json !== undefined && { type: "application/json", body: JSON.stringify(json) };
    const headers = {
      accept: "application/json",
      ...(access === undefined ? {} : { authorization: access }),
      ...(content ? { "content-type": content.type } : {}),
      ...headersOf(request),
    };
    const accessToken = access?.split(" ").at(-1);
    const body = content ? { body: content.body } : {};
    const answer = await http
      .send({ ...request, method, url, ...body, headers }, signal)
      .catch((error) => {
        signal.throwIfAborted();
        if (error instanceof ProviderError) throw error;
        throw fails(about, null, causeOf(error), accessToken);
      });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const words = wordsOf ? await readJson(answer.body, wordsOf).catch(() => "") : "";
    throw fails(about, answer.status, words, accessToken);
  }

  async function readAnswer<T>(
    request: VendorRequest,
    shape: (z: Z) => ZodType<T>,
    signal: AbortSignal,
  ) {
    const answer = await call(request, signal);
    try {
      return { answer, content: await readJson(answer.body, shape) };
    } catch (error) {
      throw fails(request, answer.status, causeOf(error));
    }
  }

  return {
    async done(request, signal) {
      const { status, body } = await call(request, signal);
      if (status === 204 || (status === 200 && body.trim() === "")) return;
      const words = `not ${name}'s answer: it documents 204, or 200 without a body`;
      throw fails(request, status, words);
    },
    async sent(request, signal) {
      const { status, headers, body } = await call(request, signal);
      const isPage = /html/i.test(headers["content-type"] ?? "") || /^\s*</.test(body);
      if (isPage) throw fails(request, status, `not ${name}'s answer: it is a page`);
    },
    read: async (request, shape, signal) => (await readAnswer(request, shape, signal)).content,
    async list<P, T>(
      request: VendorRequest,
      shape: (z: Z) => ZodType<P>,
      page: (content: P, answer: Answer) => { items: readonly T[]; next: string | undefined },
      signal: AbortSignal,
    ) {
      const found: T[] = [];
      let url: string | undefined = await absolute(request.url, signal);
      const { origin } = new URL(url);
      while (url !== undefined) {
        const { content, answer }: { content: P; answer: Answer } = await readAnswer(
          { ...request, url },
          shape,
          signal,
        );
        const { items, next } = page(content, answer);
        found.push(...items);
        if (next !== undefined && new URL(next).origin !== origin) {
          throw fails(request, answer.status, `the next page is on ${new URL(next).origin}`);
        }
        url = next;
      }
      return found;
    },
  };
}
