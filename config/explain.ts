/** Puts what the schema refuses into words: what was found, what was expected, what to do. */
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";

import type { KeyPath } from "./contradictions";
import { configSchema } from "./schema";

type Issue = z.core.$ZodIssue;

export interface Explained {
  readonly path: KeyPath;
  /** It is about the key, not its value. */
  readonly isKey: boolean;
  readonly message: string;
}

const SECRET_KEY = /secret|password|token|api_?key|private_?key$|credential/i;
/** Longer texts, and texts where a token may have been pasted by mistake, are not repeated. */
const LONGEST_SHOWN = 40;
const NEVER_SHOWN = new Set(["confirmed"]);

/** `found` is the whole file's content. */
export function explain(issue: Issue, found: unknown): Explained[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key],
      isKey: true,
      message: unknownKey(key, knownKeys(path)),
    }));
  }
  if (issue.code === "invalid_key") {
    const wanted = issue.issues.map(({ message }) => message).join(", ");
    return [
      { path, isKey: true, message: `${shown(path, path.at(-1))} is no name. Expected ${wanted}` },
    ];
  }
  const value = valueAt(found, path);
  const wanted = expectation(issue, path);
  if (value === undefined) {
    return [{ path, isKey: false, message: `missing. Expected ${wanted}` }];
  }
  const todo =
    issue.code === "invalid_type" && issue.expected === "string" && typeof value === "number"
      ? ": put it in quotes"
      : "";
  return [
    { path, isKey: false, message: `found ${shown(path, value)}, expected ${wanted}${todo}` },
  ];
}

function unknownKey(key: string, known: readonly string[]): string {
  if (SECRET_KEY.test(key) && !known.some((each) => distance(key, each) <= 2)) {
    return "unknown key. Secrets never stand in this file: they come from the environment. Treat one that was written down as leaked";
  }
  if (known.length === 0) return "unknown key";
  const near = closest(key, [...known]);
  const hint =
    distance(key.toLowerCase(), near.toLowerCase()) <= Math.max(2, Math.floor(key.length / 3))
      ? ` Did you mean ${near}?`
      : "";
  return `unknown key.${hint} Known here: ${known.join(", ")}`;
}

function expectation(issue: Issue, path: KeyPath): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "a whole number" : kindOf(issue.expected, path);
    case "invalid_value":
      return issue.values.map(String).join(" or ");
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? issue.options.map(String).join(" or ")
        : issue.message;
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

function shown(path: KeyPath, value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "keys and values";
  const hidden = NEVER_SHOWN.has(String(path.at(-1)));
  if (typeof value !== "string") return hidden ? `a ${typeof value}` : JSON.stringify(value);
  const long = value.length > LONGEST_SHOWN;
  return hidden || long ? `a text of ${value.length} characters` : JSON.stringify(value);
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
