/**
 * Lets @azure/identity use our way to the network, for trust and proxies. It also remembers how the
 * last call ended: the library's own errors no longer know ("endpoints_resolution_error").
 */
import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import { ProviderError } from "../framework/diagnostics";
import type { Answer, Http } from "./http";
import { readJson } from "./json";
import { causeOf } from "./vendor-error";

export class IdentityCalls {
  /** An answer, or the network's error. */
  #last: Answer | Error | undefined;

  constructor(readonly http: Http) {}

  async client(): Promise<HttpClient> {
    const { createHttpHeaders } = await import("@azure/core-rest-pipeline");
    return {
      sendRequest: async (request) => {
        const { status, headers, body } = await this.#send(request);
        return { request, status, headers: createHttpHeaders(headers), bodyAsText: body };
      },
    };
  }

  /**
   * Why a sign-in failed. Status null: Entra could not be asked. "not refused": it failed here, for
   * want of something to ask with, or of a token in the answer.
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
    return { status: last.status, words };
  }

  async #send(request: PipelineRequest): Promise<Answer> {
    const { method, url, headers, body, abortSignal } = request;
    try {
      const call = {
        method,
        url,
        headers: headers.toJSON(),
        ...(typeof body === "string" ? { body } : {}),
        repeatable: true, // access tokens may be asked for again
      };
      const signal =
        abortSignal instanceof AbortSignal ? abortSignal : new AbortController().signal;
      return (this.#last = await this.http.send(call, signal));
    } catch (error) {
      this.#last = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}
