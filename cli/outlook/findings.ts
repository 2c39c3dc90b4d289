/** What is wrong with a tenant: each status of its token and bindings, and each planned change. Pure. */
import { clockVerdict } from "../../provider/rotation/schedule";
import type { BindingOutlook } from "./bindings";
import {
  type Finding,
  FINDING_KINDS,
  type FindingKind,
  type Outlook,
  type Problem,
  type Remark,
} from "./outlook";

/** Of all findings; null where there is none. */
export function worstOf(findings: readonly Finding[]): FindingKind | null {
  return FINDING_KINDS.find((each) => findings.some(({ kind }) => kind === each)) ?? null;
}

export type Findable = Omit<Outlook, "findings" | "worst">;

export function findingsOf(outlook: Findable): Finding[] {
  const { token, bindings, others, errors } = outlook;
  return [
    ...errors.map((error) => found("plan", { kind: "blind", problem: "plan failed", error })),
    ...tokenFindings(outlook),
    ...bindings.flatMap((each) => statusFindings(each, outlook)),
    ...(token.plan.change !== "none" && token.status !== "rejected"
      ? [found("token", { kind: "drifted", problem: "token not deployed" })]
      : []),
    // What comes with another token is said with it.
    ...(token.plan.endsOrTakesOver ? [] : bindings.flatMap(outstanding)),
    ...others.map(({ address, actions }) =>
      found(address, { kind: "drifted", problem: "other resource", actions }),
    ),
    ...byTheClock(outlook),
  ];
}

function found(subject: string, problem: Problem): Finding {
  return { subject, ...problem };
}

function tokenFindings({ token: { status, unanswered } }: Findable): Finding[] {
  if (status === "rejected") {
    return [found("token", { kind: "broken", problem: "token rejected" })];
  }
  if (unanswered === null) return [];
  return [found("token", { kind: "blind", problem: "no verdict", why: unanswered })];
}

/** Of a binding's status, whatever a deploy would do to it. */
function statusFindings(binding: BindingOutlook, { source }: Findable): Finding[] {
  const { key, status, action, isBound, isBehind } = binding;
  if (action === "release") return [];
  switch (status) {
    case "rejected":
      return [found(key, { kind: "broken", problem: "binding rejected" })];
    case "waiting":
      // What confirms it is outstanding.
      return action === "confirm" ? [] : [found(key, { kind: "waiting", problem: "waiting" })];
    case "unknown":
      // That the plan failed is said once.
      if (source === "failed plan") return [];
      return [found(key, { kind: "blind", problem: "not looked at" })];
    case "unproven":
      if (!isBound) {
        // What a plan would do there says it.
        return action === null ? [found(key, { kind: "drifted", problem: "never applied" })] : [];
      }
      return isBehind
        ? [found(key, { kind: "drifted", problem: "behind" })]
        : [found(key, { kind: "unproven", problem: "not shown to work" })];
    case "tested":
      return stopsOf(binding).map((why) =>
        found(key, { kind: "stopped", problem: "job stopped", why }),
      );
  }
}

/**
 * What keeps an application from provisioning although its token works: of an Entra application that
 * passed its test, a look notes only what stops its job. Okta's notes are others: that its log
 * cannot be read.
 */
function stopsOf({ kind, status, notes }: BindingOutlook): readonly string[] {
  return kind === "entra" && status === "tested" ? notes : [];
}

/** Those that no finding tells: the notes of a binding that waits are its steps. */
export function untoldNotes(binding: BindingOutlook): readonly string[] {
  return binding.status === "waiting" || stopsOf(binding).length > 0 ? [] : binding.notes;
}

function outstanding({ key, action, status, isBehind, newWriter }: BindingOutlook): Finding[] {
  const drifted = (
    problem: "behind" | "settings changed" | "change not deployed" | "credentials removed",
  ) => [found(key, { kind: "drifted", problem })];
  switch (action) {
    case "heal":
      if (newWriter !== null) return drifted("change not deployed");
      if (isBehind) return status === "unknown" ? drifted("behind") : []; // else told
      return status === "rejected" ? [] : drifted("settings changed"); // else told
    case "confirm":
    case "bind":
    case "watch":
    case "another writer":
    case "test again":
    case "release":
      return drifted("change not deployed");
    case "remove":
      return drifted("credentials removed");
    case "restart": // told by its notes
    case "new token":
    case "wait": // told by its status
    case "stay":
    case null:
      return [];
  }
}

/** Of a token that is dead, or goes with this plan, the day matters no more. */
function byTheClock({ token, takenAt }: Findable): Finding[] {
  const { generation, status, rotateAt, expiresAt, plan } = token;
  const isThere = generation > 0 || status === "observed";
  if (isThere && expiresAt === null && status !== "rejected" && !plan.endsOrTakesOver) {
    return [found("token", { kind: "undated", problem: "age unknown" })];
  }
  const problem = clockVerdict(rotateAt && expiresAt && { rotateAt, expiresAt }, takenAt);
  if (problem === null) return [];
  return [found("token", { kind: "due", problem })];
}

/** Those that no finding tells, and when exactly. */
export function untoldWarnings({ warnings }: Outlook): Remark[] {
  return warnings.filter(({ code }) => code === null || !TOLD_BY_FINDINGS.includes(code));
}

const TOLD_BY_FINDINGS: readonly string[] = ["token-due", "token-expired", "token-age-unknown"];
