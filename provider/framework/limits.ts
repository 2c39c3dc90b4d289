/** Enums and ranges: describes which values an attribute takes, and finds those outside. */
import { unknown } from "../protocol/unknown";
import type { Path, Value } from "../protocol/value";
import { ProviderError, type Diagnostic } from "./diagnostics";
import { mapAttributes, type ObjectValue } from "./fields";
import type { Attribute, Fields, Limits } from "./schema";

/** A longer value is not shown: it may be a secret in the wrong place. */
const LONGEST_SHOWN = 40;

/** A value that its attribute does not take. */
export interface Outside {
  readonly path: Path;
  readonly value: string | number;
  /** The value as people may see it. */
  readonly found: string;
  /** `one of "reviewed", "automatic"`, `1 to 365`. */
  readonly expected: string;
}

/** The attribute's description with the values it takes, for which Terraform's types have no room. */
export function descriptionOf(attribute: Attribute): string {
  const expected = expectedBy(attribute);
  if (expected === undefined) return attribute.description;
  const sentence = `${expected.charAt(0).toUpperCase()}${expected.slice(1)}.`;
  return attribute.description === "" ? sentence : `${attribute.description} ${sentence}`;
}

/**
 * Throws one ProviderError with every value outside its limits and everything that `validate`
 * refuses. `validate` gets the configuration with unknown in place of the values outside: it never
 * sees a value that its types exclude, and no value is reported twice.
 */
export function checkLimits(
  fields: Fields,
  config: ObjectValue,
  validate: (checked: ObjectValue) => void = () => {},
): void {
  const refused: Omit<Diagnostic, "severity">[] = [];
  const checked = replaceOutside(fields, config, ({ path, found, expected }) => {
    refused.push({
      summary: `${path.join(".")} cannot be ${found}`,
      detail: `Expected ${expected}.`,
      attribute: path,
    });
    return unknown;
  });
  try {
    validate(checked);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    refused.push(...error.diagnostics);
  }
  if (refused.length > 0) throw new ProviderError(...refused);
}

/** Gives the object back with `replace`'s answer in place of each value outside its limits. */
export function replaceOutside(
  fields: Fields,
  object: ObjectValue,
  replace: (outside: Outside) => Value,
): ObjectValue {
  const secret: Path[] = [];
  return mapAttributes(fields, object, (attribute, value, path) => {
    // An object is visited before its contents, which are as secret as the object.
    if (attribute.sensitive || attribute.writeOnly) secret.push(path);
    const expected = expectedBy(attribute);
    if (expected === undefined || !isOutside(attribute, value)) return value;
    const hidden = secret.some((outer) => outer.every((step, depth) => step === path[depth]));
    return replace({ path, value, found: shown(value, hidden), expected });
  });
}

/** Null and unknown are never outside. */
function isOutside(
  { oneOf, min = -Infinity, max = Infinity }: Limits,
  value: Value,
): value is string | number {
  if (typeof value === "number") return value < min || value > max;
  return typeof value === "string" && oneOf !== undefined && !oneOf.includes(value);
}

function expectedBy({ oneOf, min, max }: Limits): string | undefined {
  if (oneOf !== undefined) return `one of ${oneOf.map((each) => JSON.stringify(each)).join(", ")}`;
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `${min} or more`;
  return max === undefined ? undefined : `${max} or less`;
}

function shown(value: string | number, hidden: boolean): string {
  const { length } = String(value);
  return hidden || length > LONGEST_SHOWN ? `a value of length ${length}` : JSON.stringify(value);
}
