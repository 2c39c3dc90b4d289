/** Errors as Microsoft Graph and its sign-in write them. */
import { randomUUID } from "node:crypto";
import { Refusal } from "../server";

export function graphError(
  status: number,
  message: string,
  code = codes[status] ?? "UnknownError",
) {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    "request-id": randomUUID(),
    "client-request-id": randomUUID(),
  };
  return new Refusal(status, message, { error: { code, message, innerError } });
}

const codes: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "Authorization_RequestDenied",
  404: "Request_ResourceNotFound",
  429: "TooManyRequests",
  500: "InternalServerError",
  503: "serviceUnavailable",
};

export function notFound(id: string): Refusal {
  return graphError(
    404,
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** RFC 6749's errors, as the token endpoint has them. */
export function signInError(status: number, error: string, description: string): Refusal {
  return new Refusal(status, description, { error, error_description: description });
}
