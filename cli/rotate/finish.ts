/** After the deploy: waits for a person's app, and tells how everything stands and how long it took. */
import type { BindingOutlook } from "../outlook/bindings";
import { type Outlook } from "../outlook/outlook";
import { outlookOfSaved } from "../outlook/tenant-outlooks";
import type { Gap } from "../../provider/bindings/gap";
import { ENTER_TOKEN } from "../../provider/bindings/okta-person";
import type { TenantState } from "../terraform/tenant-state";
import { deploy, refuseAnotherToken } from "./deploy";
import { type PersonsApp, waitForEvidence } from "./wait-for-app";
import type { Journey } from "./journey";
import type { Given } from "./receive";
import { placeInConfig } from "../workspace/config-place";
import type { Tenant } from "../workspace/workspace";

export interface RotationOutcome {
  readonly tenant: string;
  readonly generation: number;
  readonly fingerprint: string | null;
  /** RFC 3339: its age is counted from then; null: not known. */
  readonly issuedAt: string | null;
  readonly bindings: readonly Pick<BindingOutlook, "key" | "name" | "status" | "evidence">[];
  /**
   * From the old token's death to the last passed test, over the bindings that are tested; seconds,
   * null: unknown.
   */
  readonly gap: Gap;
  /** Names of apps that a person sets, and whose success `gap` leaves out. */
  readonly gapWithout: readonly string[];
  /** The same as status shows it: by what deploys saw, which do not watch the old token. Null: none. */
  readonly savedGap: Gap | null;
  /** Every binding is tested. */
  readonly complete: boolean;
}

/**
 * `given`: the token that a person gave in this run. Throws a CliError where the state has another one.
 */
export async function finish(
  journey: Journey,
  outlook: Outlook,
  { waitMinutes, given }: { readonly waitMinutes: number; readonly given: Given | null },
): Promise<RotationOutcome> {
  const { tenant, stack, clients, terminal, signal } = journey;
  journey.stage = "waiting";
  const state = await stack.state();
  refuseAnotherToken(given, state);
  const oldAliveAt = given?.oldAliveAt ?? journey.old?.lastAliveAt() ?? null;
  const deployed = outlookOfSaved(tenant, state);
  const apps = personsAppsIn(state, deployed);
  if (apps.length === 0 || waitMinutes === 0) return outcomeOf(deployed, oldAliveAt);

  terminal.remark(stepsInOkta(tenant, apps, deployed.token.fingerprint, waitMinutes));
  const say = (text: string) => terminal.remark(`  ${text}`);
  const wait = { minutes: waitMinutes, say };
  if (!(await waitForEvidence(apps, clients, wait, signal))) return outcomeOf(deployed, oldAliveAt);
  await deploy(journey, outlook, null); // the state has still to learn of it
  return outcomeOf(outlookOfSaved(tenant, await stack.state()), oldAliveAt);
}

function personsAppsIn(state: TenantState, { bindings, token, takenAt }: Outlook): PersonsApp[] {
  return bindings.flatMap(({ key, name, status }) => {
    const inState = state.bindings.get(key);
    if (status !== "waiting" || inState?.kind !== "okta") return [];
    const { id, provider, evidenceSince } = inState;
    return [{ id, name, provider, since: evidenceSince ?? token.provenAt ?? takenAt }];
  });
}

function outcomeOf(
  { tenant, token, bindings, lastGap }: Outlook,
  oldAliveAt: Date | null,
): RotationOutcome {
  const tested = bindings.filter(({ status }) => status === "tested");
  const lastTest = Math.max(0, ...tested.map(({ verifiedAt }) => verifiedAt?.getTime() ?? 0));
  const isWatched = oldAliveAt !== null && lastTest > 0;
  const isInGap = ({ verifiedAt, gap }: BindingOutlook) =>
    isWatched ? verifiedAt !== null : gap !== null;
  return {
    tenant,
    generation: token.generation,
    fingerprint: token.fingerprint,
    issuedAt: token.issuedAt?.toISOString() ?? null,
    bindings: bindings.map(({ key, name, status, evidence }) => ({ key, name, status, evidence })),
    gap: {
      atLeast: lastGap?.atLeast ?? null,
      // This run saw the old token alive later than the apply could: by then it was dead.
      atMost: isWatched
        ? Math.ceil((lastTest - oldAliveAt.getTime()) / 1000)
        : (lastGap?.atMost ?? null),
    },
    gapWithout:
      isWatched || lastGap !== null
        ? tested.flatMap((each) => (each.byPerson && !isInGap(each) ? [each.name] : []))
        : [],
    savedGap: lastGap && { atLeast: lastGap.atLeast, atMost: lastGap.atMost },
    complete: tested.length === bindings.length,
  };
}

/** From when on a success counts for every one of them. */
function secondOf(apps: readonly PersonsApp[]): string {
  const latest = new Date(Math.max(...apps.map(({ since }) => since.getTime())));
  return `${latest.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function stepsInOkta(
  tenant: Tenant,
  apps: readonly PersonsApp[],
  fingerprint: string | null,
  waitMinutes: number,
): string {
  return [
    "",
    "A person has to enter the token in Okta (where it is not done yet):",
    ...apps.map(({ name, id }) => `  ${name} (${id}): ${ENTER_TOKEN}`),
    `Then let it provision somebody, again if it has just done so: this waits up to ${waitMinutes} min for a success in Okta's System Log since ${secondOf(apps)}.`,
    "Or, once its test passed in Okta, have it reviewed:",
    ...apps.map(
      ({ id }) =>
        `  ${placeInConfig(tenant, { kind: "okta", id })}: confirmed: "${fingerprint ?? ""}"`,
    ),
  ].join("\n");
}
