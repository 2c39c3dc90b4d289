/** Terraform's values and types as this process holds them. */
import type { Unknown } from "./unknown";

/** A type of Terraform's type system (cty), in the JSON notation of the plugin protocol. */
export type CtyType =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", CtyType]
  | readonly ["object", { readonly [name: string]: CtyType }];

/** A value of any of these types. Sets are arrays, as on the wire; Terraform keeps them apart. */
export type Value =
  | null
  | Unknown
  | string
  | boolean
  | number
  | ExactNumber
  | readonly Value[]
  | { readonly [name: string]: Value };

/**
 * A number that JavaScript would round, in Terraform's own decimal text. Terraform compares all
 * 512 bits, so what is handed through has to come back as it was.
 */
export class ExactNumber {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** Attribute names, and list indices or map keys, from the outside in. */
export type Path = readonly (string | number)[];

/** A value that is not of its type. Names kinds and never the value itself, which may be secret. */
export class ValueError extends Error {
  constructor(
    readonly path: Path,
    readonly expected: string,
    readonly found: string,
  ) {
    super(
      `${path.length === 0 ? "the value" : path.join(".")}: expected ${expected}, found ${found}`,
    );
    this.name = "ValueError";
  }
}
