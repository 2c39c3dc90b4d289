/** What a changed configuration of `druva_scim_token` must not lose: the token, and whoever holds it. */
import { type ArgumentError, refuse, when } from "./argument-error";
import { keyOf } from "../../bindings/consumer";
import type { Token } from "./schema";
import { consumersInState } from "./state";

/** Throws a ProviderError for whatever would lose the token or a binding that exists. */
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
        detail: `It holds the token by the state and is not among consumers any more: destroying its binding would empty its credentials, and the next rotation would forget it. Put it back, or release the binding for one deploy: set released to true in its entry or binding; in HCL, put "${name}" into released.`,
        attribute: ["consumers"],
      })),
    ...(bound ? strayed(prior, config) : []),
  ]);
}

/** Terraform would destroy the resources at the earlier address and make others. */
function strayed(prior: Token, config: Token): ArgumentError[] {
  const before = new Map(consumersInState(prior).map((each) => [keyOf(each), each.address]));
  return consumersInState(config).flatMap((consumer) => {
    const { address, movedFrom = [] } = consumer;
    const key = keyOf(consumer);
    const earlier = before.get(key);
    if (earlier === undefined || address === undefined || address === earlier) return [];
    return when(!movedFrom.includes(earlier), {
      summary: `The binding of ${key} has another address`,
      detail: `State has it at ${earlier}, the configuration at ${address}, and nothing moves it: Terraform would destroy what is there. Give the construct its earlier id back, or name that in its earlierId; where it moved to another scope, release it there, deploy, and bind it anew.`,
      attribute: ["consumers"],
    });
  });
}

function consumerNames(token: Token): string[] {
  return consumersInState(token).map(keyOf);
}
