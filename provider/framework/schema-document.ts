/**
 * The JSON of `terraform providers schema -json` (format 1.0), made without Terraform: what code
 * generators are fed with. Checked against Terraform itself in the tests.
 */
import { isNested } from "./fields";
import { descriptionOf } from "./limits";
import type { Provider } from "./provider";
import type { Attribute, Block, Fields, Schema } from "./schema";

type Json = Readonly<Record<string, unknown>>;

/** `address` is the provider's full source address: "terraform.local/druva-scim/druva". */
export function schemaDocument<Client>(
  address: string,
  { schema, resources, dataSources }: Provider<Fields, Client>,
) {
  const schemasOf = (all: Readonly<Record<string, { readonly schema: Schema }>>) =>
    mapValues(all, (each) => objectDocument(each.schema));
  const document = {
    provider: objectDocument(schema),
    ...filled({
      resource_schemas: schemasOf(resources),
      data_source_schemas: schemasOf(dataSources),
    }),
  };
  return { format_version: "1.0", provider_schemas: { [address]: document } };
}

function objectDocument({ version, description, fields }: Schema) {
  return { version, block: blockDocument(fields, description) };
}

function blockDocument(fields: Fields, description: string): Json {
  const attributes: Record<string, Json> = {};
  const blocks: Record<string, Json> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === "attribute") attributes[name] = attributeDocument(field);
    else blocks[name] = nestedBlockDocument(field);
  }
  return {
    ...filled({ attributes, block_types: blocks, description }),
    description_kind: "plain",
  };
}

function nestedBlockDocument({ nesting, fields, description, minItems, maxItems }: Block): Json {
  return {
    nesting_mode: nesting,
    block: blockDocument(fields, description),
    ...filled({ min_items: minItems, max_items: maxItems }),
  };
}

function attributeDocument(attribute: Attribute): Json {
  const { shape, required, optional, computed, sensitive, writeOnly, deprecated } = attribute;
  return {
    ...(isNested(shape)
      ? {
          nested_type: {
            attributes: mapValues(shape.attributes, attributeDocument),
            nesting_mode: shape.nesting,
          },
        }
      : { type: shape }),
    ...filled({ description: descriptionOf(attribute) }),
    description_kind: "plain",
    ...filled({ deprecated, required, optional, computed, sensitive, write_only: writeOnly }),
  };
}

/** Terraform leaves out what is empty, zero or false. */
function filled(record: Json): Json {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) =>
      typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value),
    ),
  );
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  make: (each: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, make(each)]));
}
