/** Makes a tenant's outlook of a plan, or of its state alone. Pure. */
import { type BindingOutlook, plannedBindings, savedBindings } from "./bindings";
import { type Findable, findingsOf, worstOf } from "./findings";
import { lastGapOf, stillOpenIn } from "./last-gap";
import type { Headline, Outlook, PlanOutlook, Remark } from "./outlook";
import type { Redact } from "../terminal/redacted";
import { withoutSecrets } from "./without-secrets";
import { tokenOutlook, type TokenOutlook, tokenPlan } from "./token";
import { notCheckedInWords, type Unmanaged, without } from "../../provider/bindings/unmanaged";
import type { StateBinding, TenantState } from "../terraform/tenant-state";
import type { PlanRun, ResourceChange, TerraformDiagnostic } from "../terraform/stack";

export type PlanFacts = Pick<PlanRun, "exitCode" | "diagnostics" | "document" | "prior">;

interface Configured {
  /** By the clock in use. */
  readonly now: Date;
  /** The SCIM base URL that is configured now. */
  readonly scimUrl: string;
  readonly redact: Redact;
}

interface Planned extends Configured {
  /** For a plan that failed; null where nothing was deployed yet. */
  readonly saved: TenantState | "unreadable" | null;
  /** What the provider looks for only once there is a state. Default: not checked. */
  readonly unmanaged?: Unmanaged | null;
}

/**
 * `saved`: for a plan that failed, the state, and what Druva says of its token now; null where nothing
 * was deployed yet.
 */
export function outlookOfPlan(
  tenant: string,
  { exitCode, diagnostics, document, prior }: PlanFacts,
  { now, scimUrl, redact, saved, unmanaged = null }: Planned,
): PlanOutlook {
  const isFailed = document === null;
  const changes = (document?.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const isUnreadable = saved === "unreadable";
  const known = isUnreadable ? null : saved;
  const state = isFailed ? known && withoutLook(known) : prior;
  const token = tokenOutlook(
    isFailed && isUnreadable ? "unreadable" : (state?.token ?? null),
    tokenPlan(tenant, changes),
    now,
  );
  const { bindings, rest } = isFailed
    ? { bindings: state === null ? [] : savedBindings(state, token, now), rest: [] }
    : plannedBindings({ tenant, changes, diagnostics }, token, prior, now);
  const of = (severity: TerraformDiagnostic["severity"]) =>
    diagnostics.filter((each) => each.severity === severity);
  const knownNow = [...bindings.map(({ key }) => key), ...token.plan.unrelated.all];
  const unlisted = prior === null ? holdersIn(unmanaged) : prior.token.unmanaged;
  const headline = headlineOf(exitCode, token, bindings, rest);
  const outlook = completed(redact, {
    ...{ tenant, takenAt: now, headline, token, bindings },
    source: isFailed ? "failed plan" : "plan",
    scimUrl: state?.token.scimUrl ?? scimUrl,
    others: rest.map(({ address, change }) => ({ address, actions: change.actions })),
    // The provider looks for others than those that the state knows: this plan may know one of them.
    unmanaged: unlisted && without(knownNow, unlisted),
    warnings: distinct([
      ...of("warning")
        .filter((each) => isFailed || isToldNowhereElse(each))
        .map(remark),
      ...(unmanaged?.unchecked ?? []).map(notCheckedInWords),
    ]),
    errors: distinct(of("error").map((each) => ({ ...remark(each), todo: todoOf(each) }))),
  });
  return { ...outlook, exitCode, headline };
}

/** Null where nothing is known of any. */
function holdersIn(found: Unmanaged | null): Unmanaged["holders"] | null {
  return found === null || (found.holders.length === 0 && found.unchecked.length > 0)
    ? null
    : found.holders;
}

/** Of the bindings only a refusal outlives a plan that looked at nothing: a dead token does not come back. */
function withoutLook({ token, bindings }: TenantState): TenantState {
  const unknown = (binding: StateBinding): StateBinding => ({
    ...binding,
    status: "unknown",
    evidence: `the plan failed (last found: ${binding.status})`,
  });
  return {
    token,
    bindings: new Map(
      [...bindings].map(([key, binding]) => [
        key,
        binding.status === "rejected" ? binding : unknown(binding),
      ]),
    ),
  };
}

/** Nobody is asked, so it has no plan, and what was found last is shown. */
export function outlookOfState(state: TenantState, { now, scimUrl, redact }: Configured): Outlook {
  const token = tokenOutlook(state.token, tokenPlan(state.token.tenant, []), now);
  return completed(redact, {
    tenant: state.token.tenant,
    takenAt: now,
    source: "saved",
    scimUrl: state.token.scimUrl ?? scimUrl,
    headline: null,
    token,
    bindings: savedBindings(state, token, now),
    others: [],
    unmanaged: null,
    warnings: [],
    errors: [],
  });
}

function completed(redact: Redact, told: Omit<Findable, "lastGap" | "stillOpen">): Outlook {
  const known = withoutSecrets(told, redact);
  const { bindings } = known;
  const findable = { ...known, lastGap: lastGapOf(bindings), stillOpen: stillOpenIn(bindings) };
  const findings = findingsOf(findable);
  return { ...findable, findings, worst: worstOf(findings) };
}

/** What these say is in the plan's attributes, and told with the token or the binding. */
const SAID_BY_ATTRIBUTES: readonly string[] = [
  "token-rotates",
  "token-taken-over",
  "token-rejected",
  "token-no-verdict",
  "unmanaged-holder",
  "binding-rejected",
  "binding-waiting",
  "binding-unknown",
  "binding-unproven",
  "binding-untestable",
  "binding-note",
  "binding-not-looked-at",
];
/** Terraform's own, or OpenTofu's, which have no codes: each object is told as a released binding. */
const NO_LONGER_MANAGED = "Some objects will no longer be managed by ";

function isToldNowhereElse({ code, summary }: TerraformDiagnostic): boolean {
  const isSaid = code !== null && SAID_BY_ATTRIBUTES.includes(code);
  return !isSaid && !summary.startsWith(NO_LONGER_MANAGED);
}

function headlineOf(
  exitCode: 0 | 1 | 2,
  { plan }: TokenOutlook,
  bindings: readonly BindingOutlook[],
  rest: readonly ResourceChange[],
): Headline {
  if (exitCode === 1) return "fail";
  const any = (...actions: readonly BindingOutlook["action"][]) =>
    bindings.some(({ action }) => actions.includes(action));
  if (any("remove")) return "remove";
  if (plan.change === "rotate" || plan.change === "issue") return "rotate";
  if (plan.change === "adopt" || plan.change === "take over") return "take over";
  if (any("heal")) return "heal";
  if (any("bind", "watch")) return "bind";
  if (any("release") || plan.change === "release") return "release";
  if (any("wait", "confirm")) return "wait";
  const isChanged =
    plan.change !== "none" || any("another writer", "test again", "restart") || rest.length > 0;
  return isChanged || exitCode === 2 ? "change" : "nothing";
}

function remark({ code, summary, detail }: Remark): Remark {
  return { code, summary, detail };
}

/** Plan runs some checks twice, and Terraform tells things in the order in which they come. */
function distinct<T extends Remark>(remarks: readonly T[]): T[] {
  return [...new Map(remarks.map((each) => [JSON.stringify(each), each])).values()].sort(bySaying);
}

function bySaying(one: Remark, other: Remark): number {
  const [left, right] = [one, other].map(({ summary, detail }) => `${summary}\n${detail}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** The stock providers' errors name no way out. */
function todoOf({ address, summary, detail }: TerraformDiagnostic): string | null {
  const [, name] = /^provider\["[^"]*\/([a-z]+)"\]/.exec(address ?? "") ?? [];
  const variables = { azuread: "ARM_*", okta: "OKTA_*" }[name ?? ""];
  if (variables === undefined) return null;
  const isRefused = /\b40[13]\b|AADSTS|invalid_client|E0000011|unauthorized|expired/i.test(
    `${summary} ${detail}`,
  );
  return isRefused
    ? `The credentials of provider ${name} are refused: renew them (${variables} in the environment). druva-scim doctor shows which are present.`
    : `Look at the credentials of provider ${name} (${variables} in the environment): druva-scim doctor shows which are present.`;
}
