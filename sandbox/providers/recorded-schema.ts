/**
 * The schemas of the real azuread 3.9.0 and okta 6.12.0, as `terraform providers schema -json` gave
 * them, without descriptions: recorded-schemas.json has a line for each that this project uses.
 */
import type { Attribute, Block, CtyType, Fields, Schema } from "../../provider/framework/schema";
import type { Unknown } from "../../provider/framework/unknown";
import recorded from "./recorded-schemas.json";

interface RecordedBlock {
  readonly attributes?: Readonly<Record<string, RecordedAttribute>>;
  readonly block_types?: Readonly<
    Record<string, { readonly nesting_mode: Block["nesting"]; readonly block: RecordedBlock }>
  >;
}
type RecordedAttribute = { readonly type: CtyType } & Pick<
  Attribute,
  "required" | "optional" | "computed" | "sensitive" | "deprecated"
>;

/** What a configuration has for a value of the state: any of it may be unknown. */
type Written<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean
    ? T | Unknown
    : T extends null
      ? null
      : T extends readonly (infer Each)[]
        ? readonly Written<Each>[] | Unknown
        : { readonly [K in keyof T]: Written<T[K]> };

/** The fields behind a state of that type, which names the attributes that a stand-in deals with. */
export type FieldsOf<S> = { readonly [K in keyof S]: Attribute<S[K], Written<S[K]>> };

/** `of`: the provider's name, or the type of the resource or data source. */
export function recordedSchema<S>(of: string): Schema<FieldsOf<S>> {
  const found = recorded.find((each) => each.of === of);
  if (found === undefined) throw new Error(`recorded-schemas.json has no ${of}.`);
  const block: unknown = found.block;
  const fields: unknown = fieldsOf(block as RecordedBlock);
  return { description: "", version: found.version, fields: fields as FieldsOf<S> };
}

function fieldsOf({ attributes = {}, block_types = {} }: RecordedBlock): Fields {
  return {
    ...mapped(attributes, ({ type, ...options }) => ({
      kind: "attribute" as const,
      shape: type,
      description: "",
      ...options,
    })),
    ...mapped(block_types, ({ nesting_mode, block }) => ({
      kind: "block" as const,
      nesting: nesting_mode,
      description: "",
      fields: fieldsOf(block),
      minItems: 0,
      maxItems: 0,
    })),
  };
}

function mapped<T, U>(record: Readonly<Record<string, T>>, make: (each: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([name, each]) => [name, make(each)]));
}
