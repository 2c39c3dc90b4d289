/** What a resource keeps beside its state: JSON in bytes that Terraform stores and never shows. */
import { ValueError } from "../protocol/value";
import { conform } from "../protocol/conform";
import { isObjectValue, typeOfFields, type ObjectValue } from "./fields";
import { decodeStored } from "./values";
import type { Fields } from "./schema";

const NONE = new Uint8Array();

/** Null: there is none, or it is not ours to read (another version wrote it): both mean "nothing known". */
export function readPrivate(fields: Fields, bytes: Uint8Array): ObjectValue | null {
  if (bytes.length === 0) return null;
  try {
    return decodeStored(fields, bytes);
  } catch (error) {
    if (error instanceof ValueError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Throws a ValueError where the resource made something that its private fields do not have. */
export function writePrivate(
  fields: Fields,
  made: Readonly<Record<string, unknown>> | null | undefined,
): Uint8Array {
  if (made === null || made === undefined) return NONE;
  const value = conform(made, typeOfFields(fields), {
    number: (raw) => (typeof raw === "number" && Number.isSafeInteger(raw) ? raw : undefined),
    surplus: "refuse",
    unknown: "refuse",
  });
  if (!isObjectValue(value)) throw new ValueError([], "an object", "something else");
  return new TextEncoder().encode(JSON.stringify(value));
}
