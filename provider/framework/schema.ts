/**
 * The language in which a resource says what it looks like. TypeScript infers a
 * resource's state and configuration from it, and the wire schema and the wire
 * values are derived from the same description: nothing is declared twice.
 */
import type { CtyType } from "../protocol/value";
import type { Unknown } from "./unknown";

export type { CtyType };

/** What Terraform is told about an attribute beside its type. */
export interface AttributeOptions {
  readonly description: string;
  readonly required?: true;
  readonly optional?: true;
  /** The provider sets it, where the configuration does not. */
  readonly computed?: true;
  /** Terraform hides it in its output. */
  readonly sensitive?: true;
  /** Seen in the configuration only: null in plans and state (Terraform 1.11 and newer). */
  readonly writeOnly?: true;
  readonly deprecated?: true;
}

/** Both ends are inside. A missing end is no limit. */
interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Which values an attribute takes, if not all of its type; limits.ts describes and checks them. */
export interface Limits extends Range {
  readonly oneOf?: readonly string[];
}

declare const types: unique symbol;

/** Shared by attributes and blocks: the TypeScript types that they stand for. */
interface Typed<InState, InConfig> {
  /** Never there at run time. */
  readonly [types]?: { readonly state: InState; readonly config: InConfig };
}

export type Nesting = "single" | "list" | "set" | "map";

export interface Attribute<InState = unknown, InConfig = unknown>
  extends AttributeOptions, Limits, Typed<InState, InConfig> {
  readonly kind: "attribute";
  readonly shape: CtyType | { readonly nesting: Nesting; readonly attributes: Attributes };
}

export interface Block<InState = unknown, InConfig = unknown> extends Typed<InState, InConfig> {
  readonly kind: "block";
  readonly nesting: "single" | "list";
  readonly description: string;
  readonly fields: Fields;
  readonly minItems: number;
  readonly maxItems: number;
}

export type Attributes = { readonly [name: string]: Attribute };
/** What a resource's schema, and the inside of a block, is made of. */
export type Fields = { readonly [name: string]: Attribute | Block };

/** What is stored: nothing is unknown, whatever need not be there may be null. */
export type State<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Typed<infer S, unknown> ? S : never;
};

/** What somebody wrote: any of it may still be unknown when a plan is made. */
export type Configured<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Typed<unknown, infer C> ? C : never;
};

/** What an apply will lead to, as far as it is known: unknown values are decided in apply. */
export type Planned<F extends Fields> = Configured<F>;

type Nullable<O extends AttributeOptions, T> = O extends { required: true } ? T : T | null;
type Simple<O extends AttributeOptions, T> = Attribute<Nullable<O, T>, Nullable<O, T> | Unknown>;

function simple<T, Options extends AttributeOptions = AttributeOptions>(shape: CtyType) {
  return <const O extends Options>(options: O): Simple<O, T> => ({
    kind: "attribute",
    shape,
    ...options,
  });
}

export const string = simple<string>("string");
export const bool = simple<boolean>("bool");
/**
 * A whole number from `min` to `max`. A configuration with anything else is refused with the
 * attribute's name, before a resource sees it.
 */
export const integer = simple<number, AttributeOptions & Range>("number");
export const listOfStrings = simple<readonly string[]>(["list", "string"]);
export const setOfStrings = simple<readonly string[]>(["set", "string"]);
export const mapOfStrings = simple<Readonly<Record<string, string>>>(["map", "string"]);

/**
 * One of these strings: `mode = "reviewed"`. Another one is refused, in a configuration and in a
 * stored state, before a resource sees it.
 */
export const oneOf = <const V extends string, const O extends AttributeOptions>(
  values: readonly V[],
  options: O,
): Simple<O, V> => ({ kind: "attribute", shape: "string", oneOf: values, ...options });

/** A computed list of objects without descriptions of its own, as older SDKs declare them. */
export const listOfObjects = <const O extends AttributeOptions>(
  attributes: { readonly [name: string]: CtyType },
  options: O,
): Simple<O, readonly Readonly<Record<string, unknown>>[]> => ({
  kind: "attribute",
  shape: ["list", ["object", attributes]],
  ...options,
});

/** An attribute that holds one object: `policy = { … }`. */
export const object = <const A extends Attributes, const O extends AttributeOptions>(
  attributes: A,
  options: O,
): Attribute<Nullable<O, State<A>>, Nullable<O, Configured<A>> | Unknown> => ({
  kind: "attribute",
  shape: { nesting: "single", attributes },
  ...options,
});

/** An attribute that holds a list of objects: `consumers = [{ … }]`. */
export const objects = <const A extends Attributes, const O extends AttributeOptions>(
  attributes: A,
  options: O,
): Attribute<
  Nullable<O, readonly State<A>[]>,
  Nullable<O, readonly (Configured<A> | Unknown)[]> | Unknown
> => ({
  kind: "attribute",
  shape: { nesting: "list", attributes },
  ...options,
});

/** An attribute that holds objects by name: `entra = { default = { … } }`. */
export const objectsByName = <const A extends Attributes, const O extends AttributeOptions>(
  attributes: A,
  options: O,
): Attribute<
  Nullable<O, Readonly<Record<string, State<A>>>>,
  Nullable<O, Readonly<Record<string, Configured<A> | Unknown>>> | Unknown
> => ({
  kind: "attribute",
  shape: { nesting: "map", attributes },
  ...options,
});

/** A block that may stand once: `timeouts { … }`. */
export const block = <const F extends Fields>(
  fields: F,
  { description = "" }: { description?: string } = {},
): Block<State<F> | null, Configured<F> | null> => ({
  kind: "block",
  nesting: "single",
  description,
  fields,
  minItems: 0,
  maxItems: 0,
});

/** A block that may stand many times, in order: `credential { … } credential { … }`. */
export const blocks = <const F extends Fields>(
  fields: F,
  {
    description = "",
    minItems = 0,
    maxItems = 0,
  }: { description?: string; minItems?: number; maxItems?: number } = {},
): Block<readonly State<F>[], readonly Configured<F>[] | Unknown> => ({
  kind: "block",
  nesting: "list",
  description,
  fields,
  minItems,
  maxItems,
});

/** A resource's (or the provider's) schema: its fields and what they are for. */
export interface Schema<F extends Fields = Fields> {
  readonly description: string;
  /** Raised when the shape of stored state changes. */
  readonly version: number;
  readonly fields: F;
}

/** The same value for each field: of what sets nothing, or is decided in apply. */
export function inEach<F extends Fields, V>(fields: F, value: V): { [K in keyof F]: V } {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, value])) as {
    [K in keyof F]: V;
  };
}
