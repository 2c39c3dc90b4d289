/** Okta's management API as the real provider's client libraries speak it. */
import {
  exponentialWait,
  type StandInHttp,
  type HttpRequest,
  type Patience,
  retryAfterSeconds,
} from "../http";
import { Json } from "../json";

export interface OktaSettings {
  /** https://<org_name>.<base_url>: a port has no place in it. */
  readonly url: string;
  readonly apiToken: string;
  readonly minWaitSeconds: number;
  readonly maxWaitSeconds: number;
  readonly maxRetries: number;
}

/** Okta answered with an error status. */
export class OktaError extends Error {
  constructor(
    readonly statusLine: string,
    /** What the answer says of it: `errorSummary` and the causes. */
    readonly summary: string,
    message = statusLine,
  ) {
    super(message);
    this.name = "OktaError";
  }
}

export class StandInOkta {
  private readonly patience: Patience;

  constructor(
    private readonly http: StandInHttp,
    private readonly settings: OktaSettings,
  ) {
    const { minWaitSeconds, maxWaitSeconds, maxRetries } = settings;
    this.patience = {
      repeats: maxRetries,
      // 500 alone of its kind is believed at once.
      repeatsAnswer: ({ status }) => status === 429 || (status > 500 && status !== 501),
      repeatsLostConnection: true,
      waitSeconds: (repeat, answer) =>
        retryAfterSeconds(answer) ?? exponentialWait(repeat, minWaitSeconds, maxWaitSeconds),
    };
  }

  /** The answer's JSON. Throws an `OktaError` for a status of 300 and more. */
  async ask(
    method: HttpRequest["method"],
    path: string,
    signal: AbortSignal,
    body?: unknown,
  ): Promise<Json> {
    const { answer, tries } = await this.http.send(
      {
        method,
        url: `${this.settings.url}${path}`,
        headers: {
          accept: "application/json",
          authorization: `SSWS ${this.settings.apiToken}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      this.patience,
      signal,
    );
    if (answer.status < 300) return Json.parse(answer.body);
    const summary = summaryIn(answer.body);
    throw this.patience.repeatsAnswer(answer)
      ? new OktaError(answer.statusLine, summary, `${summary}, giving up after ${tries} attempt(s)`)
      : new OktaError(answer.statusLine, summary);
  }
}

function summaryIn(body: string): string {
  try {
    const answer = Json.parse(body);
    const causes = answer.at("errorCauses").list.map((each) => each.at("errorSummary").text);
    const summary = answer.at("errorSummary").text;
    const words = `the API returned an error: ${summary}`;
    if (summary === "") return "the API returned an unknown error";
    return causes.length === 0
      ? words
      : `${words}. Causes: ${causes.map((cause) => `errorSummary: ${cause}`).join(", ")}`;
  } catch {
    return "the API returned an unknown error";
  }
}
