/** What can be wrong, sorted by what has to be done about it: one table for whatever tells of it. */
import type { BindingStatus } from "../../provider/bindings/binding-status";
import type { TokenStatus } from "../../provider/rotation/token-status";

/**
 * "broken": the token or a binding is dead, so users are not provisioned. "stopped": a binding
 * works, and the job that would provision users does not run. "drifted": what is there is not what
 * the config says, or a deploy is outstanding. "waiting": a person has still to enter the token, as
 * the config says that one does. "blind": it could not be looked at. "unproven": nothing shows that
 * a binding works, and nobody can test it. "due": the token has to be rotated soon.
 */
export const FINDING_KINDS = [
  "broken", // the worst first
  "stopped",
  "drifted",
  "waiting",
  "blind",
  "unproven",
  "due",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Null where there is none. */
export function worstOf(kinds: readonly (FindingKind | null)[]): FindingKind | null {
  return FINDING_KINDS.find((kind) => kinds.includes(kind)) ?? null;
}

const OF_BINDINGS: Readonly<Record<BindingStatus, FindingKind | null>> = {
  rejected: "broken",
  waiting: "waiting",
  unknown: "blind",
  unproven: "unproven",
  tested: null,
};

/** Null where nothing is wrong. */
export function kindOfBinding(
  status: BindingStatus,
  binding: Parameters<typeof stopsOf>[0],
): FindingKind | null {
  return stopsOf(binding).length > 0 ? "stopped" : OF_BINDINGS[status];
}

/**
 * What keeps an application from provisioning although its token works: of an Entra application that
 * passed its test, a look notes only what stops its job. Okta's notes are others: that its log
 * cannot be read.
 */
export function stopsOf({
  kind,
  status,
  notes,
}: {
  readonly kind: "entra" | "okta" | "command";
  readonly status: BindingStatus | null;
  readonly notes: readonly string[];
}): readonly string[] {
  return kind === "entra" && status === "tested" ? notes : [];
}

const OF_TOKENS: Readonly<Record<TokenStatus, FindingKind | null>> = {
  rejected: "broken",
  expired: "due", // by the calendar; what Druva says counts
  due: "due",
  unproven: "blind",
  observed: null,
  valid: null,
};

export function kindOfToken(status: TokenStatus): FindingKind | null {
  return OF_TOKENS[status];
}
