/** What a stack becomes, as Terraform would read it; nothing is installed beside it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, TerraformStack, Testing } from "cdktf";

import { shownKey } from "../../constructs/rules/fault";
import { SynthError } from "../../constructs/synth-error";
import { type Consumer, readConsumers } from "../../provider/bindings/consumer";

export type Json = { readonly [key: string]: unknown };
type Blocks = Readonly<Record<string, Json>>;

export interface Synthesized {
  readonly text: string;
  /** "type.id" of every resource, in order. */
  readonly addresses: readonly string[];
  /** The addresses in the blocks that let go of a resource without destroying it, in order. */
  readonly forgotten: readonly string[];
  readonly json: Json;
  /** The blocks of a type, by logical id; none: {}. */
  readonly resources: (type: string) => Blocks;
  readonly data: (type: string) => Blocks;
  /** The only block of its type. */
  readonly only: (type: string) => Json;
}

/** The resources that a binding made: all but the token. */
export function madeByBindings({ addresses }: Synthesized): string[] {
  return addresses.filter((each) => !each.startsWith("druva_scim_token."));
}

/** Matches a reference to the token's attribute. */
export function tokenReference(attribute: string): unknown {
  return expect.stringMatching(new RegExp(`^\\$\\{druva_scim_token\\.\\w+\\.${attribute}\\}$`));
}

/** What the token is told of the places that hold it, as its provider reads it. */
export function consumersOf({ only }: Synthesized): readonly Consumer[] {
  const { consumers = null } = only("druva_scim_token");
  if (consumers !== null && typeof consumers !== "string") throw new Error("not a text");
  return readConsumers(consumers);
}

/** The vendors' providers that the stack asks for, beside druva. */
export function vendorProvidersOf({ json }: Synthesized): string[] {
  const { required_providers: required = {} } = json["terraform"] as {
    required_providers?: object;
  };
  return Object.keys(required).filter((each) => each !== "druva");
}

/** "policy.mode: automatic-handover" for each fault of the properties; none where they are fine. */
export function faultsOf(synth: () => unknown): string[] {
  try {
    synth();
  } catch (error) {
    if (!(error instanceof SynthError)) throw error;
    return error.faults.map((fault) => `${shownKey(fault)}: ${fault.code}`);
  }
  return [];
}

/** Runs the validations too. */
export function synthesized(
  fill: (stack: TerraformStack) => void,
  { name = "stack" }: { name?: string } = {},
): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "druva-scim-synth-"));
  try {
    const stack = new TerraformStack(new App({ outdir }), name);
    fill(stack);
    stack.prepareStack();
    const text = Testing.synth(stack, true);
    return read(text);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function read(text: string): Synthesized {
  const json = JSON.parse(text) as Json;
  const blocks = (kind: string, type: string): Blocks =>
    ((json[kind] ?? {}) as Record<string, Blocks>)[type] ?? {};
  const resources = (json["resource"] ?? {}) as Record<string, Blocks>;
  const removed = (json["removed"] ?? []) as { from: string; lifecycle: { destroy: boolean } }[];
  return {
    text,
    json,
    addresses: Object.entries(resources)
      .flatMap(([type, each]) => Object.keys(each).map((id) => `${type}.${id}`))
      .sort(),
    forgotten: removed
      .filter(({ lifecycle }) => !lifecycle.destroy)
      .map(({ from }) => from)
      .sort(),
    resources: (type) => blocks("resource", type),
    data: (type) => blocks("data", type),
    only: (type) => {
      const [block, ...more] = Object.values(blocks("resource", type));
      if (block === undefined || more.length > 0) throw new Error(`not exactly one ${type}`);
      return block;
    },
  };
}
