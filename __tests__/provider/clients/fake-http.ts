/** A network that answers by a function, and remembers what it was asked. */
import { type Answer, headersOf, type Http, type Request } from "../../../provider/clients/http";

/** With the headers of its try. */
export interface Sent extends Request {
  readonly headers: ReturnType<typeof headersOf>;
}

export interface FakeHttp extends Http {
  readonly requests: readonly Sent[];
}

/** An answer with `undefined` is a 404. */
export function fakeHttp(
  answer: (request: Sent) => (Partial<Answer> & { json?: unknown }) | undefined,
): FakeHttp {
  const requests: Sent[] = [];
  return {
    requests,
    async send(request, signal) {
      signal.throwIfAborted();
      const sent = { ...request, headers: headersOf(request) };
      requests.push(sent);
      const { json, ...rest } = answer(sent) ?? { status: 404 };
      return {
        status: 200,
        headers: {},
        body: json === undefined ? "" : JSON.stringify(json),
        ...rest,
      };
    },
  };
}
