/** What a plan will do, for people: from Terraform's plan and what was said while it was made. Pure. */
import { type PlannedBinding, planBindings } from "./plan-bindings";
import { planToken, type TokenPlan } from "./plan-token";
import type { Holder } from "../../provider/bindings/unmanaged";
import { type ConsumerKey, keyOf } from "../../provider/bindings/consumer";
import type { TenantState } from "../terraform/tenant-state";
import type { PlanRun, ResourceChange, TerraformDiagnostic } from "../terraform/stack";

export type { PlannedBinding } from "./plan-bindings";
export type { TokenPlan } from "./plan-token";

/** The gravest thing that an apply will do. */
export type Headline =
  | "fail"
  | "remove"
  | "rotate"
  | "take over"
  | "heal"
  | "bind"
  | "release"
  | "wait"
  | "change"
  | "nothing";

export interface ExpectedGap {
  /** Of the last rotation, over all bindings; null where none was measured. */
  readonly last: {
    readonly atLeastSeconds: number;
    /** Over the bindings whose upper bound is known; null where it is of none. */
    readonly atMostSeconds: number | null;
    /** The binding that took longest, as far as is known. */
    readonly slowest: ConsumerKey;
    /** Whose upper bound is not known: the old token was not seen alive, or a person was waited for. */
    readonly unbounded: readonly ConsumerKey[];
  } | null;
}

export interface Remark {
  /** For programs; null where whoever says it has none. */
  readonly code: string | null;
  readonly summary: string;
  readonly detail: string;
}

export interface PlanFailure extends Remark {
  /** Null where the error says it itself. */
  readonly todo: string | null;
}

export interface Summary {
  readonly tenant: string;
  /** Of `terraform plan -detailed-exitcode`. */
  readonly exitCode: 0 | 1 | 2;
  readonly headline: Headline;
  readonly token: TokenPlan;
  readonly bindings: readonly PlannedBinding[];
  /** Other resources of the stack, as Terraform has them. */
  readonly others: readonly { readonly address: string; readonly actions: readonly string[] }[];
  /** Of a rotation; null where the apply ends no token. */
  readonly gap: ExpectedGap | null;
  /** Applications of the same kind that are not bound: they may hold the token. Null: not checked. */
  readonly unmanaged: readonly Holder[] | null;
  /** What nothing above tells. */
  readonly warnings: readonly Remark[];
  readonly errors: readonly PlanFailure[];
}

export type PlanFacts = Pick<PlanRun, "exitCode" | "diagnostics" | "document" | "prior">;

export function summarize(tenant: string, facts: PlanFacts): Summary {
  const { exitCode, diagnostics, document, prior } = facts;
  const changes = (document?.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const token = planToken(tenant, changes, prior);
  const { bindings, rest } = planBindings({ changes, token, prior, diagnostics });
  const of = (severity: TerraformDiagnostic["severity"]) =>
    diagnostics.filter((each) => each.severity === severity);

  return {
    tenant,
    exitCode,
    headline: headlineOf(exitCode, token, bindings, rest),
    token,
    bindings,
    others: rest.map(({ address, change }) => ({ address, actions: change.actions })),
    gap: token.ends ? { last: lastGap(prior) } : null,
    // The provider looks for others than the consumers in state: this plan may bind one of them.
    unmanaged:
      prior?.token.unmanaged?.filter((each) => !bindings.some(({ key }) => key === keyOf(each))) ??
      null,
    warnings: distinct(
      of("warning")
        .filter((each) => document === null || isToldNowhereElse(each))
        .map(remark),
    ),
    errors: distinct(of("error").map((each) => ({ ...remark(each), todo: todoOf(each) }))),
  };
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
  token: TokenPlan,
  bindings: readonly PlannedBinding[],
  rest: readonly ResourceChange[],
): Headline {
  if (exitCode === 1) return "fail";
  const any = (...what: readonly PlannedBinding["what"][]) =>
    bindings.some((each) => what.includes(each.what));
  if (any("remove")) return "remove";
  if (token.change === "rotate" || token.change === "issue") return "rotate";
  if (token.change === "adopt" || token.change === "take over") return "take over";
  if (any("heal")) return "heal";
  if (any("bind", "watch")) return "bind";
  if (any("release") || token.change === "release") return "release";
  if (any("wait", "confirm")) return "wait";
  const isChanged =
    token.change !== "none" || any("another writer", "test again") || rest.length > 0;
  return isChanged || exitCode === 2 ? "change" : "nothing";
}

function lastGap(prior: TenantState | null): ExpectedGap["last"] {
  const measured = [...(prior?.bindings ?? [])].flatMap(([key, each]) =>
    each.gapSecondsAtLeast === null
      ? []
      : [{ key, atLeast: each.gapSecondsAtLeast, atMost: each.gapSeconds }],
  );
  const bounded = measured.flatMap(({ atMost, ...each }) =>
    atMost === null ? [] : [{ ...each, atMost }],
  );
  const [slowest] = (bounded.length > 0 ? bounded : measured).toSorted(
    (one, other) => other.atLeast - one.atLeast,
  );
  if (slowest === undefined) return null;
  return {
    atLeastSeconds: slowest.atLeast,
    atMostSeconds: bounded.length > 0 ? Math.max(...bounded.map(({ atMost }) => atMost)) : null,
    slowest: slowest.key,
    unbounded: measured.filter(({ atMost }) => atMost === null).map(({ key }) => key),
  };
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
