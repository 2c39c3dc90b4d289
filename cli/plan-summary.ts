/** What a plan will do, for people: from Terraform's plan and what was said while it was made. Pure. */
import { type PlannedBinding, planBindings } from "./plan-bindings";
import { isAnnouncement, isNoLongerManaged, isUntested, unmanagedHolder } from "./plan-remarks";
import { planToken, type TokenPlan } from "./plan-token";
import type { BindingKey, TenantState } from "./tenant-state";
import type { PlanRun, ResourceChange, TerraformDiagnostic } from "./terraform";

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
    readonly slowest: BindingKey;
    /** Whose upper bound is not known: the old token was not seen alive, or a person was waited for. */
    readonly unbounded: readonly BindingKey[];
  } | null;
}

export interface Remark {
  readonly summary: string;
  readonly detail: string;
}

export interface Failure extends Remark {
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
  /** Applications of the same kind that are not bound: they may hold the token. */
  readonly unmanaged: readonly Remark[];
  /** Why something could not be looked at, so that this plan does not know how it stands. */
  readonly untested: readonly (Remark & { readonly binding: BindingKey | null })[];
  /** The provider's own announcement of what happens to the token, with the steps for a person. */
  readonly announcement: Remark | null;
  readonly warnings: readonly Remark[];
  readonly errors: readonly Failure[];
}

export type PlanFacts = Pick<PlanRun, "exitCode" | "diagnostics" | "document" | "prior">;

export function summarize(tenant: string, facts: PlanFacts): Summary {
  const { exitCode, diagnostics, document, prior } = facts;
  const changes = (document?.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const token = planToken(tenant, changes, prior);
  const { bindings, rest } = planBindings({ changes, token, prior, diagnostics });
  const addresses = new Map(bindings.map(({ testAddress, key }) => [testAddress, key]));

  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const announcement = warnings.find(isAnnouncement);
  const told = new Set<TerraformDiagnostic>(announcement === undefined ? [] : [announcement]);
  const take = (wanted: (each: TerraformDiagnostic) => boolean) => {
    const found = warnings.filter((each) => !told.has(each) && wanted(each));
    for (const each of found) told.add(each);
    return found;
  };
  const unmanaged = take(({ summary }) => unmanagedHolder(summary));
  const untested = take(isUntested);
  // What is said of a binding is told with it.
  take(
    (each) =>
      isNoLongerManaged(each) || (each.address !== undefined && addresses.has(each.address)),
  );
  const errors = diagnostics.filter(({ severity }) => severity === "error");

  return {
    tenant,
    exitCode,
    headline: headlineOf(exitCode, token, bindings, rest),
    token,
    bindings,
    others: rest.map(({ address, change }) => ({ address, actions: change.actions })),
    gap: token.ends ? { last: lastGap(prior) } : null,
    // The provider looks over the consumers in state: one that this plan binds is none there yet.
    unmanaged: distinct(unmanaged.map(remark)).filter(
      ({ summary }) => !bindings.some(({ id }) => summary.includes(`(${id})`)),
    ),
    untested: distinct(
      untested.map((each) => ({
        ...remark(each),
        binding: addresses.get(each.address ?? "") ?? null,
      })),
    ),
    announcement: announcement === undefined ? null : remark(announcement),
    warnings: distinct(warnings.filter((each) => !told.has(each)).map(remark)),
    errors: distinct(errors.map((each) => ({ ...remark(each), todo: todoOf(each) }))),
  };
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
  const isChanged = token.change !== "none" || any("test again") || rest.length > 0;
  return isChanged || exitCode === 2 ? "change" : "nothing";
}

function lastGap(prior: TenantState | null): ExpectedGap["last"] {
  const measured = [...(prior?.tests ?? [])].flatMap(([key, test]) =>
    test.gapSecondsAtLeast === null
      ? []
      : [{ key, atLeast: test.gapSecondsAtLeast, atMost: test.gapSeconds }],
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

function remark({ summary, detail }: Remark): Remark {
  return { summary, detail };
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
