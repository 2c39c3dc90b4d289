import { TerraformBackend, type TerraformRemoteState, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

type Attributes = Readonly<Record<string, unknown>>;

/**
 * Any of Terraform's backends, with its attributes as the config has them. "{stack}" in a text
 * stands for the stack's name. State lies where Terraform runs: local execution only.
 */
export class ConfigBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    type: string,
    private readonly attributes: Attributes,
  ) {
    super(scope, "backend", type);
  }

  protected override synthesizeAttributes(): Attributes {
    return withStackName(this.attributes, TerraformStack.of(this).node.id);
  }

  /** HCP Terraform's `cloud` is a block of its own. */
  override toTerraform(): object {
    if (this.name !== "cloud") return super.toTerraform() as object;
    return { terraform: { cloud: this.synthesizeAttributes() } };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error("No stack of this app reads another one's state.");
  }
}

function withStackName(attributes: Attributes, stack: string): Attributes {
  const text = JSON.stringify(attributes, (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("{stack}", stack) : value,
  );
  return JSON.parse(text) as Attributes;
}
