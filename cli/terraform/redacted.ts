/** Known secrets, the state's token too, taken out of what Terraform and its providers say. */
import { type Redact, redactorOf } from "../terminal/redacted";
import type { TenantState } from "./tenant-state";

export type { Redact } from "../terminal/redacted";

export function redactor(environment: NodeJS.ProcessEnv, prior: TenantState | null): Redact {
  return redactorOf(environment, [prior?.token.secret?.reveal()]);
}
