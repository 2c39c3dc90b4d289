/**
 * The JSON of `terraform providers schema -json` (format 1.0), made without Terraform: what code
 * generators are fed with. Checked against Terraform itself in the tests.
 */
import { descriptionOf } from "./limits";
import type { Provider } from "./provider";
import type { Attribute, Block, CtyType, Fields, Nesting, Schema } from "./schema";

export interface SchemaDocument {
  readonly format_version: "1.0";
  /** By the provider's address: "registry.terraform.io/hashicorp/null". */
  readonly provider_schemas: Readonly<Record<string, ProviderDocument>>;
}

export interface ProviderDocument {
  readonly provider: ObjectDocument;
  readonly resource_schemas?: Readonly<Record<string, ObjectDocument>>;
  readonly data_source_schemas?: Readonly<Record<string, ObjectDocument>>;
}

export interface ObjectDocument {
  readonly version: number;
  readonly block: BlockDocument;
}

export interface BlockDocument {
  readonly attributes?: Readonly<Record<string, AttributeDocument>>;
  readonly block_types?: Readonly<Record<string, NestedBlockDocument>>;
  readonly description?: string;
  readonly description_kind: "plain";
}

export interface NestedBlockDocument {
  readonly nesting_mode: "single" | "list";
  readonly block: BlockDocument;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface AttributeDocument {
  readonly type?: CtyType;
  readonly nested_type?: {
    readonly attributes: Readonly<Record<string, AttributeDocument>>;
    readonly nesting_mode: Nesting;
  };
  readonly description?: string;
  readonly description_kind: "plain";
  readonly deprecated?: true;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
  readonly write_only?: true;
}

/** `address` is the provider's full source address: "terraform.local/druva-scim/druva". */
export function schemaDocument<Client>(
  address: string,
  { schema, resources, dataSources }: Provider<Fields, Client>,
): SchemaDocument {
  return {
    format_version: "1.0",
    provider_schemas: {
      [address]: {
        provider: objectDocument(schema),
        ...someOf("resource_schemas", resources, (each) => objectDocument(each.schema)),
        ...someOf("data_source_schemas", dataSources, (each) => objectDocument(each.schema)),
      },
    },
  };
}

function objectDocument({ version, description, fields }: Schema): ObjectDocument {
  return { version, block: blockDocument(fields, description) };
}

function blockDocument(fields: Fields, description: string): BlockDocument {
  const attributes: Record<string, AttributeDocument> = {};
  const blocks: Record<string, NestedBlockDocument> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === "attribute") attributes[name] = attributeDocument(field);
    else blocks[name] = nestedBlockDocument(field);
  }
  return {
    ...someOf("attributes", attributes, (each) => each),
    ...someOf("block_types", blocks, (each) => each),
    ...described(description),
  };
}

function nestedBlockDocument({
  nesting,
  fields,
  description,
  minItems,
  maxItems,
}: Block): NestedBlockDocument {
  return {
    nesting_mode: nesting,
    block: blockDocument(fields, description),
    ...(minItems > 0 && { min_items: minItems }),
    ...(maxItems > 0 && { max_items: maxItems }),
  };
}

function attributeDocument(attribute: Attribute): AttributeDocument {
  const { shape, required, optional, computed, sensitive, writeOnly, deprecated } = attribute;
  return {
    ...(typeof shape === "object" && "nesting" in shape
      ? {
          nested_type: {
            attributes: mapValues(shape.attributes, attributeDocument),
            nesting_mode: shape.nesting,
          },
        }
      : { type: shape }),
    ...described(descriptionOf(attribute)),
    ...(deprecated && { deprecated }),
    ...(required && { required }),
    ...(optional && { optional }),
    ...(computed && { computed }),
    ...(sensitive && { sensitive }),
    ...(writeOnly && { write_only: writeOnly }),
  };
}

function described(description: string): { description?: string; description_kind: "plain" } {
  return { ...(description !== "" && { description }), description_kind: "plain" };
}

/** Terraform leaves out what is empty. */
function someOf<K extends string, T, U>(
  key: K,
  record: Readonly<Record<string, T>>,
  make: (each: T) => U,
): Partial<Record<K, Readonly<Record<string, U>>>> {
  const made: Partial<Record<K, Readonly<Record<string, U>>>> = {};
  if (Object.keys(record).length > 0) made[key] = mapValues(record, make);
  return made;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  make: (each: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, make(each)]));
}
