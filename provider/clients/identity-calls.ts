/**
 * Lets @azure/identity use our way to the network, for trust and proxies. It also remembers how the
 * last call ended: the library's own errors no longer know ("endpoints_resolution_error").
 */
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { ProviderError } from "../framework/diagnostics";
import type { Answer, Http, Request } from "./http";
import { readJson } from "./json";
import { causeOf } from "./vendor-error";

export class IdentityCalls {
  /** An answer, or the network's error. */
  #last: Answer | Error | undefined;

  constructor(readonly http: Http) {}

  async client(): Promise<HttpClient> {
    const { createHttpHeaders } = await import("@azure/core-rest-pipeline");
    return {
      sendRequest: async (request): Promise<PipelineResponse> => {
        const { status, headers, body } = await this.#send(request);
        return { request, status, headers: createHttpHeaders(headers), bodyAsText: body };
      },
    };
  }

  /**
   * Why a sign-in failed. A refusal has status 401, whatever Entra's own was: it means that these
   * credentials may not. Status null: Entra could not be asked. "not refused": the sign-in failed here, for
   * want of what it is asked with, or of a token in its answer.
   */
  async whatFailed(
    error: unknown,
  ): Promise<{ status: number | null | "not refused"; words: string }> {
    const last = this.#last;
    if (last instanceof ProviderError) throw last;
    if (last instanceof Error) return { status: null, words: causeOf(last) };
    if (last === undefined || last.status < 400) {
      // No CLI, no workload token; some is missed after Entra's metadata was read.
      return { status: "not refused", words: firstLine(causeOf(error)) };
    }
    const words = await readJson(last.body, (z) =>
      z
        .object({ error: z.string(), error_description: z.string().default("") })
        .transform((said) => `${said.error}: ${firstLine(said.error_description)}`),
    ).catch(() => "");
    return { status: last.status < 500 ? 401 : last.status, words };
  }

  async #send(request: PipelineRequest): Promise<Answer> {
    const { body } = request;
    try {
      const answer = await this.http.send(
        {
          method: methodOf(request.method),
          url: request.url,
          headers: request.headers.toJSON(),
          ...(typeof body === "string" ? { body } : {}),
          repeatable: true, // access tokens may be asked for again
        },
        asSignal(request.abortSignal),
      );
      this.#last = answer;
      return answer;
    } catch (error) {
      this.#last = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
}

function methodOf(method: string): Request["method"] {
  switch (method) {
    case "GET":
    case "POST":
    case "PUT":
    case "PATCH":
    case "DELETE":
    case "HEAD":
      return method;
    default:
      throw new Error(`${method} is not asked for by an identity library`);
  }
}

/** The library has a type of its own for signals, with fewer methods. */
function asSignal(signal: PipelineRequest["abortSignal"]): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal?.aborted) controller.abort();
  signal?.addEventListener("abort", () => controller.abort());
  return controller.signal;
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}
