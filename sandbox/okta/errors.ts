/** Errors as Okta's API writes them. */
import { randomUUID } from "node:crypto";
import { Refusal } from "../server";

export function oktaError(
  status: number,
  errorSummary: string,
  errorCode = codes[status] ?? "E0000009",
  causes: readonly string[] = [],
): Refusal {
  return new Refusal(status, errorSummary, {
    errorCode,
    errorSummary,
    errorLink: errorCode,
    errorId: `oae${randomUUID().replaceAll("-", "")}`,
    errorCauses: causes.map((each) => ({ errorSummary: each })),
  });
}

const codes: Readonly<Record<number, string>> = {
  400: "E0000001",
  401: "E0000011",
  403: "E0000006",
  404: "E0000007",
  429: "E0000047",
  500: "E0000009",
};

export function notFound(id: string, kind: string): Refusal {
  return oktaError(404, `Not found: Resource not found: ${id} (${kind})`);
}

/** Okta tests credentials when they are saved. */
export function badCredentials(detail: string): Refusal {
  return oktaError(400, "Api validation failed: credential", "E0000001", [detail]);
}
