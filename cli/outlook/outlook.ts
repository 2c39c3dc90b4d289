/**
 * How a tenant is doing, and what a deploy would do: the one answer, of which text, page, comment,
 * issue, calendar and metrics are views.
 */
import type { BindingOutlook } from "./bindings";
import type { LastGap } from "./last-gap";
import type { TokenOutlook } from "./token";
import type { Holder } from "../../provider/bindings/unmanaged";

export interface Outlook {
  readonly tenant: string;
  /** By the clock in use (the sandbox moves its own). */
  readonly takenAt: Date;
  /**
   * "plan": a plan has just looked at everything. "saved": the state alone, nobody was asked. "failed
   * plan": the state, and Druva's answer about its token.
   */
  readonly source: "plan" | "saved" | "failed plan";
  /** SCIM base URL. */
  readonly scimUrl: string;
  /** The gravest thing that a deploy would do; null where no plan was made. */
  readonly headline: Headline | null;
  /** Of the findings; null where nothing is wrong. */
  readonly worst: FindingKind | null;
  readonly findings: readonly Finding[];
  readonly token: TokenOutlook;
  readonly bindings: readonly BindingOutlook[];
  /** Of the last rotation; null where none was measured. */
  readonly lastGap: LastGap | null;
  /** Names of the bindings that are not in it yet: a person is waited for. */
  readonly stillOpen: readonly string[];
  /** Changes to other resources of the stack, as Terraform has them. */
  readonly others: readonly { readonly address: string; readonly actions: readonly string[] }[];
  /** Applications of the same kind that are not bound: they may hold the token. Null: not checked. */
  readonly unmanaged: readonly Holder[] | null;
  /** What nothing above tells. */
  readonly warnings: readonly Remark[];
  /** Why the plan failed. */
  readonly errors: readonly PlanError[];
}

/** An outlook for which a plan was made, or tried. */
export interface PlanOutlook extends Outlook {
  /** Of `terraform plan -detailed-exitcode`. */
  readonly exitCode: 0 | 1 | 2;
  readonly headline: Headline;
}

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

export interface Remark {
  /** For programs; null where whoever says it has none. */
  readonly code: string | null;
  readonly summary: string;
  readonly detail: string;
}

export interface PlanError extends Remark {
  /** Null where the error says it itself. */
  readonly todo: string | null;
}

/**
 * "broken": the token or a binding is dead, so users are not provisioned. "stopped": a binding
 * works, and the job that would provision users does not run. "drifted": what is there is not what
 * the config says, or a deploy is outstanding. "waiting": a person has still to enter the token, as
 * the config says that one does. "blind": it could not be looked at. "unproven": nothing shows that
 * a binding works, and nobody can test it. "undated": how old the token is is not known, so nothing
 * warns before it expires. "due": the token has to be rotated soon.
 */
export const FINDING_KINDS = [
  "broken", // the worst first
  "stopped",
  "drifted",
  "waiting",
  "blind",
  "unproven",
  "undated",
  "due",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What is wrong, of which kind that is, and what its sentence needs beside the subject. */
export type Problem =
  | { readonly kind: "blind"; readonly problem: "plan failed"; readonly error: PlanError }
  | { readonly kind: "broken"; readonly problem: "token rejected" | "binding rejected" }
  | { readonly kind: "blind"; readonly problem: "no verdict"; readonly why: string }
  | { readonly kind: "blind"; readonly problem: "not looked at" }
  | { readonly kind: "undated"; readonly problem: "age unknown" }
  | { readonly kind: "due"; readonly problem: "due" | "expired" }
  | { readonly kind: "stopped"; readonly problem: "job stopped"; readonly why: string }
  | { readonly kind: "waiting"; readonly problem: "waiting" }
  | { readonly kind: "unproven"; readonly problem: "not shown to work" }
  | {
      readonly kind: "drifted";
      readonly problem:
        | "token not deployed"
        | "never applied"
        | "behind"
        | "settings changed"
        | "change not deployed"
        | "credentials removed";
    }
  | {
      readonly kind: "drifted";
      readonly problem: "other resource";
      readonly actions: readonly string[];
    };

export type Finding = Problem & {
  /** "token", "plan", "<kind>/<id>" of a binding, or Terraform's address of another resource. */
  readonly subject: string;
};
