/** What happens in Terraform's state when a construct is given up or gets another name. */
import { TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";

/**
 * Stands in the place of a resource (same scope, same id) and lets go of it: it leaves the state,
 * what it manages stays as it is. Merely deleting the resource would destroy it.
 */
export class ForgottenResource extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    /** "azuread_synchronization_secret" */
    readonly resourceType: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    return { removed: [removal(`${this.resourceType}.${this.friendlyUniqueId}`)] };
  }
}

interface Move {
  readonly from: string;
  readonly to: string;
}

class Renaming extends TerraformElement {
  constructor(
    scope: Construct,
    private readonly earlierAddresses: ReadonlyMap<IConstruct, string>,
    private readonly moved: readonly Move[],
    private readonly forgotten: readonly string[],
  ) {
    super(scope, "renaming");
  }

  /** Undefined where it is not part of what was renamed. */
  earlierAddressOf(construct: IConstruct): string | undefined {
    return this.earlierAddresses.get(construct);
  }

  override toTerraform(): object {
    return {
      ...(this.moved.length > 0 && { moved: this.moved }),
      ...(this.forgotten.length > 0 && { removed: this.forgotten.map(removal) }),
    };
  }
}

/**
 * Tells Terraform that `construct` had the id `earlierId` in the same scope, so that its resources
 * are moved in the state, and those that are let go of are let go of at their earlier address too.
 * Without it they would be destroyed and made anew. Call it when all of its resources are made.
 */
export function renamedFrom(earlierId: string, construct: Construct): void {
  const scope = construct.node.scope;
  if (scope === undefined) return;
  const stack = TerraformStack.of(construct);
  const earlier = new Map<IConstruct, string>();
  const moved: Move[] = [];
  const forgotten: string[] = [];
  for (const each of construct.node.findAll()) {
    const address = earlierLogicalId(stack, scope, earlierId, pathBelow(construct, each));
    earlier.set(each, address);
    if (TerraformResource.isTerraformResource(each)) {
      const { terraformResourceType: type, friendlyUniqueId } = each;
      moved.push({ from: `${type}.${address}`, to: `${type}.${friendlyUniqueId}` });
    } else if (each instanceof ForgottenResource) {
      forgotten.push(`${each.resourceType}.${address}`);
    }
  }
  new Renaming(construct, earlier, moved, forgotten);
}

/**
 * Where a binding is, for its consumer's entry: by it the token notices a binding that got another
 * address, whose resources would be destroyed. Only final when the stack is synthesized.
 */
export function addressOf(construct: IConstruct): { address: string; movedFrom?: string[] } {
  const movedFrom = earlierAddresses(construct);
  return {
    address: TerraformStack.of(construct).getLogicalId(construct.node),
    ...(movedFrom.length > 0 && { movedFrom }),
  };
}

function earlierAddresses(construct: IConstruct): string[] {
  return construct.node.scopes
    .flatMap(({ node }) => node.children)
    .flatMap((each) => (each instanceof Renaming ? [each.earlierAddressOf(construct)] : []))
    .filter((address) => address !== undefined);
}

function removal(from: string): object {
  return { from, lifecycle: { destroy: false } };
}

function pathBelow(construct: IConstruct, below: IConstruct): string[] {
  return below.node.scopes.slice(construct.node.scopes.length).map(({ node }) => node.id);
}

/** Asked of the stack, which may have a naming scheme of its own, on a path that is there for a moment. */
function earlierLogicalId(
  stack: TerraformStack,
  scope: Construct,
  earlierId: string,
  below: readonly string[],
): string {
  const first = new Construct(scope, earlierId);
  const last = below.reduce((parent, id) => new Construct(parent, id), first);
  const logicalId = stack.getLogicalId(last.node);
  scope.node.tryRemoveChild(earlierId);
  return logicalId;
}
