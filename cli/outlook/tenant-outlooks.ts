/** Runs a tenant's plan, or reads its state, and makes the outlook of that. */
import type { Clients } from "../../provider/clients/clients";
import { unmanagedHolders } from "../../provider/bindings/unmanaged";
import { verdictOf } from "../../provider/rotation/probe";
import { tokenStatus } from "../../provider/rotation/token-status";
import { CliError } from "../terminal/cli-error";
import { type Outlook, type PlanOutlook } from "./outlook";
import { outlookOfPlan, outlookOfState } from "./make-outlook";
import { namingSilentVendors } from "./silent-vendors";
import type { Terminal } from "../terminal/terminal";
import { redactor } from "../terraform/redacted";
import { openStack, openStacks, type Stack } from "../terraform/stack";
import type { TenantState, TokenState } from "../terraform/tenant-state";
import { clientsOf, consumersOf } from "../workspace/tenant-clients";
import { selectTenants, type Tenant, type Workspace } from "../workspace/workspace";

export interface RunOptions {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

interface ViewOptions extends RunOptions {
  /** Default: all tenants of the config. */
  readonly tenant?: string | undefined;
  /** Ask nobody: state alone. */
  readonly isOffline: boolean;
}

/** A tenant that was never deployed is remarked on; throws a CliError where none was. */
export async function outlooksOf(
  workspace: Workspace,
  { tenant: name, isOffline, terminal, signal }: ViewOptions,
): Promise<Outlook[]> {
  const found: Outlook[] = [];
  const missing: string[] = [];
  const stacks = await openStacks(selectTenants(workspace, name), { terminal, signal });
  for (const stack of stacks) {
    const { tenant } = stack;
    const saved = await stack.readState();
    if (saved === null) {
      missing.push(`There is no state of tenant "${tenant.name}" yet: cdktf deploy ${stack.stack}`);
    } else if (isOffline) {
      found.push(outlookOfSaved(tenant, saved));
    } else {
      found.push((await planStack(stack, signal, saved)).outlook);
    }
  }
  if (found.length === 0) {
    throw new CliError(missing.join("\n"), { todo: "Deploy first, then run this again." });
  }
  for (const line of missing) terminal.remark(line);
  return found;
}

/** Nobody is asked. */
export function outlookOfSaved(tenant: Tenant, state: TenantState): Outlook {
  const { clock, scim } = clientsOf(tenant);
  const redact = redactor(tenant.workspace.environment, state);
  return outlookOfState(state, { now: clock.now(), scimUrl: scim.url, redact });
}

/** What a deploy of the config, as it is here, would do. Throws a CliError where not even a plan can be tried. */
export async function outlookOfTenant(
  tenant: Tenant,
  { terminal, signal }: RunOptions,
): Promise<PlanOutlook> {
  return (await planStack(await openStack(tenant, { terminal, signal }), signal)).outlook;
}

/** The same of a tenant that is deployed: throws a CliError where it is not, or its state cannot be read. */
export async function outlookOfDeployed(
  tenant: Tenant,
  { terminal, signal }: RunOptions,
): Promise<PlanOutlook> {
  const stack = await openStack(tenant, { terminal, signal });
  const { outlook, state } = await planStack(stack, signal);
  if (state === null) await stack.state(); // says why
  return outlook;
}

/**
 * Plans, without an apply. A plan that fails is a finding: then Druva is asked about the token. `saved`:
 * the state, for whoever has read it already. Gives the state as the plan refreshed it, or as it was
 * saved last; null where there is no state, or it cannot be read.
 */
export async function planStack(
  stack: Stack,
  signal: AbortSignal,
  saved?: TenantState,
): Promise<{ readonly outlook: PlanOutlook; readonly state: TenantState | null }> {
  const { tenant } = stack;
  const clients = clientsOf(tenant);
  const run = await namingSilentVendors(tenant, stack.terminal, () => stack.plan());
  const isFailed = run.document === null;
  const found = isFailed
    ? (saved ?? (await stack.readState().catch(() => "unreadable" as const)))
    : run.prior;
  const state = found === "unreadable" ? null : found;
  const known = {
    now: clients.clock.now(),
    scimUrl: clients.scim.url,
    // What a failed plan says may quote the token as well.
    redact: redactor(tenant.workspace.environment, state),
    unmanaged:
      !isFailed && state === null
        ? await unmanagedHolders(
            { consumers: consumersOf(tenant), unrelated: tenant.settings.unrelated ?? [] },
            clients,
            "first",
            signal,
          )
        : null,
    saved:
      isFailed && state !== null
        ? { ...state, token: await askedNow(state.token, clients, signal) }
        : found,
  };
  return { outlook: outlookOfPlan(tenant.name, run, known), state };
}

/** Druva still says whether it accepts the token. */
async function askedNow(
  token: TokenState,
  { scim, clock }: Clients,
  signal: AbortSignal,
): Promise<TokenState> {
  // As the provider has it: the token is not shown to another host.
  const isMoved = token.scimUrl !== null && token.scimUrl !== scim.url;
  const probe = isMoved
    ? {
        verdict: "unreachable" as const,
        message: "not asked: the SCIM URL changes",
        at: clock.now(),
      }
    : token.secret && (await scim.probe(token.secret.reveal(), signal));
  if (probe === null) return token;
  const { status, expiresAt, rotateAt } = token;
  const schedule = expiresAt && rotateAt && { expiresAt, rotateAt };
  const verdict = verdictOf(probe, status === "rejected" ? "rejected" : "none");
  return {
    ...token,
    ...tokenStatus({ ...probe, verdict }, schedule, clock.now()),
    answer: probe.verdict,
  };
}
