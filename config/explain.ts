/** Puts what the schema refuses into words: what was found, what was expected, what to do. */
import { z } from "zod";

import { keyText, type KeyPath, meant, shownText, type ExpectedForm } from "./near-miss";
import { configSchema } from "./schema";

type Issue = z.core.$ZodIssue;

export interface Explained {
  readonly path: KeyPath;
  /** It is about the key, not its value. */
  readonly isKey: boolean;
  /** The path as it may be shown. */
  readonly key: string;
  readonly message: string;
}

const SECRET_KEY = /secret|password|token|api_?key|private_?key$|credential/i;
/** Keys that people would look for, and that may be named when refused. */
const KEYS_OF_SECRETS = ["token", "apiToken", "clientSecret", "password", "apiKey", "privateKey"];
/** A longer number may be a secret as well. */
const LARGEST_SHOWN = 9999;

/** `found` is the whole file's content. */
export function explain(issue: Issue, found: unknown): Explained[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path);
    return issue.keys.map((key) => aboutKey([...path, key], known, unknownKey(key, known)));
  }
  if (issue.code === "invalid_key") {
    const wanted = issue.issues.map(({ message }) => message).join(", ");
    return [aboutKey(path, [], `no name. Expected ${wanted}`)];
  }
  const value = valueAt(found, path);
  const wanted = expectation(issue, path);
  const about = { path, isKey: false, key: keyText(path) };
  if (value === undefined) return [{ ...about, message: `missing. Expected ${wanted}` }];
  const todo =
    issue.code === "invalid_type" &&
    issue.expected === "string" &&
    (typeof value === "number" || typeof value === "boolean")
      ? ": put it in quotes"
      : "";
  return [{ ...about, message: `found ${shown(value, issue, path)}, expected ${wanted}${todo}` }];
}

function aboutKey(path: KeyPath, known: readonly string[], message: string): Explained {
  return { path, isKey: true, key: keyText(path, [...known, ...KEYS_OF_SECRETS]), message };
}

function unknownKey(key: string, known: readonly string[]): string {
  if (SECRET_KEY.test(key)) {
    return "unknown key. Secrets never stand in this file: they come from the environment. Treat one that was written down as leaked";
  }
  if (known.length === 0) return "unknown key";
  const near = meant(key, known);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `unknown key.${hint} Known here: ${known.join(", ")}`;
}

function expectation(issue: Issue, path: KeyPath): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "a whole number" : kindOf(issue.expected, path);
    case "invalid_value":
      return allowedBy(issue).join(" or ");
    case "invalid_union":
      return allowedBy(issue).join(" or ") || issue.message;
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
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}

function kindOf(expected: string, path: KeyPath): string {
  if (expected === "object" || expected === "record") {
    const known = knownKeys(path);
    return known.length > 0 ? `keys and values: ${known.join(", ")}` : "keys and values by name";
  }
  if (expected === "array") return "a list";
  if (expected === "boolean") return "true or false";
  return expected === "string" ? "a text" : `a ${expected}`;
}

/** The texts of which one is wanted. */
function allowedBy(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  const isChoice = issue.code === "invalid_union" && "options" in issue;
  return isChoice && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function shown(value: unknown, issue: Issue, path: KeyPath): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "keys and values";
  const wanted = wantedAt(issue, path);
  if (typeof value === "string") return shownText(value, { allowed: allowedBy(issue), wanted });
  const isHidden =
    typeof value === "number" && (wanted !== "number" || !(Math.abs(value) <= LARGEST_SHOWN));
  return isHidden ? "a number" : JSON.stringify(value);
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
      return path.at(-3) === "okta" && path.at(-1) === "id" ? "oktaAppId" : undefined;
    case "custom":
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return undefined;
  }
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === "object" && at !== null ? Reflect.get(at, String(part)) : undefined,
    value,
  );
}

/** Which keys may stand at the path, by the schema itself. */
function knownKeys(path: KeyPath): string[] {
  const schemas = path.reduce<JsonSchema[]>(
    (at, part) => at.flatMap((each) => below(each, part)),
    [z.toJSONSchema(configSchema)],
  );
  return [
    ...new Set(schemas.flatMap(alternatives).flatMap((each) => Object.keys(each.properties ?? {}))),
  ];
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function alternatives(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

function below(schema: JsonSchema, part: string | number): JsonSchema[] {
  return alternatives(schema).flatMap(({ properties, additionalProperties, items }) => {
    const next =
      typeof part === "number" ? items : (properties?.[part] ?? additionalProperties ?? undefined);
    return typeof next === "object" && !Array.isArray(next) ? [next] : [];
  });
}
