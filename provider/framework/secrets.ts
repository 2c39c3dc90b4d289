/** Keeps what is secret out of what people read. */
import type { Value } from "../protocol/value";
import { isObjectValue, mapAttributes, type ObjectValue } from "./fields";
import type { Diagnostic } from "./diagnostics";
import type { Fields } from "./schema";

/** Shorter values are not secret, and replacing them would make a text unreadable. */
const SHORTEST_SECRET = 6;

/** The texts in sensitive and write-only attributes. */
export function secretsIn(fields: Fields, object: ObjectValue | null): readonly string[] {
  if (object === null) return [];
  const found: string[] = [];
  mapAttributes(fields, object, (attribute, value) => {
    if (attribute.sensitive || attribute.writeOnly) found.push(...textsIn(value));
    return value;
  });
  return found.filter((text) => text.length >= SHORTEST_SECRET);
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObjectValue(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The text with every secret replaced; longer ones first, where one holds another. */
export function redact(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((redacted, secret) => redacted.replaceAll(secret, "(sensitive)"), text);
}

export function redactDiagnostic(diagnostic: Diagnostic, secrets: ReadonlySet<string>): Diagnostic {
  return {
    ...diagnostic,
    summary: redact(diagnostic.summary, secrets),
    detail: redact(diagnostic.detail, secrets),
  };
}
