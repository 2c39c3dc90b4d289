/** What a changed configuration of `druva_scim_token` must not lose: the token, and whoever holds it. */
import { type Complaint, refuse, when } from "./scim-token.complaint";
import type { Token } from "./scim-token.fields";

/** What would lose something that exists. */
export function refuseLosses(prior: Token, config: Token): void {
  const bound = (prior.generation ?? 0) > 0;
  const kept = new Set([...consumerNames(config), ...(config.released ?? [])]);
  refuse([
    ...when(config.tenant !== prior.tenant, {
      summary: "The tenant of a token cannot change",
      detail: `State holds the token of "${prior.tenant}", the configuration says "${config.tenant}". Give the other tenant a druva_scim_token of its own.`,
      attribute: ["tenant"],
    }),
    ...when(bound && config.begin === "observe", {
      summary: "A token that is known cannot go back to being observed",
      detail: `Generation ${prior.generation} is managed here, and observing would drop all its bindings. Set begin to "adopt".`,
      attribute: ["begin"],
    }),
    ...(bound ? consumerNames(prior) : [])
      .filter((name) => !kept.has(name))
      .map((name) => ({
        summary: `The consumer ${name} has vanished`,
        detail: `It holds the token by the state and is not among consumers any more: destroying its binding would empty its credentials, and the next rotation would forget it. Put it back, or mark the binding as released (which adds "${name}" to released) for one deploy.`,
        attribute: ["consumers"],
      })),
    ...(bound ? strayed(prior, config) : []),
  ]);
}

/** Terraform would destroy the resources at the earlier address and make others. */
function strayed(prior: Token, config: Token): Complaint[] {
  const before = new Map((prior.consumers ?? []).map((each) => [nameOf(each), each.address]));
  return (config.consumers ?? []).flatMap((consumer, index) => {
    const { address, moved_from } = consumer;
    const earlier = before.get(nameOf(consumer)) ?? null;
    if (earlier === null || address === null || address === earlier) return [];
    return when(!(moved_from ?? []).includes(earlier), {
      summary: `The binding of ${nameOf(consumer)} has another address`,
      detail: `State has it at ${earlier}, the configuration at ${address}, and nothing moves it: destroying what is there would empty its credentials. Give the construct its id of before back, or name that in its earlierId; where it moved to another scope, release it there, deploy, and bind it anew.`,
      attribute: ["consumers", index, "address"],
    });
  });
}

/** As "<kind>/<id>". */
function consumerNames(token: Token): string[] {
  return (token.consumers ?? []).map(nameOf);
}

function nameOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind}/${id}`;
}
