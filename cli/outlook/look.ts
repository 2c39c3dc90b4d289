/** How the chosen tenants stand: for whatever shows it. */
import { CliError } from "../terminal/cli-error";
import { situation, type Situation } from "./situation";
import type { Terminal } from "../terminal/terminal";
import { openStacks } from "../terraform/stack";
import { selectTenants, type Workspace } from "../workspace/workspace";

export interface LookOptions {
  /** Default: all tenants of the config. */
  readonly tenant?: string | undefined;
  /** Ask nobody: state alone. */
  readonly isOffline: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** A tenant that was never deployed is remarked on; throws a CliError where none was. */
export async function look(
  workspace: Workspace,
  { tenant: name, isOffline, terminal, signal }: LookOptions,
): Promise<Situation[]> {
  const found: Situation[] = [];
  const missing: string[] = [];
  const stacks = await openStacks(selectTenants(workspace, name), { terminal, signal });
  for (const stack of stacks) {
    const { tenant } = stack;
    const state = await stack.readState();
    if (state === null) {
      missing.push(`There is no state of tenant "${tenant.name}" yet: cdktf deploy ${stack.stack}`);
      continue;
    }
    const asking = isOffline
      ? `looking at ${tenant.name}`
      : `asking Druva and all that holds the token of ${tenant.name}`;
    found.push(
      await terminal.during(asking, () => situation(tenant, state, { isOffline, signal })),
    );
  }
  if (found.length === 0) {
    throw new CliError(missing.join("\n"), { todo: "Deploy first, then look again." });
  }
  for (const line of missing) terminal.remark(line);
  return found;
}
