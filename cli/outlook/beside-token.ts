/** What a dead token means for the bindings that were shown to work with it. */
import type { BindingStatus } from "../../provider/bindings/binding-status";
import type { StateBinding, TokenState } from "../terraform/tenant-state";

/**
 * While Druva rejects the token in state, a binding that was shown to work with that token does not
 * work any more. Entra is left out: its test has just tried whatever token is saved there.
 */
export function besideToken(
  status: BindingStatus,
  { kind, fingerprint }: Pick<StateBinding, "kind" | "fingerprint">,
  token: Pick<TokenState, "status" | "fingerprint">,
): BindingStatus {
  const holdsIt = token.status === "rejected" && fingerprint === token.fingerprint;
  return holdsIt && status === "tested" && kind !== "entra" ? "rejected" : status;
}
