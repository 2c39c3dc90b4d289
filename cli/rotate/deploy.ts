/** Deploys, shows each binding as it comes, and says where things stand when it fails. */
import { CliError } from "../terminal/cli-error";
import type { BindingOutlook } from "../outlook/bindings";
import type { Outlook } from "../outlook/outlook";
import { outputFolderOf } from "../terraform/app";
import { inTurn } from "../terraform/in-turn";
import { redactor } from "../terraform/redacted";
import { handoverVariables } from "../../provider/issuers/handover";
import type { TenantState } from "../terraform/tenant-state";
import type { Terminal } from "../terminal/terminal";
import { type Applied, apply } from "./apply";
import type { Journey } from "./journey";
import type { Given } from "./receive";

/**
 * `isAllTried`: the preflight of this run has just reached, tested and written everything. Throws a
 * CliError where Terraform fails.
 */
export async function deploy(
  journey: Journey,
  outlook: Outlook,
  given: Given | null,
  { isAllTried }: { readonly isAllTried: boolean },
): Promise<void> {
  const { tenant, stack, terminal, signal } = journey;
  journey.stage = "deploying";
  terminal.remark(`Deploying ${stack.stack} …`);
  const [ownVariable = ""] = handoverVariables(tenant.name, null);
  const outputFolder = await outputFolderOf(tenant.workspace);
  const applied = await inTurn(outputFolder, { terminal, signal }, () =>
    apply(stack, {
      refresh: !(isAllTried && canDoWithoutRefresh(outlook)),
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
    }),
  );
  if (applied.stopped && !applied.succeeded) signal.throwIfAborted();
  if (!applied.succeeded) throw failure(journey, applied, given, await stack.readState());
}

/**
 * Once the token is generated everything is dead until it is written, and a refresh asks two or three
 * times for each binding before the first write. A requested rotation is planned from the config
 * alone, and writes every binding. What Druva rejects or the clock ends is found by a refresh; and so is
 * what became of other resources, where a deploy changes them.
 */
export function canDoWithoutRefresh({ token, others }: Pick<Outlook, "token" | "others">): boolean {
  const { ends, cause } = token.plan;
  return ends && cause === "requested" && others.length === 0;
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
  return `The token ${given.fingerprint} is not in state, and it lives: run druva-scim rotate again and give the same one.`;
}
