/**
 * What a user of Druva's SCIM server looks like: RFC 7643's User with its enterprise extension, and
 * the one rule that Druva publishes beyond it, that an e-mail address is mandatory.
 */
import { Schemas, type Types } from "scimmy";

export const CORE_USER = Schemas.User.id;
export const ENTERPRISE_USER = Schemas.EnterpriseUser.id;
export const USER = Schemas.User.definition.extend(Schemas.EnterpriseUser.definition);

type Attribute = Types.Attribute;

USER.attribute("schemas").config.returned = "always";
// RFC 7643 suggests values for `type` and allows any other.
for (const attribute of USER.attributes)
  for (const each of subAttributes(attribute))
    if (each.name === "type") each.config.canonicalValues = false;

/**
 * The schemas as /Schemas shows them. That an e-mail address is mandatory stands here alone: scimmy
 * would not let a PATCH replace a list that is required.
 */
export function describedSchemas(
  location: string,
): readonly Types.SchemaDefinition.SchemaDescription[] {
  const definitions = [USER, Schemas.EnterpriseUser.definition];
  const described = definitions.map((each) => each.describe(location));
  const schemas = JSON.parse(JSON.stringify(described)) as typeof described;
  const emails = schemas[0]?.attributes.find(({ name }) => name === "emails");
  const address = emails?.subAttributes?.find(({ name }) => name === "value");
  for (const each of [emails, address]) if (each !== undefined) each.required = true;
  return schemas;
}

/** An attribute of a user as a client may name it: `userName`, `NAME.familyname`, with a URN in front. */
export interface NamedAttribute {
  /** Its names from the outside in, as the schema spells them; an extension's URN comes first. */
  readonly names: readonly string[];
  /** `undefined` for the whole enterprise extension. */
  readonly attribute: Attribute | undefined;
}

/** Finds an attribute by any spelling of its path; with `parent` the path starts inside that one. */
export function findAttribute(path: string, parent?: Attribute): NamedAttribute | undefined {
  if (isSame(path, ENTERPRISE_USER)) return { names: [ENTERPRISE_USER], attribute: undefined };
  const [, urn, inner = path] = /^(urn:.*):([^:]*)$/i.exec(path) ?? [];
  const extended = urn !== undefined && isSame(urn, ENTERPRISE_USER);
  if (urn !== undefined && !extended && !isSame(urn, CORE_USER)) return undefined;
  const names: string[] = extended ? [ENTERPRISE_USER] : [];
  const top = extended ? Schemas.EnterpriseUser.definition : USER;
  let attribute: Attribute | undefined = parent;
  let candidates = parent === undefined ? top.attributes : subAttributes(parent);
  for (const name of inner.split(".")) {
    attribute = candidates.find((each) => isSame(each.name, name) && "config" in each);
    if (attribute === undefined) return undefined;
    names.push(attribute.name);
    candidates = subAttributes(attribute);
  }
  return { names, attribute };
}

/** The one spelling of an attribute's path: an extension's URN is followed by a colon. */
export function pathTo({ names }: NamedAttribute): string {
  const [first = "", ...inner] = names;
  if (first !== ENTERPRISE_USER) return names.join(".");
  return inner.length === 0 ? first : `${first}:${inner.join(".")}`;
}

function subAttributes(attribute: Attribute): readonly Attribute[] {
  return attribute.subAttributes ?? [];
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** The values of a list that are marked as primary. */
export function primaries(values: unknown): readonly { readonly value?: unknown }[] {
  return [values ?? []].flat().filter(isPrimary);
}

function isPrimary(value: unknown): value is { readonly primary: true; readonly value?: unknown } {
  return typeof value === "object" && value !== null && Reflect.get(value, "primary") === true;
}
