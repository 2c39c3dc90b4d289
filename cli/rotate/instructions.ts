/** What `rotate` says to the person with the console open. */
import { generateStep, numbered } from "../../provider/issuers/handover";
import type { Outlook } from "../outlook/outlook";
import { headlineInWords, whatStops } from "../show/plan-words";
import type { Terminal } from "../terminal/terminal";
import { gapInWords } from "../show/gap-and-expiry";
import type { RotationOutcome } from "./finish";
import type { Task } from "./task";

export function introduction(outlook: Outlook, task: Exclude<Task, { kind: "refuse" }>): string {
  const { tenant, token } = outlook;
  switch (task.kind) {
    case "nothing":
      if (token.generation === 0) {
        return `${tenant}: there is nothing to rotate: the token is only watched, and is not known here. To take over the one in use, set begin to "adopt". To replace it: druva-scim request --begin adopt`;
      }
      return `${tenant}: there is nothing to do. The token (generation ${token.generation}) is in place and everything that holds it is as it should be. To rotate it, ask for it first: druva-scim request`;
    case "wait":
      return `${tenant}: the token is in place; only an app that a person sets up is still open.`;
    case "finish":
      return `${tenant}: the token is in state; a deploy will ${headlineInWords(outlook)}. No token is needed.`;
    case "issue":
    case "hand over": {
      const stops = whatStops(outlook);
      return [
        `${tenant}: a deploy will ${headlineInWords(outlook)}.`,
        ...(token.plan.why === null ? [] : [`Why: ${token.plan.why}`]),
        ...(stops === undefined ? [] : [`Stops working: ${stops}`]),
        "",
      ].join("\n");
    }
  }
}

/** As in the provider's own instructions, but for the end: here the token is asked for. */
export function stepsInConsole(
  wanted: "new" | "latest" | "in use",
  tenant: string,
  byHand: readonly string[],
): string {
  if (wanted === "in use") return "\nPaste the token that is in use.";
  const steps = numbered([generateStep(tenant), ...byHand, "Paste the token here."]);
  return wanted === "new"
    ? `\nNow:\n${steps}`
    : `\nDruva rejects the present token, so another one was generated already. Paste that one. Only if nobody has it:\n${steps}`;
}

/** Of the first token: no other one's death, and no user, has shown the tenant. */
export function takenOver(tenant: string): string {
  return `\nTaken over. Not provable here: that it is tenant ${tenant}'s. Compare the tenant's name in Druva's console.`;
}

export function outcomeText(outcome: RotationOutcome, { paint }: Pick<Terminal, "paint">): string {
  const { tenant, generation, fingerprint, bindings, gap, gapWithout, savedGap, complete } =
    outcome;
  const leftOut =
    gapWithout.length === 0 ? "" : ` (without what a person enters: ${gapWithout.join(", ")})`;
  const open = bindings.filter(({ status }) => status !== "tested");
  return [
    "",
    ...bindings.map(({ key, name, status, evidence }) => {
      const mark = paint(status === "tested" ? "green" : "yellow", status);
      return `${mark}  ${name} (${key})${evidence === null ? "" : `: ${evidence}`}`;
    }),
    "",
    `${tenant}: generation ${generation} (${fingerprint ?? "no token"}) is in place. Gap, from the old token's last success to the last passed test: ${gapInWords(gap)}${leftOut}.`,
    ...(savedGap === null || savedGap.atMost === gap.atMost
      ? []
      : [`druva-scim status knows only what the deploys saw, and shows: ${gapInWords(savedGap)}.`]),
    ...(complete
      ? []
      : [
          `Still open, and not in this gap: ${open.map(({ name }) => name).join(", ")}. Run druva-scim rotate again to wait on.`,
        ]),
  ].join("\n");
}
