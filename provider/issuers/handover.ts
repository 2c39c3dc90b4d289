/** A person generates the token in Druva's console and hands it over in the environment. */
import { ProviderError } from "../framework/diagnostics";
import type { HandedOver } from "../rotation/ladder";
import { faultOf } from "./token-text";

/** Without the tenant's name in it: any tenant's token may be there. */
const PLAIN_VARIABLE = "DRUVA_SCIM_TOKEN";

/** The variables that a token is handed over in, first found first taken. */
export function handoverVariables(
  tenant: string,
  chosen: readonly string[] | null,
): readonly string[] {
  if (chosen !== null && chosen.length > 0) return chosen;
  return [`${PLAIN_VARIABLE}_${tenant.toUpperCase().replaceAll("-", "_")}`];
}

/** The variables of a tenant whose settings name none. The plain one counts for a single tenant. */
export function defaultVariables(
  tenant: string,
  { isOnlyTenant }: { readonly isOnlyTenant: boolean },
): readonly string[] {
  return [...handoverVariables(tenant, null), ...(isOnlyTenant ? [PLAIN_VARIABLE] : [])];
}

/**
 * Null where no variable is set; an empty one is not (a CI system sets an absent secret so). White
 * space around it is dropped. What it finds may be no token.
 */
export function foundIn(
  variables: readonly string[],
  environment: NodeJS.ProcessEnv,
): HandedOver | null {
  for (const variable of variables) {
    const token = environment[variable]?.trim() ?? "";
    if (token !== "") return { variable, namesTenant: variable !== PLAIN_VARIABLE, token };
  }
  return null;
}

/** The same. Throws where what is there can be no token. */
export function handedOver(
  variables: readonly string[],
  environment: NodeJS.ProcessEnv,
): HandedOver | null {
  const found = foundIn(variables, environment);
  const fault = found === null ? undefined : faultOf(found.token);
  if (found === null || fault === undefined) return found;
  throw new ProviderError({
    summary: "What was handed over is no token",
    detail: `${found.variable}: ${fault}. Expected: the token alone, as Copy Token of Druva's console gives it.`,
    attribute: ["token"],
  });
}

/** Which token is to be handed over: one to be made, the one in use, or the one made last. */
export type WantedToken = "new" | "in use" | "latest";

/** What a person does, in order. The labels are the console's own, by Druva's help article. */
export function handoverSteps({
  tenant,
  variables,
  wanted,
  byHand,
}: {
  readonly tenant: string;
  readonly variables: readonly string[];
  readonly wanted: WantedToken;
  /** To be done between generating and handing over, for apps that only a person can set. */
  readonly byHand: readonly string[];
}): readonly string[] {
  const variable = variables[0] ?? "";
  const generate = [generateStep(tenant), ...byHand];
  const set = `Set ${variable} to the new token in the environment of the apply, and let it run. Where a deploy waits in CI: set the secret first, then approve.`;
  switch (wanted) {
    case "new":
      return [...generate, set];
    case "in use":
      return [
        `If somebody has the token in use: set ${variable} to it in the environment of the apply.`,
        'If nobody has it: set begin to "observe". Druva\'s console shows a token only once.',
        'If it may be replaced: set begin to "observe" and deploy that. Then ask for a rotation, and set begin to "adopt" again in the same pull request.',
      ];
    case "latest":
      return [
        `Ask whoever generated the last token for it. ${byHand.length > 0 ? "Then:" : "Then"} ${[...byHand, `set ${variable} to it in the environment of the apply, and let it run.`].join(" ")}`,
        "Only if nobody has it any more, generate another one:",
        ...generate,
        set,
      ];
  }
}

/** When the apply is next, and not before. */
export function generateStep(tenant: string): string {
  return `When the apply is next, and not before: in the Druva console of ${tenant}, as a Druva Cloud or inSync Cloud administrator: Users > User Provisioning > Summary > three-dot menu > New Token > Continue > Copy Token. The token before stops working at once; the new one is shown only once.`;
}

/** As a list for people; "" where there is nothing to do. */
export function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `  ${index + 1}. ${step}`).join("\n");
}
