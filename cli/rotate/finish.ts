/** After the deploy: waits for a person's app, and tells how everything stands and how long it took. */
import type { Summary } from "../outlook/plan-summary";
import type { Gap } from "../outlook/binding-situation";
import { ENTER_TOKEN } from "../../provider/bindings/okta-person";
import type { ConsumerKey } from "../../provider/bindings/consumer";
import type { BindingStatus } from "../../provider/bindings/binding-status";
import type { StateBinding, TenantState } from "../terraform/tenant-state";
import { deploy } from "./deploy";
import { type PersonsApp, waitForEvidence } from "./wait-for-app";
import type { Journey } from "./journey";

export interface RotationOutcome {
  readonly tenant: string;
  readonly generation: number;
  readonly fingerprint: string | null;
  readonly bindings: readonly {
    readonly key: ConsumerKey;
    readonly name: string;
    readonly status: BindingStatus;
    readonly evidence: string | null;
  }[];
  /**
   * From the old token's death to the last passed test, over the bindings that are tested; seconds,
   * null: unknown.
   */
  readonly gap: Gap;
  /** Every binding is tested. */
  readonly complete: boolean;
}

export async function finish(
  journey: Journey,
  summary: Summary,
  { waitMinutes, oldAliveAt }: { readonly waitMinutes: number; readonly oldAliveAt: Date | null },
): Promise<RotationOutcome> {
  const { stack, clients, terminal, signal } = journey;
  journey.stage = "waiting";
  const state = await stack.state();
  const apps = personsAppsIn(state, summary, clients.clock.now());
  if (apps.length === 0 || waitMinutes === 0) return outcomeOf(state, summary, oldAliveAt);

  terminal.remark(stepsInOkta(apps, state.token.fingerprint, waitMinutes));
  const say = (text: string) => terminal.remark(`  ${text}`);
  const wait = { minutes: waitMinutes, say };
  if (!(await waitForEvidence(apps, clients, wait, signal))) {
    return outcomeOf(state, summary, oldAliveAt);
  }
  await deploy(journey, summary, null); // the state has still to learn of it
  return outcomeOf(await stack.state(), summary, oldAliveAt);
}

function personsAppsIn(
  { bindings, token }: TenantState,
  summary: Summary,
  now: Date,
): PersonsApp[] {
  return [...bindings].flatMap(([key, binding]) => {
    if (binding.kind !== "okta" || binding.status !== "waiting") return [];
    const { id, provider, evidenceSince } = binding;
    const since = evidenceSince ?? token.provenAt ?? now;
    return [{ id, name: nameIn(summary, key) ?? id, provider, since }];
  });
}

function outcomeOf(
  { token, bindings }: TenantState,
  summary: Summary,
  oldAliveAt: Date | null,
): RotationOutcome {
  const all = [...bindings.values()];
  const tested = all.filter(({ status }) => status === "tested");
  return {
    tenant: token.tenant,
    generation: token.generation,
    fingerprint: token.fingerprint,
    bindings: [...bindings].map(([key, { id, status, evidence }]) => ({
      key,
      name: nameIn(summary, key) ?? id,
      status,
      evidence,
    })),
    gap: gapOf(tested, oldAliveAt),
    complete: tested.length === all.length,
  };
}

/** This run saw the old token alive later than the apply could: by then it was dead. */
function gapOf(tested: readonly StateBinding[], oldAliveAt: Date | null): Gap {
  const atLeast = largest(tested.map(({ gapSecondsAtLeast }) => gapSecondsAtLeast));
  const lastTest = largest(tested.map(({ verifiedAt }) => verifiedAt?.getTime() ?? null));
  if (oldAliveAt !== null && lastTest !== null) {
    return { atLeast, atMost: Math.ceil((lastTest - oldAliveAt.getTime()) / 1000) };
  }
  const measured = tested.map(({ gapSeconds }) => gapSeconds);
  return { atLeast, atMost: measured.includes(null) ? null : largest(measured) };
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((each) => each !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function nameIn({ bindings }: Summary, key: ConsumerKey): string | undefined {
  return bindings.find((each) => each.key === key)?.name;
}

function stepsInOkta(
  apps: readonly PersonsApp[],
  fingerprint: string | null,
  waitMinutes: number,
): string {
  return [
    "",
    "A person has to enter the token in Okta (where it is not done yet):",
    ...apps.map(({ name, id }) => `  ${name} (${id}): ${ENTER_TOKEN}`),
    `Then let it provision somebody: a success in Okta's System Log is waited for, ${waitMinutes} min at most.`,
    `Or have it reviewed: confirmed: "${fingerprint ?? ""}" in the app's entry of the config.`,
  ].join("\n");
}
