/** PATCH of a user (RFC 7644, section 3.5.2): scimmy applies the operations, once they are in its form. */
import { Messages, Schemas, Types } from "scimmy";
import { parse, stringify, type Filter } from "scim2-parse-filter";
import { z } from "zod";
import { scimError } from "./errors";
import { ENTERPRISE_USER, findAttribute, pathTo, primaries } from "./user-schema";

const patchBody = z.object({
  schemas: z.tuple([z.literal(Messages.PatchOp.id)]),
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(["add", "remove", "replace"])), // Entra: "Replace"
        path: z.string().optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1),
});
type Operation = z.infer<typeof patchBody>["Operations"][number];

const EXTENSION_NAMES = Schemas.EnterpriseUser.definition
  .describe()
  .attributes.map(({ name }) => name);

/** `emails[type eq "work"].value`, with or without a URN in front. */
const PATH = /^((?:urn:[^[\]]+:)?[\w$.-]+)(?:\[(.+)\](?:\.([\w$-]+))?)?$/i;

/** Returns the user as it is then; all operations are carried out or, where one is refused, none. */
export async function patched(user: object, body: unknown): Promise<object> {
  const read = patchBody.safeParse(body);
  if (!read.success)
    throw scimError(
      400,
      `Expected schemas ["${Messages.PatchOp.id}"] and at least one operation: add, replace or remove.`,
      "invalidSyntax",
    );
  try {
    const message = new Messages.PatchOp({
      schemas: [Messages.PatchOp.id],
      Operations: read.data.Operations.flatMap(withPaths).map(canonical) as never,
    });
    const result: object = (await message.apply(new Schemas.User(user))) ?? user;
    return onePrimaryEach(user, JSON.parse(JSON.stringify(result)) as object);
  } catch (error) {
    if (error instanceof Types.Error) throw scimError(error.status, error.message, error.scimType);
    if (!(error instanceof TypeError)) throw error;
    throw scimError(400, "A value does not fit the attribute that it is for.", "invalidValue");
  }
}

/**
 * An operation without a path stands for one on each attribute of its value, one on the whole
 * enterprise extension for one on each of the extension's.
 */
function withPaths({ op, path, value }: Operation): readonly Operation[] {
  const isExtension = path?.toLowerCase() === ENTERPRISE_USER.toLowerCase();
  if (path !== undefined && !isExtension) return [{ op, path, value }];
  if (op === "remove") {
    if (path === undefined) throw scimError(400, "A remove needs a path.", "noTarget");
    return EXTENSION_NAMES.map((name) => ({ op, path: `${ENTERPRISE_USER}:${name}` }));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw scimError(400, "An operation on a whole user needs an object as value.", "invalidValue");
  return Object.entries(value).flatMap(([name, each]) =>
    name.toLowerCase() === "schemas"
      ? []
      : withPaths({ op, path: isExtension ? `${ENTERPRISE_USER}:${name}` : name, value: each }),
  );
}

/**
 * Spells the path as the schema does. Only names that the schema knows reach scimmy, which would
 * take `__proto__` for a name like any other.
 */
function canonical({ op, path = "", value }: Operation): Operation {
  const [, outer = "", filter, inner] = PATH.exec(path) ?? [];
  const target = findAttribute(outer);
  const part = inner === undefined ? target : findAttribute(inner, target?.attribute);
  if (target === undefined || part === undefined)
    throw scimError(400, `The path ${path} leads to no attribute of a user.`, "invalidPath");
  if (part.attribute?.config.mutable === false)
    throw scimError(400, `${pathTo(part)} cannot be changed.`, "mutability");
  const selection =
    filter === undefined ? "" : `[${stringify(spelled(filterIn(filter), target.attribute))}]`;
  return {
    op,
    path: `${pathTo(target)}${selection}${inner === undefined ? "" : `.${pathTo(part)}`}`,
    ...(value !== undefined && { value: readable(value, part.attribute) }),
  };
}

function filterIn(text: string): Filter {
  try {
    return parse(text);
  } catch {
    throw scimError(400, "The filter in the path cannot be read.", "invalidFilter");
  }
}

/** Spells the names in a filter as the schema does; one `[…]` inside another is refused. */
function spelled(filter: Filter, parent: Types.Attribute | undefined): Filter {
  if (filter.op === "not") return { ...filter, filter: spelled(filter.filter, parent) };
  if ("filters" in filter)
    return { ...filter, filters: filter.filters.map((each) => spelled(each, parent)) };
  const found = findAttribute(filter.attrPath, parent);
  if (found !== undefined && filter.op !== "[]") return { ...filter, attrPath: pathTo(found) };
  throw scimError(400, `${filter.attrPath} is not known in this filter.`, "invalidFilter");
}

/**
 * Reads a value for `attribute` (`undefined`: the enterprise extension). Entra writes `"False"` for a
 * boolean; parts are spelled as the schema spells them, and what it does not know is left out.
 */
function readable(value: unknown, attribute: Types.Attribute | undefined): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => readable(each, attribute));
  if (attribute?.type === "boolean" && typeof value === "string" && /^(true|false)$/i.test(value))
    return value.toLowerCase() === "true";
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const part =
        attribute === undefined
          ? findAttribute(`${ENTERPRISE_USER}:${name}`)
          : findAttribute(name, attribute);
      const spelling = part?.names.at(-1);
      return spelling === undefined ? [] : [[spelling, readable(each, part?.attribute)]];
    }),
  );
}

/** The value that became primary is the only one: the one before gives way. */
function onePrimaryEach(before: object, after: object): object {
  return Object.fromEntries(
    Object.entries(after).map(([name, values]: [string, unknown]) => {
      const chosen = primaries(values);
      if (chosen.length < 2) return [name, values];
      const old = primaries(Reflect.get(before, name)).map(({ value }) => value);
      const stays = chosen.findLast(({ value }) => !old.includes(value)) ?? chosen.at(-1);
      const others = chosen.filter((each) => each !== stays);
      return [
        name,
        (values as object[]).map((each) =>
          others.some((other) => other === each) ? { ...each, primary: false } : each,
        ),
      ];
    }),
  );
}
