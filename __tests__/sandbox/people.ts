/** How tests talk to a sandbox: as a vendor's client, and as a person with a browser. */
import { Agent, request } from "undici";
import type { Sandbox } from "../../sandbox/sandbox";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  json<T>(): T;
}

export interface Asked {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Sent as it is, with the content type of `headers`. */
  readonly text?: string;
  readonly form?: Readonly<Record<string, string>>;
}

export interface Caller {
  (url: string, asked?: Asked): Promise<Answer>;
  close(): Promise<void>;
}

/** Trusts the sandbox's authority, and nobody else's. */
export function caller({ ca }: Pick<Sandbox, "ca">): Caller {
  const dispatcher = new Agent({ connect: { ca } });
  const ask = async (
    url: string,
    { method = "GET", headers = {}, json, form, text }: Asked = {},
  ) => {
    const body =
      json !== undefined
        ? JSON.stringify(json)
        : form !== undefined
          ? new URLSearchParams(form).toString()
          : text;
    const contentType =
      json !== undefined ? "application/json" : "application/x-www-form-urlencoded";
    const answer = await request(url, {
      method,
      dispatcher,
      headers: {
        ...(json === undefined && form === undefined ? {} : { "content-type": contentType }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const received = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: received,
      json: <T>() => JSON.parse(received) as T,
    };
  };
  return Object.assign(ask, { close: () => dispatcher.close() });
}
