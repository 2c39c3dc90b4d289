/** What `rotate` has to do, by the plan: the provider decides, this tells a person. Pure. */
import type { Probe } from "../../provider/rotation/probe";
import type { PlanOutlook } from "../outlook/outlook";
import { findingInWords } from "../show/finding-words";
import { EXIT, type ExitCode } from "../terminal/exit-codes";

export type Task =
  /** A person hands a token over. "latest": somebody has generated one already. */
  | { readonly kind: "hand over"; readonly wanted: "new" | "latest" | "in use" }
  /** The config's command makes it. */
  | { readonly kind: "issue" }
  /** The token is in state; something that holds it is not done yet. */
  | { readonly kind: "finish" }
  /** Nothing but a person's app is open. */
  | { readonly kind: "wait" }
  | { readonly kind: "nothing" }
  /** Not on this day: the plan would do harm, or cannot be made. */
  | {
      readonly kind: "refuse";
      readonly why: string;
      readonly todo: string;
      readonly exitCode: ExitCode;
    };

/** `present`: what Druva says of the token in state now. */
export function taskOf(outlook: PlanOutlook, present: Pick<Probe, "verdict">): Task {
  const { bindings, others, errors, exitCode, findings } = outlook;
  const { plan } = outlook.token;
  if (exitCode === 1) {
    return {
      kind: "refuse",
      why: errors.map((each) => `${each.summary}: ${each.detail}`).join("\n"),
      todo: "Fix the error above. Nothing was changed.",
      exitCode: EXIT.error,
    };
  }
  const removed = [
    ...bindings.filter(({ action }) => action === "remove").map(({ name }) => name),
    ...others.filter(({ actions }) => actions.includes("delete")).map(({ address }) => address),
    ...(plan.change === "destroy" ? ["the token"] : []),
  ];
  if (removed.length > 0) {
    return {
      kind: "refuse",
      why: `This deploy would also remove ${removed.join(", ")}.`,
      todo: "Deploy that change first with cdktf deploy, then rotate.",
      exitCode: EXIT.error,
    };
  }
  switch (plan.change) {
    case "rotate":
    case "issue":
      if (plan.issuer === "command") return { kind: "issue" };
      return {
        kind: "hand over",
        wanted: present.verdict === "rejected" ? "latest" : "new",
      };
    case "adopt":
      return { kind: "hand over", wanted: plan.ends ? "new" : "in use" };
    case "take over":
      return { kind: "hand over", wanted: "latest" };
    case "destroy": // removed
    case "none":
    case "watch":
    case "settings":
    case "release": {
      const open = bindings.filter(({ action }) => action !== "stay");
      if (open.length > 0 && open.every(({ action }) => action === "wait")) return { kind: "wait" };
      if (exitCode !== 0) return { kind: "finish" };
      const due = findings.find(({ kind }) => kind === "due");
      if (due === undefined) return { kind: "nothing" };
      const { what, todo } = findingInWords(due, outlook);
      return {
        kind: "refuse",
        why: `${what} Nobody has asked for another one, so nothing was done.`,
        todo: `${todo} Then run this again.`,
        exitCode: EXIT.due,
      };
    }
  }
}
