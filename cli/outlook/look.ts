/** How the chosen tenants stand: for whatever shows it. */
import { CliError } from "../terminal/cli-error";
import { planStack } from "./plan";
import { situation, type Situation } from "./situation";
import type { Terminal } from "../terminal/terminal";
import { openStacks, type Stack } from "../terraform/stack";
import { clientsOf } from "../workspace/tenant-clients";
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
    const run = isOffline ? null : await planned(stack);
    const state = run?.prior ?? (await stack.readState());
    if (state === null) {
      missing.push(`There is no state of tenant "${tenant.name}" yet: cdktf deploy ${stack.stack}`);
      continue;
    }
    const clients = clientsOf(tenant);
    found.push(
      situation(state, {
        now: clients.clock.now(),
        scimUrl: clients.scim.url,
        isLive: run?.prior != null,
        isBlind: run?.prior === null,
        warnings: run === null ? [] : run.remarks,
      }),
    );
  }
  if (found.length === 0) {
    throw new CliError(missing.join("\n"), { todo: "Deploy first, then look again." });
  }
  for (const line of missing) terminal.remark(line);
  return found;
}

/** The plan's own look; `prior` is null where it failed. */
async function planned(stack: Stack) {
  const { prior, summary } = await planStack(stack);
  const failed = summary.errors.map(({ summary: what, detail, todo }) => ({
    message: `The plan failed, so this is the state as it was saved last: ${sentences(what, detail)}`,
    todo: todo ?? "Fix that, and look again",
  }));
  const warned = summary.warnings.map(({ summary: what, detail }) => ({
    message: sentences(what, detail),
    todo: null,
  }));
  return { prior, remarks: [...failed, ...warned] };
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(". ");
}
