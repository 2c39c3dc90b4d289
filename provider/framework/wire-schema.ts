/** A schema in the messages of the plugin protocol. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  Schema_NestedBlock_NestingMode as BlockNesting,
  Schema_Object_NestingMode as ObjectNesting,
  type SchemaSchema,
  type Schema_AttributeSchema,
  type Schema_BlockSchema,
  type Schema_NestedBlockSchema,
} from "../protocol/generated/tfplugin6_pb";
import { isNested } from "./fields";
import { descriptionOf } from "./limits";
import type { Attribute, Block, Fields, Schema } from "./schema";

const OBJECT_NESTING = {
  single: ObjectNesting.SINGLE,
  list: ObjectNesting.LIST,
  set: ObjectNesting.SET,
  map: ObjectNesting.MAP,
};
const BLOCK_NESTING = { single: BlockNesting.SINGLE, list: BlockNesting.LIST };

export function wireSchema({
  version,
  description,
  fields,
}: Schema): MessageInitShape<typeof SchemaSchema> {
  return { version: BigInt(version), block: wireBlock(fields, description) };
}

function wireBlock(
  fields: Fields,
  description: string,
): MessageInitShape<typeof Schema_BlockSchema> {
  const attributes: MessageInitShape<typeof Schema_AttributeSchema>[] = [];
  const blockTypes: MessageInitShape<typeof Schema_NestedBlockSchema>[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === "attribute") attributes.push(wireAttribute(name, field));
    else blockTypes.push(wireNestedBlock(name, field));
  }
  return { attributes, blockTypes, description };
}

function wireNestedBlock(
  typeName: string,
  { nesting, fields, description, minItems, maxItems }: Block,
): MessageInitShape<typeof Schema_NestedBlockSchema> {
  return {
    typeName,
    block: wireBlock(fields, description),
    nesting: BLOCK_NESTING[nesting],
    minItems: BigInt(minItems),
    maxItems: BigInt(maxItems),
  };
}

function wireAttribute(
  name: string,
  attribute: Attribute,
): MessageInitShape<typeof Schema_AttributeSchema> {
  const { shape, required, optional, computed, sensitive, writeOnly, deprecated } = attribute;
  return {
    name,
    description: descriptionOf(attribute),
    required: required ?? false,
    optional: optional ?? false,
    computed: computed ?? false,
    sensitive: sensitive ?? false,
    writeOnly: writeOnly ?? false,
    deprecated: deprecated ?? false,
    ...(isNested(shape)
      ? {
          nestedType: {
            nesting: OBJECT_NESTING[shape.nesting],
            attributes: Object.entries(shape.attributes).map(([each, nested]) =>
              wireAttribute(each, nested),
            ),
          },
        }
      : { type: new TextEncoder().encode(JSON.stringify(shape)) }),
  };
}
