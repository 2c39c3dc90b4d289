/** Secrets are references that Terraform resolves: a literal one would stand in cdktf.out for all to read. */
import { Token } from "cdktf";

import type { Fault, KeyPath } from "./rules/fault";

/** The value itself is never repeated. */
export function writtenSecret(path: KeyPath, value: string | null | undefined): Fault[] {
  if (typeof value !== "string" || Token.isUnresolved(value)) return [];
  return [
    {
      path,
      code: "written-secret",
      found: "found a secret that is written down in the configuration",
      expected: "a reference, or nothing",
      todo: "It would be stored in cdktf.out as plain text. Set it in the environment, or refer to a sensitive TerraformVariable, and treat the one that was written down as leaked",
    },
  ];
}
