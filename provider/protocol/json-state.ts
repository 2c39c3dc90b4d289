/** Values in JSON, the way they stand in a state file. */
import { parse } from "lossless-json";
import { conform } from "./conform";
import { ExactNumber, type CtyType, type Value } from "./value";

/**
 * Attributes that the type no longer has are dropped, those that it gained are null. Throws a
 * ValueError where a value is of another type, and a SyntaxError where the text is no JSON.
 */
export function decodeJsonState(json: Uint8Array, type: CtyType): Value {
  const raw = parse(new TextDecoder().decode(json), undefined, exactly);
  return conform(raw, type, { number: numberOf, surplus: "drop", unknown: "refuse" });
}

function exactly(text: string): number | ExactNumber {
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : new ExactNumber(text);
}

function numberOf(raw: unknown): number | ExactNumber | undefined {
  return typeof raw === "number" || raw instanceof ExactNumber ? raw : undefined;
}
