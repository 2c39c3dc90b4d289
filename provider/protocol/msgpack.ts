/** Values in MessagePack, the way Terraform's type system (cty) writes them. */
import { Decoder, Encoder, ExtData } from "@msgpack/msgpack";
import { conform } from "./conform";
import { isUnknown, unknown } from "./unknown";
import { ExactNumber, type CtyType, type Value } from "./value";

/** Any extension means "unknown"; what it holds are refinements, which may be ignored. */
const extensionCodec = {
  decode: () => unknown,
  tryToEncode: (value: unknown) => (isUnknown(value) ? new ExtData(0, new Uint8Array([0])) : null),
};

const decoder = new Decoder({ extensionCodec, useBigInt64: true });
const encoder = new Encoder({ extensionCodec });

/** Throws a ValueError where the bytes hold something else than a value of `type`. */
export function decodeMsgpack(bytes: Uint8Array, type: CtyType): Value {
  return conform(decoder.decode(bytes), type, {
    number: numberFromWire,
    surplus: "drop",
    unknown: "allow",
  });
}

export function encodeMsgpack(value: Value): Uint8Array {
  return encoder.encode(toWire(value));
}

/** Integers arrive as such, other numbers as a float where it is exact and else as decimal text. */
function numberFromWire(raw: unknown): number | ExactNumber | undefined {
  if (typeof raw === "number") return raw;
  if (typeof raw === "string") return new ExactNumber(raw);
  if (typeof raw !== "bigint") return undefined;
  const rounded = Number(raw);
  return Number.isSafeInteger(rounded) ? rounded : new ExactNumber(raw.toString());
}

function toWire(value: Value): unknown {
  if (value instanceof ExactNumber) return value.text;
  if (value === null || typeof value !== "object" || isUnknown(value)) return value;
  if (Array.isArray(value)) return value.map(toWire);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toWire(each)]));
}
