/** Deploys, shows each binding as it comes, and says where things stand when it fails. */
import { CliError } from "../terminal/cli-error";
import type { BindingOutlook } from "../outlook/bindings";
import type { Outlook } from "../outlook/outlook";
import { redactor } from "../terraform/redacted";
import { handoverVariables } from "../../provider/issuers/handover";
import type { Stack } from "../terraform/stack";
import type { TenantState } from "../terraform/tenant-state";
import type { Terminal } from "../terminal/terminal";
import { type Applied, apply } from "./apply";
import { configurationOf } from "./configuration";
import type { Journey } from "./journey";
import type { Given } from "./receive";

/** Throws a CliError where Terraform fails, or would apply something else than what was planned. */
export async function deploy(
  journey: Journey,
  outlook: Outlook,
  given: Given | null,
): Promise<void> {
  const { tenant, stack, terminal, configuration, signal } = journey;
  if ((await configurationOf(stack)) !== configuration) throw changedMeanwhile(stack, given);
  journey.stage = "deploying";
  terminal.remark(`Deploying ${stack.stack} …`);
  const [ownVariable = ""] = handoverVariables(tenant.name, null);
  const applied = await apply(stack, {
    handedOver: given === null ? undefined : { variable: ownVariable, token: given.token },
    signal,
    onEvent({ kind, address }) {
      if (kind === "started") return;
      const binding = outlook.bindings.find((each) => each.address === address);
      if (binding !== undefined) {
        terminal.remark(`  ${markOf(kind, binding, terminal)} ${binding.name} (${binding.key})`);
      } else if (address === outlook.token.plan.address && kind === "done") {
        terminal.remark("  The token is in place; now everything that holds it:");
      }
    },
  });
  if (applied.stopped && !applied.succeeded) signal.throwIfAborted();
  if (!applied.succeeded) throw failure(journey, applied, given, await stack.readState());
}

function changedMeanwhile({ file }: Stack, given: Given | null): CliError {
  return new CliError(
    `${file} is not what was planned: somebody has synthesized this folder with other content since. Nothing was applied.`,
    { todo: given === null ? "Run druva-scim rotate again." : wayOn(given, null) },
  );
}

/**
 * Throws a CliError where `state`, as an apply that succeeded left it, has another token than the one
 * that was given: somebody else has deployed meanwhile, and the given one was not used.
 */
export function refuseAnotherToken(given: Given | null, state: TenantState): void {
  const { generation, fingerprint } = state.token;
  if (given === null || fingerprint === given.fingerprint) return;
  throw new CliError(
    `The deploy succeeded, but did not use the token that you gave: the state has generation ${generation} (${fingerprint ?? "no token"}).`,
    { todo: wayOn(given, state) },
  );
}

/** Of a person's app the apply only knows that it waits. */
function markOf(
  kind: "done" | "failed",
  { byPerson }: BindingOutlook,
  { paint }: Pick<Terminal, "paint">,
): string {
  if (kind === "failed") return paint("red", "✖");
  return byPerson ? "…" : paint("green", "✔");
}

function failure(
  { tenant }: Journey,
  { errors }: Applied,
  given: Given | null,
  state: TenantState | null,
): CliError {
  const redact = redactor(
    { ...tenant.workspace.environment, DRUVA_SCIM_TOKEN: given?.token.reveal() },
    state,
  );
  const words = errors.map(({ summary, detail }) => `${summary}\n${detail}`.trim());
  return new CliError(redact(words.join("\n\n")), { todo: wayOn(given, state) });
}

function wayOn(given: Given | null, state: TenantState | null): string {
  if (given === null || state?.token.fingerprint === given.fingerprint) {
    return "Run druva-scim rotate again: it goes on with the token that is in state, and asks for none.";
  }
  return `The token ${given.fingerprint} works, but is not in state: run druva-scim rotate again and give the same one.`;
}
