/** What a stack becomes, as Terraform would read it; nothing is installed beside it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { App, TerraformStack, Testing } from "cdktf";

export type Json = { readonly [key: string]: unknown };
type Blocks = Readonly<Record<string, Json>>;

export interface Synthesized {
  readonly text: string;
  readonly json: Json;
  /** The blocks of a type, by logical id; none: {}. */
  readonly resources: (type: string) => Blocks;
  readonly data: (type: string) => Blocks;
  /** The only block of its type. */
  readonly only: (type: string) => Json;
}

/** Matches a reference to the token's attribute. */
export function tokenReference(attribute: string): unknown {
  return expect.stringMatching(new RegExp(`^\\$\\{druva_scim_token\\.\\w+\\.${attribute}\\}$`));
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
  return {
    text,
    json,
    resources: (type) => blocks("resource", type),
    data: (type) => blocks("data", type),
    only: (type) => {
      const [block, ...more] = Object.values(blocks("resource", type));
      if (block === undefined || more.length > 0) throw new Error(`not exactly one ${type}`);
      return block;
    },
  };
}
