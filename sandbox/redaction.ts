/** Keeps secrets out of the request journal: each stands there as its fingerprint. */
import { fingerprint } from "./fingerprint";

/** Names of JSON members and form fields whose value is a secret. */
const SECRET_NAME = /token|secret|password|assertion|authorization|cookie/i;
/** Names that the pattern above catches, and that hold none. */
const NO_SECRET = new Set(["token_type", "client_assertion_type"]);

const mark = (secret: string) => (secret === "" ? "" : `fingerprint:${fingerprint(secret)}`);

/** What an `Authorization` header holds after its scheme; `undefined` where it is of another scheme. */
export function credentialOf(
  authorization: string | undefined,
  ...schemes: readonly string[]
): string | undefined {
  const [, scheme, credential] = /^\s*(\S+)\s+(\S+)\s*$/.exec(authorization ?? "") ?? [];
  const isWanted = schemes.some((each) => each.toLowerCase() === scheme?.toLowerCase());
  return isWanted ? credential : undefined;
}

export function redactAuthorization(authorization: string): string {
  const [scheme = "", ...rest] = authorization.trim().split(/\s+/);
  return rest.length === 0 ? mark(scheme) : `${scheme} ${mark(rest.join(" "))}`;
}

/** A path and query; the values of secret parameters are marked, and a filter that names a secret. */
export function redactUrl(url: string): string {
  return url.replace(
    /([?&])([^=&]+)=([^&]*)/g,
    (all, before: string, name: string, value: string) =>
      isSecret(name) || (/^filter$/i.test(name) && isSecret(value))
        ? `${before}${name}=${mark(value)}`
        : all,
  );
}

/** The journal keeps 20,000 bodies; no client that the sandbox is for sends a longer one. */
const LONGEST_BODY = 8_192;

/** A request's body as text; one that is long, or neither JSON nor a form, is not kept at all. */
export function redactBody(body: string, contentType: string | undefined): string {
  if (body === "") return "";
  if (body.length > LONGEST_BODY) return `(${body.length} characters)`;
  if (contentType?.includes("json") === true) {
    try {
      return JSON.stringify(redactJson(JSON.parse(body)));
    } catch {
      return `(${body.length} characters that are not JSON)`;
    }
  }
  if (contentType?.includes("x-www-form-urlencoded") === true) {
    const form = new URLSearchParams(body);
    return new URLSearchParams(
      [...form].map(([name, value]): [string, string] => [
        name,
        isSecret(name) ? mark(value) : value,
      ]),
    ).toString();
  }
  return `(${body.length} characters of ${contentType ?? "an unknown type"})`;
}

function redactJson(value: unknown, secret = false): unknown {
  if (typeof value === "string") return secret ? mark(value) : value;
  if (Array.isArray(value)) return value.map((each: unknown) => redactJson(each, secret));
  if (typeof value !== "object" || value === null) return secret ? null : value;
  const members = Object.entries(value);
  // Entra names a secret beside its value: {"key":"SecretToken","value":"…"}; a PATCH of SCIM by path.
  const named = members.some(
    ([name, each]) => /^(key|path)$/i.test(name) && typeof each === "string" && isSecret(each),
  );
  return Object.fromEntries(
    members.map(([name, each]) => [
      name,
      redactJson(each, secret || isSecret(name) || (named && /^value$/i.test(name))),
    ]),
  );
}

function isSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.has(name);
}
