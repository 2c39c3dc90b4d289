/** A network that answers by a function, and remembers what it was asked. */
import type { Answer, Http, Request } from "../../../provider/clients/http";

export interface FakeHttp extends Http {
  readonly requests: readonly Request[];
}

/** An answer with `undefined` is a 404. */
export function fakeHttp(
  answer: (request: Request) => (Partial<Answer> & { json?: unknown }) | undefined,
): FakeHttp {
  const requests: Request[] = [];
  return {
    requests,
    async send(request, signal) {
      signal.throwIfAborted();
      requests.push(request);
      const { json, ...rest } = answer(request) ?? { status: 404 };
      return {
        status: 200,
        headers: {},
        body: json === undefined ? "" : JSON.stringify(json),
        ...rest,
      };
    },
  };
}
