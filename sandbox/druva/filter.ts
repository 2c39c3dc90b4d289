/**
 * Filters of RFC 7644, section 3.4.2.2, over users. scimmy's own filter compares with case, as the
 * RFC forbids, and throws at lists of plain values; so only the grammar comes from a library.
 */
import { parse, type Filter } from "scim2-parse-filter";
import type { Types } from "scimmy";
import { scimError } from "./errors";
import { findAttribute, type NamedAttribute } from "./user-schema";

type Attribute = Types.Attribute;
type Comparison = Extract<Filter, { readonly compValue: unknown }>;

/** Throws `invalidFilter` for what cannot be read, or names an attribute that no filter may ask for. */
export function userFilter(expression: string): (user: object) => boolean {
  let filter: Filter;
  try {
    filter = parse(expression);
  } catch {
    throw scimError(
      400,
      `The filter cannot be read. Expected it as in userName eq "a@b.example".`,
      "invalidFilter",
    );
  }
  return test(filter);
}

/** `parent`: inside `emails[…]`, where names are those of one e-mail. */
function test(filter: Filter, parent?: Attribute): (value: unknown) => boolean {
  if ("compValue" in filter) return comparison(filter, parent);
  switch (filter.op) {
    case "and": {
      const tests = filter.filters.map((each) => test(each, parent));
      return (value) => tests.every((each) => each(value));
    }
    case "or": {
      const tests = filter.filters.map((each) => test(each, parent));
      return (value) => tests.some((each) => each(value));
    }
    case "not": {
      const inner = test(filter.filter, parent);
      return (value) => !inner(value);
    }
    case "[]": {
      const { names, attribute } = filterable(filter.attrPath, parent);
      const inner = test(filter.valFilter, attribute);
      return (value) => valuesAt(value, names).some(inner);
    }
    case "pr": {
      const { names } = filterable(filter.attrPath, parent);
      return (value) => valuesAt(value, names).length > 0;
    }
  }
}

function comparison(filter: Comparison, parent?: Attribute): (value: unknown) => boolean {
  const { names, attribute } = compared(filterable(filter.attrPath, parent));
  const { op, compValue } = filter;
  if (attribute?.type === "boolean" && ORDERED.includes(op))
    throw scimError(400, `${op} compares ${filter.attrPath}, which has no order.`, "invalidFilter");
  const comparable = comparableValues(attribute);
  const wanted = comparable(compValue);
  return (value) => {
    const found = valuesAt(value, names).map(comparable);
    return op === "ne"
      ? !found.includes(wanted)
      : found.some((each) => COMPARISONS[op](each, wanted));
  };
}

/** RFC 7644 refuses them for booleans. */
const ORDERED: readonly Comparison["op"][] = ["gt", "ge", "lt", "le"];

type Comparable = string | number | boolean | null;

const COMPARISONS: Readonly<
  Record<Exclude<Comparison["op"], "ne">, (found: Comparable, wanted: Comparable) => boolean>
> = {
  eq: (found, wanted) => found === wanted,
  co: (found, wanted) => String(found).includes(String(wanted)),
  sw: (found, wanted) => String(found).startsWith(String(wanted)),
  ew: (found, wanted) => String(found).endsWith(String(wanted)),
  gt: (found, wanted) => found !== null && wanted !== null && found > wanted,
  ge: (found, wanted) => found !== null && wanted !== null && found >= wanted,
  lt: (found, wanted) => found !== null && wanted !== null && found < wanted,
  le: (found, wanted) => found !== null && wanted !== null && found <= wanted,
};

/** A password is never returned, so a filter must not find it out either. */
function filterable(path: string, parent?: Attribute): NamedAttribute {
  const found = findAttribute(path, parent);
  if (found !== undefined && found.attribute?.config.returned !== false) return found;
  throw scimError(400, `The filter names ${path}, which cannot be asked for.`, "invalidFilter");
}

/** `emails co "@acme.example"` asks for the value of each e-mail. */
function compared(named: NamedAttribute): NamedAttribute {
  const value = named.attribute?.subAttributes?.find(({ name }) => name === "value");
  return value === undefined ? named : { names: [...named.names, "value"], attribute: value };
}

/** Text counts without its case unless the schema says otherwise; moments count as moments. */
function comparableValues(attribute: Attribute | undefined): (value: unknown) => Comparable {
  return (value) => {
    if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (attribute?.type === "dateTime") return Date.parse(text);
    if (attribute?.type === "boolean") return text.toLowerCase() === "true"; // Entra writes "True"
    return attribute?.config.caseExact === true ? text : text.toLowerCase();
  };
}

/** All values at a path: of every e-mail, where there are several. */
function valuesAt(value: unknown, names: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, names));
  const [name, ...rest] = names;
  if (name === undefined) return value === undefined || value === null ? [] : [value];
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt(Reflect.get(value, name), rest);
}
