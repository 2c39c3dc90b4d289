/** Refuses properties that the types forbid, too: an app may be JavaScript, or say `as any`. */
import { Construct } from "constructs";
import { z } from "zod";

import type { Fault } from "./rules/fault";
import { faultsIn } from "./rules/schema-faults";
import { SynthError } from "./synth-error";

/** Throws a SynthError with every fault of the schema and of `rules`. Rules get null for what the schema refused. */
export function checkProps<T>(
  construct: Construct,
  schema: z.ZodType<T>,
  props: unknown,
  rules: (props: T) => readonly Fault[] = () => [],
): void {
  const faults = faultsIn(schema, withoutUndefined(props), rules);
  if (faults.length > 0) throw SynthError.of(construct.node.path, faults);
}

/** The name of a provider block, and the block itself. */
export const namedProvider = z.strictObject({
  name: z.string(),
  provider: z.custom<Construct>(
    (value) => typeof value === "object" && Construct.isConstruct(value),
    "a provider block of the stack",
  ),
});

/** Of every binding, whatever the place is. */
export const bindingSettings = {
  token: z.custom<Construct>(
    (value) => typeof value === "object" && Construct.isConstruct(value),
    "a DruvaScimToken",
  ),
  earlierId: z.string().exactOptional(),
};

/** CDKTF takes an undefined property for one that is not there. Instances of classes stay as they are. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withoutUndefined(each)]),
  );
}
