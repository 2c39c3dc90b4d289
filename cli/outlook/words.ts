/** The sentences that a drift report shares with what shows a plan. */
import { labelOf } from "../../provider/bindings/consumer";
import type { Holder } from "../../provider/bindings/unmanaged";
import type { BindingAction, PlannedBinding } from "./plan-bindings";
import type { Remark, Summary } from "./plan-summary";

/** What to do about a job that does not run. */
export const START_JOB = "Start it in Entra: no deploy does.";

/** What an apply will do: "rotate the token: …". */
export function headlineInWords(summary: Summary): string {
  const { headline, token, bindings } = summary;
  const count = (...what: readonly BindingAction[]) =>
    applications(bindings.filter((each) => what.includes(each.what)).length);
  switch (headline) {
    case "fail":
      return "fail, as planning does";
    case "remove":
      return token.change === "destroy"
        ? "stop managing the token"
        : `take the credentials away from ${count("remove")}`;
    case "rotate":
      return `rotate the token: generation ${token.generationBefore ?? 0} -> ${token.generationAfter ?? "?"}`;
    case "take over":
      return token.change === "adopt"
        ? `take over the ${token.ends ? "token that a person generates" : "living token"} as generation ${token.generationAfter ?? 1}`
        : `take over the token that somebody generated, as generation ${token.generationAfter ?? "?"}`;
    case "heal":
      return `heal ${count("heal")}: the living token is put in again`;
    case "bind":
      return token.change === "watch"
        ? `watch ${count("watch", "bind")}, and change nothing there`
        : `bind ${count("bind", "watch")} to the living token`;
    case "release":
      return `stop managing ${count("release")}; credentials stay as they are`;
    case "wait":
      return `record how far a person has come with ${count("wait", "confirm")}`;
    case "change": {
      const handedOn = bindings.some(({ what }) => what === "another writer");
      return handedOn
        ? `change who writes the token of ${count("another writer")}; the token stays`
        : "change settings; the token and what holds it stay";
    }
    case "nothing":
      return "do nothing: everything is as the config says";
  }
}

/** Whether the present token works, where Druva did not say. */
export function unansweredInWords(why: string): string {
  return `whether Druva accepts the present token: ${why}.`;
}

export function unmanagedInWords({ kind, id, name }: Holder): Omit<Remark, "code"> {
  return {
    summary: `${labelOf({ id, name })} in ${VENDOR[kind]} may hold the token, and is not bound`,
    detail:
      "If it holds the token, a rotation leaves it with a dead one. Add a binding for it, or make sure that it does not use Druva's token.",
  };
}

export const VENDOR: Readonly<Record<PlannedBinding["kind"], string>> = {
  entra: "Entra ID",
  okta: "Okta",
  command: "command",
};

export function applications(count: number): string {
  return count === 1 ? "1 application" : `${count} applications`;
}
