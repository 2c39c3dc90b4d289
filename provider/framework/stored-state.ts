/** What to do with a state that some version of the provider has written. */
import { ValueError } from "../protocol/value";
import { ProviderError } from "./diagnostics";
import type { ObjectValue } from "./fields";
import type { Schema } from "./schema";
import { decodeStored } from "./values";

export interface StoredState {
  /** The schema version of the provider that wrote it. */
  readonly version: number;
  /** As it stands in the state file. */
  readonly json: Uint8Array;
}

/**
 * Attributes that the schema no longer has are dropped, those that it gained are null. Throws a
 * ProviderError where another schema version wrote the state, or where it cannot be read.
 */
export function readStoredState(
  typeName: string,
  { version, fields }: Schema,
  stored: StoredState,
): ObjectValue | null {
  if (stored.version > version) {
    throw new ProviderError({
      summary: "The state was written by a newer version of the provider",
      detail:
        `The state of ${typeName} has schema version ${stored.version}; this version of the ` +
        `provider knows up to ${version}. Use the newer version of the provider again.`,
    });
  }
  if (stored.version < version) {
    throw new ProviderError({
      summary: "The state was written by a version of the provider that is too old",
      detail:
        `The state of ${typeName} has schema version ${stored.version}; this version of the ` +
        `provider reads only ${version}. Apply once with a version between the two.`,
    });
  }
  try {
    return decodeStored(fields, stored.json);
  } catch (error) {
    if (!(error instanceof ValueError || error instanceof SyntaxError)) throw error;
    // A parser's words quote what it read, which may be a secret.
    const why = error instanceof ValueError ? error.message : "it is not JSON";
    throw new ProviderError({
      summary: "The state cannot be read",
      detail:
        `The state of ${typeName} is damaged, or another version of the provider wrote it: ` +
        `${why}. ` +
        "Put an earlier copy of the state back, or correct it with `terraform state pull` and `push`.",
      ...(error instanceof ValueError && { attribute: error.path }),
    });
  }
}
