/** Holds a value against its type: the one walk that reading and writing share. */
import { isUnknown } from "./unknown";
import { ExactNumber, ValueError, type CtyType, type Path, type Value } from "./value";

export interface Conformity {
  /** Makes a number of what stands where one is expected; undefined: it is none. */
  readonly number: (raw: unknown) => number | ExactNumber | undefined;
  /** What to do with attributes that the type does not have. */
  readonly surplus: "drop" | "refuse";
  /** Plans and configurations may hold unknown values, states may not. */
  readonly unknown: "allow" | "refuse";
}

/**
 * Gives `raw` back as a value of `type`; attributes that are missing are null. Throws a ValueError
 * with the path of the first thing that does not fit.
 */
export function conform(raw: unknown, type: CtyType, rules: Conformity, path: Path = []): Value {
  if (raw === null || raw === undefined) return null;
  if (isUnknown(raw)) {
    if (rules.unknown === "allow") return raw;
    throw new ValueError(path, "a value that is known", "one that is unknown");
  }
  if (type === "string") {
    if (typeof raw === "string") return raw;
    throw new ValueError(path, "a string", kindOf(raw));
  }
  if (type === "bool") {
    if (typeof raw === "boolean") return raw;
    throw new ValueError(path, "true or false", kindOf(raw));
  }
  if (type === "number") {
    const number = rules.number(raw);
    if (number !== undefined) return number;
    throw new ValueError(path, "a number", kindOf(raw));
  }
  if (type[0] === "list" || type[0] === "set") {
    if (!Array.isArray(raw)) throw new ValueError(path, `a ${type[0]}`, kindOf(raw));
    const [, elementType] = type;
    return raw.map((each: unknown, index) => conform(each, elementType, rules, [...path, index]));
  }
  if (!isRecord(raw)) throw new ValueError(path, `a ${type[0]}`, kindOf(raw));
  if (type[0] === "object") return conformObject(raw, type[1], rules, path);
  const [, elementType] = type;
  return Object.fromEntries(
    Object.entries(raw).map(([key, each]) => [
      key,
      conform(each, elementType, rules, [...path, key]),
    ]),
  );
}

function conformObject(
  raw: Readonly<Record<string, unknown>>,
  attributes: { readonly [name: string]: CtyType },
  rules: Conformity,
  path: Path,
): Value {
  if (rules.surplus === "refuse") {
    const surplus = Object.keys(raw).find((name) => !Object.hasOwn(attributes, name));
    if (surplus !== undefined) throw new ValueError([...path, surplus], "no such attribute", "one");
  }
  return Object.fromEntries(
    Object.entries(attributes).map(([name, type]) => [
      name,
      conform(Object.hasOwn(raw, name) ? raw[name] : null, type, rules, [...path, name]),
    ]),
  );
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return (
    typeof raw === "object" && raw !== null && !Array.isArray(raw) && !(raw instanceof ExactNumber)
  );
}

function kindOf(raw: unknown): string {
  if (Array.isArray(raw)) return "a list";
  if (raw instanceof ExactNumber || typeof raw === "bigint") return "a number";
  return typeof raw === "object" ? "an object" : `a ${typeof raw}`;
}
