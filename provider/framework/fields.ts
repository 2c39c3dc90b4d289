/** Walks over values along the fields that describe them. */
import { isUnknown } from "../protocol/unknown";
import { ExactNumber, type CtyType, type Path, type Value } from "../protocol/value";
import type { Attribute, Block, Fields, Nesting } from "./schema";

export type ObjectValue = { readonly [name: string]: Value };

/** The type of an object with these fields. */
export function typeOfFields(fields: Fields): CtyType {
  return [
    "object",
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, typeOfField(field)])),
  ];
}

function typeOfField(field: Attribute | Block): CtyType {
  if (field.kind === "block") return nested(field.nesting, typeOfFields(field.fields));
  const { shape } = field;
  return isNested(shape) ? nested(shape.nesting, typeOfFields(shape.attributes)) : shape;
}

function nested(nesting: Nesting, element: CtyType): CtyType {
  return nesting === "single" ? element : [nesting, element];
}

export function isNested(shape: Attribute["shape"]): shape is Exclude<Attribute["shape"], CtyType> {
  return typeof shape === "object" && "nesting" in shape;
}

export function isObjectValue(value: Value): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !isUnknown(value) &&
    !(value instanceof ExactNumber) &&
    !isList(value)
  );
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

type Visit = (attribute: Attribute, value: Value, path: Path) => Value;

/**
 * Gives the object back with each attribute's value as `visit` returns it, from the outside in:
 * what is inside of objects, lists, sets, maps and blocks too.
 */
export function mapAttributes(
  fields: Fields,
  object: ObjectValue,
  visit: Visit,
  path: Path = [],
): ObjectValue {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      const field = fields[name];
      return [name, field === undefined ? value : mapField(field, value, visit, [...path, name])];
    }),
  );
}

function mapField(field: Attribute | Block, value: Value, visit: Visit, path: Path): Value {
  if (field.kind === "block") return mapNested(field.nesting, field.fields, value, visit, path);
  const visited = visit(field, value, path);
  if (!isNested(field.shape)) return visited;
  return mapNested(field.shape.nesting, field.shape.attributes, visited, visit, path);
}

function mapNested(
  nesting: Nesting,
  fields: Fields,
  value: Value,
  visit: Visit,
  path: Path,
): Value {
  if (isList(value)) {
    return value.map((each, index) =>
      isObjectValue(each) ? mapAttributes(fields, each, visit, [...path, index]) : each,
    );
  }
  if (!isObjectValue(value)) return value;
  if (nesting === "single") return mapAttributes(fields, value, visit, path);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      isObjectValue(each) ? mapAttributes(fields, each, visit, [...path, key]) : each,
    ]),
  );
}
