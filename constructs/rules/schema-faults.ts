/** What a zod schema and the rules beside it refuse, in words: what was found, what was expected, what to do. */
import { z } from "zod";

import { type Fault, hiddenKey, keyText, type KeyPath } from "./fault";
import { type ExpectedForm, isWords, mayBeToken, meant, shownText } from "./shown";

type Issue = z.core.$ZodIssue;

const SECRET_KEY = /secret|password|token|api_?key|private_?key$|credential/i;
/** Keys that people would look for, and that may be named when refused. */
const KEYS_OF_SECRETS = ["token", "apiToken", "clientSecret", "password", "apiKey", "privateKey"];
/** A longer number may be a secret as well. */
const LARGEST_SHOWN = 9999;
const SECRETS_STAY_OUT =
  "Secrets come from the environment. Treat one that was written down as leaked";

/**
 * All faults at once: the schema's, and those of `rules`. The rules get the value with null in each
 * place that the schema refused, and what they say of such a place is dropped.
 */
export function faultsIn<T>(
  schema: z.ZodType<T>,
  value: unknown,
  rules: (settings: T) => readonly Fault[],
): Fault[] {
  const checked = schema.safeParse(value);
  if (checked.success) return [...rules(checked.data)];
  const refused = checked.error.issues.flatMap((issue) => faultsOf(issue, value, schema));
  if (refused.some(({ path }) => path.length === 0)) return refused;
  const rest = refused.reduce((known, { path }) => withNull(known, path), value);
  // Rules take null anywhere, which no schema's type says.
  const others = rules(rest as T).filter(
    (each) => !refused.some(({ path }) => path.every((part, at) => each.path[at] === part)),
  );
  return [...refused, ...others];
}

function withNull(value: unknown, [key, ...rest]: KeyPath): unknown {
  if (key === undefined) return null;
  if (typeof value !== "object" || value === null) return value;
  if (!Object.hasOwn(value, key) && rest.length > 0) return value;
  const below = withNull(Reflect.get(value, key), rest);
  return Array.isArray(value)
    ? value.map((each: unknown, index) => (index === key ? below : each))
    : { ...value, [key]: below };
}

function faultsOf(issue: Issue, whole: unknown, schema: z.ZodType): Fault[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey([...path, key], jsonSchemaOf(schema)));
  }
  if (issue.code === "invalid_key") {
    const expected = issue.issues.map(({ message }) => message).join(", ");
    const key = keyOfRefused(path, KEYS_OF_SECRETS);
    return [{ path, isKey: true, key, code: "invalid-key", found: "not a name", expected }];
  }
  const value = valueAt(whole, path);
  const expected = expectation(issue, path, schema);
  if (value === undefined) return [{ path, code: "missing", found: "missing", expected }];
  const isUnquoted =
    issue.code === "invalid_type" &&
    issue.expected === "string" &&
    (typeof value === "number" || typeof value === "boolean");
  const text = shown(value, issue, path);
  const todo = isUnquoted ? "Put it in quotes" : todoFor(value, issue, text);
  return [{ path, code: issue.code, found: `found ${text}`, expected, todo }];
}

function todoFor(value: unknown, issue: Issue, told: string): string | undefined {
  if (typeof value !== "string") return undefined;
  const near = meant(value, allowedBy(issue));
  if (near !== undefined) return `Did you mean ${near}?`;
  const isDate = issue.code === "invalid_format" && issue.format === "date";
  if (isDate && /^\d{4}-\d\d-\d\d$/.test(value)) return "There is no such day";
  return told !== JSON.stringify(value) && mayBeToken(value) ? SECRETS_STAY_OUT : undefined;
}

function unknownKey(path: KeyPath, schema: JsonSchema): Fault {
  const name = String(path.at(-1));
  const known = keysAt(schema, path.slice(0, -1));
  // A key that the schema knows elsewhere is no secret.
  const places = [...new Set(placesOf(name, schema))];
  const key = keyOfRefused(path, [
    ...known,
    ...KEYS_OF_SECRETS,
    ...(places.length > 0 ? [name] : []),
  ]);
  const about = { path, isKey: true, key, found: "unknown key" };
  if (places.length === 0 && SECRET_KEY.test(name)) {
    const expected = "no secret here";
    return { ...about, code: "secret", expected, todo: SECRETS_STAY_OUT };
  }
  const near = meant(name, known);
  const hints = [
    ...(near === undefined ? [] : [`Did you mean ${near}?`]),
    ...(places.length === 0 ? [] : [`It belongs in ${places.slice(0, 3).join(" or ")}.`]),
  ];
  if (hints.length === 0 && mayBeToken(name)) hints.push(SECRETS_STAY_OUT);
  const todo = hints.length === 0 ? undefined : hints.join(" ");
  return { ...about, code: "unknown-key", expected: known.join(", ") || "no key", todo };
}

/** The last key is shown if it is like one of `known`, or consists of words. */
function keyOfRefused(path: KeyPath, known: readonly string[]): string {
  const last = String(path.at(-1));
  const isShown = meant(last, known) !== undefined || isWords(last);
  const text = isShown ? last : hiddenKey(last);
  return [keyText(path.slice(0, -1)), text].filter((part) => part !== "").join(".");
}

function expectation(issue: Issue, path: KeyPath, schema: z.ZodType): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "a whole number" : kindOf(issue.expected, path, schema);
    case "invalid_value":
      return allowedBy(issue).join(" or ");
    case "too_small":
      return issue.origin === "int" || issue.origin === "number"
        ? `at least ${issue.minimum}`
        : issue.message;
    case "too_big":
      return `at most ${issue.maximum}`;
    case "custom":
    case "invalid_format":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}

function kindOf(expected: string, path: KeyPath, schema: z.ZodType): string {
  if (expected === "object" || expected === "record") {
    return keysAndValues(schemaAt(jsonSchemaOf(schema), path) ?? {});
  }
  if (expected === "array") return "a list";
  if (expected === "boolean") return "true or false";
  return expected === "string" ? "a text" : `a ${expected}`;
}

function keysAndValues({ properties = {}, required = [], examples }: JsonSchema): string {
  const known = Object.keys(properties);
  const [example] = Array.isArray(examples) ? examples : [];
  if (known.length === 0)
    return `keys and values by name${example === undefined ? "" : `, such as ${JSON.stringify(example)}`}`;
  const optional = known.filter((key) => !required.includes(key));
  if (required.length === 0) return `keys and values: ${known.join(", ")}`;
  const others = optional.length === 0 ? "" : `, and as needed ${optional.join(", ")}`;
  return `keys and values: ${required.join(", ")}${others}`;
}

/** The texts of which one is wanted. */
function allowedBy(issue: Issue): string[] {
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

function shown(value: unknown, issue: Issue, path: KeyPath): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "keys and values";
  const wanted = wantedAt(issue, path);
  if (typeof value === "string") return shownText(value, { allowed: allowedBy(issue), wanted });
  if (typeof value === "boolean") return String(value);
  const isShown =
    typeof value === "number" && wanted === "number" && Math.abs(value) <= LARGEST_SHOWN;
  return isShown ? String(value) : `a ${typeof value}`;
}

function wantedAt(issue: Issue, path: KeyPath): ExpectedForm | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.expected === "boolean") return "boolean";
      return issue.expected === "number" || issue.expected === "int" ? "number" : undefined;
    case "invalid_value":
      return issue.values.some((each) => typeof each === "number") ? "number" : undefined;
    case "too_small":
    case "too_big":
      return issue.origin === "number" || issue.origin === "int" ? "number" : undefined;
    case "invalid_format":
      if (issue.format === "guid") return "guid";
      if (issue.format === "date") return "date";
      return isOktaId(path) ? "oktaAppId" : undefined;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return undefined;
  }
}

function isOktaId(path: KeyPath): boolean {
  return path.at(-1) === "id" && (path.at(-3) === "okta" || path.at(-2) === "app");
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === "object" && at !== null ? Reflect.get(at, String(part)) : undefined,
    value,
  );
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { unrepresentable: "any", reused: "inline" });
}

/** Which keys may stand at the path. */
function keysAt(schema: JsonSchema, path: KeyPath): string[] {
  return Object.keys(schemaAt(schema, path)?.properties ?? {});
}

function schemaAt(schema: JsonSchema, path: KeyPath): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((each, part) => partOf(each, part), schema);
}

function partOf(schema: JsonSchema | undefined, part: string | number): JsonSchema | undefined {
  const next =
    typeof part === "number"
      ? schema?.items
      : (schema?.properties?.[part] ?? schema?.additionalProperties);
  return isSchema(next) ? next : undefined;
}

/** Where the schema has a key of this name: "tenants.<name>.policy". */
function placesOf(name: string, schema: JsonSchema, at = ""): string[] {
  const { properties = {}, additionalProperties, items } = schema;
  const parts: [string, unknown][] = [
    ...Object.entries(properties).map(([key, each]): [string, unknown] => [
      at === "" ? key : `${at}.${key}`,
      each,
    ]),
    [`${at}.<name>`, additionalProperties],
    [`${at}[]`, items],
  ];
  return [
    ...(Object.hasOwn(properties, name) ? [at === "" ? "the top level" : at] : []),
    ...parts.flatMap(([path, each]) => (isSchema(each) ? placesOf(name, each, path) : [])),
  ];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
