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
    private readonly resourceType: string,
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    const from = `${this.resourceType}.${this.friendlyUniqueId}`;
    return { removed: [{ from, lifecycle: { destroy: false } }] };
  }
}

class MovedResource extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly move: { readonly from: string; readonly to: string },
  ) {
    super(scope, id);
  }

  override toTerraform(): object {
    return { moved: [this.move] };
  }
}

/**
 * Tells Terraform that `construct` had the id `earlierId` in the same scope, so that its resources
 * are moved in the state. Without it they would be destroyed and made anew. Call it when all of
 * its resources are made.
 */
export function renamedFrom(earlierId: string, construct: Construct): void {
  const scope = construct.node.scope;
  if (scope === undefined) return;
  const stack = TerraformStack.of(construct);
  const moves = construct.node
    .findAll()
    .filter((each): each is TerraformResource => TerraformResource.isTerraformResource(each))
    .map((resource) => ({
      from: `${resource.terraformResourceType}.${earlierLogicalId(stack, scope, earlierId, pathBelow(construct, resource))}`,
      to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
    }));
  moves.forEach((move, index) => new MovedResource(construct, `moved-${index}`, move));
}

function pathBelow(construct: IConstruct, resource: IConstruct): string[] {
  return resource.node.scopes.slice(construct.node.scopes.length).map(({ node }) => node.id);
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
