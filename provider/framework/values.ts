/** A resource's values on their way from and to Terraform. */
import { conform } from "../protocol/conform";
import { decodeJsonState } from "../protocol/json-state";
import { decodeMsgpack, encodeMsgpack } from "../protocol/msgpack";
import { unknown } from "../protocol/unknown";
import { ExactNumber, ValueError, type Path, type Value } from "../protocol/value";
import { ProviderError } from "./diagnostics";
import { isObjectValue, mapAttributes, typeOfFields, type ObjectValue } from "./fields";
import { replaceOutside } from "./limits";
import type { Fields } from "./schema";

/** As both sides of the wire hold it. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

export const NULL: DynamicValue = { msgpack: encodeMsgpack(null) };

/**
 * Reads what Terraform sent. Throws a ProviderError where a number is not whole or too large for
 * JavaScript to hold exactly.
 */
export function decode(fields: Fields, value: DynamicValue | undefined): ObjectValue | null {
  if (value === undefined || value.msgpack.length === 0) return null;
  return asObject(fields, decodeMsgpack(value.msgpack, typeOfFields(fields)), notWhole);
}

/** `decode` where Terraform always sends a value. */
export function decodeObject(fields: Fields, value: DynamicValue | undefined): ObjectValue {
  const object = decode(fields, value);
  if (object === null) throw new ValueError([], "an object", "null");
  return object;
}

/**
 * Reads a stored state; what it has beside the fields is dropped. Throws a ValueError if a value is
 * not of its type, or outside its enum. A number outside its range is kept: TypeScript's types have
 * no ranges, so a resource may have computed it, and its state must stay readable.
 */
export function decodeStored(fields: Fields, json: Uint8Array): ObjectValue | null {
  const stored = asObject(
    fields,
    decodeJsonState(json, typeOfFields(fields)),
    (path) => new ValueError(path, "a whole number", "another one"),
  );
  if (stored === null) return null;
  return replaceOutside(fields, stored, ({ path, value, expected, found }) => {
    if (typeof value === "number") return value;
    throw new ValueError(path, expected, found);
  });
}

/** Throws what `refuse` makes where a number is not whole or not exact. */
function asObject(
  fields: Fields,
  value: Value,
  refuse: (path: Path, found: string) => Error,
): ObjectValue | null {
  if (value === null) return null;
  if (!isObjectValue(value)) throw new ValueError([], "an object", "something else");
  return mapAttributes(fields, value, (attribute, each, path) => {
    const number = each instanceof ExactNumber || typeof each === "number";
    if (attribute.shape === "number" && number && !Number.isSafeInteger(each)) {
      throw refuse(path, each.toString());
    }
    return each;
  });
}

function notWhole(path: Path, found: string): ProviderError {
  return new ProviderError({
    summary: "Not a whole number",
    detail:
      `${path.join(".")} is ${found}; expected a whole number between ` +
      `${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}.`,
    attribute: path,
  });
}

/** Writes a plan: unknown values may stand in it. */
export function encodePlanned(fields: Fields, planned: Made): DynamicValue {
  return encode(fields, planned, "allow");
}

/** Writes a state. Throws a ValueError where something in it is unknown. */
export function encodeState(fields: Fields, state: Made | null): DynamicValue {
  return state === null ? NULL : encode(fields, state, "refuse");
}

/** What a resource made: nothing is taken for granted. */
type Made = Readonly<Record<string, unknown>>;

/** Throws a ValueError where something is not of its type, or has no field. */
function encode(fields: Fields, made: Made, unknownValues: "allow" | "refuse"): DynamicValue {
  const value = conform(made, typeOfFields(fields), {
    number: (raw) => (raw instanceof ExactNumber || isFiniteNumber(raw) ? raw : undefined),
    surplus: "refuse",
    unknown: unknownValues,
  });
  if (!isObjectValue(value)) throw new ValueError([], "an object", "something else");
  return { msgpack: encodeMsgpack(withoutWriteOnly(fields, value)) };
}

/** Terraform refuses a plan or state in which a write-only attribute is not null. */
export function withoutWriteOnly(fields: Fields, object: ObjectValue): ObjectValue {
  return mapAttributes(fields, object, (attribute, value) => (attribute.writeOnly ? null : value));
}

/**
 * Terraform proposes null for what the provider is to compute. In a create that means: not known
 * yet. (In an update it proposes the prior value, which may well stay.)
 */
export function withComputedUnknown(fields: Fields, object: ObjectValue): ObjectValue {
  return mapAttributes(fields, object, (attribute, value) =>
    attribute.computed && value === null ? unknown : value,
  );
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
