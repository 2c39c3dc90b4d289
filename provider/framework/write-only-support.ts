/** Write-only attributes need a Terraform that never stores them. */
import { ProviderError } from "./diagnostics";
import { mapAttributes, type ObjectValue } from "./fields";
import type { Path } from "../protocol/value";
import type { Fields } from "./schema";

/** Throws a ProviderError that names each write-only attribute that the configuration sets. */
export function requireWriteOnlySupport(fields: Fields, config: ObjectValue): void {
  const set: Path[] = [];
  mapAttributes(fields, config, (attribute, value, path) => {
    if (attribute.writeOnly && value !== null) set.push(path);
    return value;
  });
  if (set.length === 0) return;
  throw new ProviderError(
    ...set.map((path) => ({
      summary: "A write-only attribute needs a newer Terraform",
      detail:
        `${path.join(".")} is not stored, which this Terraform cannot promise. ` +
        "Use Terraform 1.11 or newer, or OpenTofu 1.11 or newer.",
      attribute: path,
    })),
  );
}
