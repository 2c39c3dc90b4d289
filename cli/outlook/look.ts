/** How the chosen tenants stand: for whatever shows it. */
import type { Clients } from "../../provider/clients/clients";
import { verdictOf } from "../../provider/rotation/probe";
import { tokenStatus } from "../../provider/rotation/token-status";
import { CliError } from "../terminal/cli-error";
import { driftReport, warningsIn } from "./drift-report";
import { planStack } from "./plan";
import type { Summary } from "./plan-summary";
import { situation, type Situation } from "./situation";
import type { Terminal } from "../terminal/terminal";
import { openStacks, type Stack } from "../terraform/stack";
import type { TenantState } from "../terraform/tenant-state";
import { clientsOf } from "../workspace/tenant-clients";
import { selectTenants, type Tenant, type Workspace } from "../workspace/workspace";

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
    const saved = await stack.readState();
    if (saved === null) {
      missing.push(`There is no state of tenant "${tenant.name}" yet: cdktf deploy ${stack.stack}`);
    } else {
      found.push(isOffline ? asSaved(saved, tenant) : await asPlanned(saved, stack, signal));
    }
  }
  if (found.length === 0) {
    throw new CliError(missing.join("\n"), { todo: "Deploy first, then look again." });
  }
  for (const line of missing) terminal.remark(line);
  return found;
}

function asSaved(saved: TenantState, tenant: Tenant): Situation {
  const { clock, scim } = clientsOf(tenant);
  return situation(saved, { now: clock.now(), scimUrl: scim.url, source: "saved", warnings: [] });
}

/** By a plan that nobody applies. */
async function asPlanned(
  saved: TenantState,
  stack: Stack,
  signal: AbortSignal,
): Promise<Situation> {
  const clients = clientsOf(stack.tenant);
  const { prior, summary } = await planStack(stack);
  const facts = { now: clients.clock.now(), scimUrl: clients.scim.url };
  if (prior !== null) {
    return situation(withFindings(prior, summary), {
      ...facts,
      source: "plan",
      found: driftReport({ summary, token: prior.token, now: facts.now }).worst,
      warnings: warningsIn(summary).map(({ summary: what, detail }) => ({
        message: sentences(what, detail),
        todo: null,
      })),
    });
  }
  return situation(await withoutPlan(saved, clients, signal), {
    ...facts,
    source: "failed plan",
    warnings: summary.errors.map(({ summary: what, detail, todo }) => ({
      message: `The plan failed, so nothing but Druva was asked: ${sentences(what, detail)}`,
      todo: todo ?? "Fix the error above, then run this again",
    })),
  });
}

/** A plan may know less of a binding than its state says: that nobody could be asked. */
function withFindings({ token, bindings }: TenantState, summary: Summary): TenantState {
  const found = new Map(summary.bindings.map((each) => [each.key, each]));
  return {
    token,
    bindings: new Map(
      [...bindings].map(([key, binding]) => {
        const { status = null, evidence = null } = found.get(key) ?? {};
        return [key, status === null ? binding : { ...binding, status, evidence }];
      }),
    ),
  };
}

/** Druva still says whether the token is alive; of its bindings only a refusal outlives the plan. */
async function withoutPlan(
  { token, bindings }: TenantState,
  { scim, clock }: Clients,
  signal: AbortSignal,
): Promise<TenantState> {
  // As the provider has it: the token is not shown to another host.
  const isMoved = token.scimUrl !== null && token.scimUrl !== scim.url;
  const probe = isMoved
    ? {
        verdict: "unreachable" as const,
        message: "not asked: the SCIM URL changes",
        at: clock.now(),
      }
    : token.secret && (await scim.probe(token.secret.reveal(), signal));
  const { status, expiresAt, rotateAt } = token;
  const schedule = expiresAt && rotateAt && { expiresAt, rotateAt };
  const before = status === "rejected" ? "rejected" : "none";
  return {
    token: {
      ...token,
      ...(probe !== null && {
        ...tokenStatus({ ...probe, verdict: verdictOf(probe, before) }, schedule, clock.now()),
        answer: probe.verdict,
      }),
    },
    bindings: new Map(
      [...bindings].map(([key, binding]) => [
        key,
        binding.status === "rejected"
          ? binding
          : {
              ...binding,
              status: "unknown" as const,
              evidence: `the plan failed (last found: ${binding.status})`,
            },
      ]),
    ),
  };
}

function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .map((part) => part.replace(/\.$/, ""))
    .join(". ");
}
