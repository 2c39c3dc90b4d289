/** What is wrong and what to do about it, as sentences: the same in text, page, reports and issues. */
import { type ConsumerKind, labelOf } from "../../provider/bindings/consumer";
import { ENTER_TOKEN } from "../../provider/bindings/okta-person";
import type { Holder } from "../../provider/bindings/unmanaged";
import { handoverVariables } from "../../provider/issuers/handover";
import { DAY_MS, DEFAULT_POLICY } from "../../provider/rotation/schedule";
import type { BindingOutlook } from "../outlook/bindings";
import type { Finding, FindingKind, Outlook, Remark } from "../outlook/outlook";
import { EXIT } from "../terminal/exit-codes";
import { sentence } from "./gap-and-expiry";
import { headlineInWords } from "./plan-words";
import { counted, dayOf } from "../terminal/time";

export interface FindingWords {
  readonly what: string;
  readonly todo: string;
}

/** `who`: what the sentence calls a binding. Default: its name, and where it is. */
export function findingInWords(finding: Finding, outlook: Outlook, who?: string): FindingWords {
  const { token, tenant } = outlook;
  const binding = outlook.bindings.find(({ key }) => key === finding.subject);
  const it = who ?? (binding === undefined ? finding.subject : nameAndPlace(binding));
  const deploy = "Deploy what is merged, or set the config back.";
  switch (finding.problem) {
    case "plan failed": {
      const { summary, detail, todo } = finding.error;
      return {
        what: `The plan failed, so nothing could be compared: ${[summary, detail].filter((part) => part !== "").join(". ")}`,
        todo: todo ?? "Fix the error above.",
      };
    }
    case "token rejected": {
      const variable = token.plan.variable ?? handoverVariables(tenant, null)[0] ?? "";
      return {
        what: `Druva rejects the token of generation ${token.generation}. Probably somebody generated another one.`,
        todo: `Hand over the token that was generated last (${variable}) and deploy: it is taken over, and no token is issued.`,
      };
    }
    case "no verdict":
      return {
        what: `It is not known ${unansweredInWords(finding.why)}`,
        todo: "Look again when Druva answers.",
      };
    case "age unknown":
      return {
        what: `Nobody knows when the token was generated, so nothing warns before it expires.${latestExpiry(token)}`,
        todo: "Set issuedOn in the config to that day (Druva's console does not show it: ask who generated it), or ask for a rotation (druva-scim request).",
      };
    case "due":
      return {
        what: `${sentence(calledIn(token))} is due since ${dayOf(token.rotateAt)}; it expires on ${dayOf(token.expiresAt)}.`,
        todo: askForTheNext(token),
      };
    case "expired":
      return {
        what: `By the calendar ${calledIn(token)} expired on ${dayOf(token.expiresAt)}.`,
        todo: askForTheNext(token),
      };
    case "token not deployed":
      return {
        what: `Not deployed yet: a deploy would ${headlineInWords(outlook)}.`,
        todo: deploy,
      };
    case "binding rejected":
      return {
        what: `${it} holds a token that does not work.`,
        todo: healing(binding?.byPerson === true, token.status === "rejected"),
      };
    case "waiting":
      return { what: `${it} waits for a person.`, todo: binding?.notes.join(" ") ?? "" };
    case "not looked at":
      return {
        what: `${it} could not be looked at.`,
        todo: "Let these credentials test it (druva-scim doctor shows which they are), or look again when the vendor answers.",
      };
    case "not shown to work":
      return {
        what:
          binding?.untestable == null
            ? `Nothing shows that ${it} works.`
            : `Nothing shows that ${it} works, and it cannot be tested: ${binding.untestable}.`,
        todo: "See in the vendor's own console whether it provisions.",
      };
    case "job stopped":
      return {
        what: `${it} holds a token that works, and provisions nobody: ${finding.why}.`,
        todo:
          binding?.action === "restart"
            ? "Deploy: the binding is tested, and the job started again."
            : "Start it in Entra: no deploy does.",
      };
    case "never applied":
      return { what: `${it} was never deployed.`, todo: deploy };
    case "behind":
      return {
        what: `${it} has not got the present token yet.`,
        todo: binding?.byPerson
          ? "Deploy: it then waits until a person has entered the present token and it is shown to work."
          : "Deploy: the present token is written there and tested. No token is issued.",
      };
    case "settings changed":
      return {
        what: `${it} is not as the last deploy left it.`,
        todo: "Deploy: it is set again and tested. No token is issued.",
      };
    case "change not deployed":
      return { what: `${it}: a change of the config is not deployed yet.`, todo: deploy };
    case "credentials removed":
      return { what: `${it}: a deploy would take its credentials away.`, todo: deploy };
    case "other resource":
      return {
        what: `${finding.subject} is not as the config says: ${finding.actions.join(", ")}.`,
        todo: deploy,
      };
  }
}

/** A token was generated before Druva accepted it for the first time here. */
function latestExpiry({ provenAt }: Outlook["token"]): string {
  if (provenAt === null) return "";
  const latest = new Date(provenAt.getTime() + DEFAULT_POLICY.lifetimeDays * DAY_MS);
  return ` It expires on ${dayOf(latest)} at the latest.`;
}

function calledIn({ generation }: Outlook["token"]): string {
  return generation === 0 ? "the token that is watched" : `the token of generation ${generation}`;
}

function askForTheNext({ generation, plan }: Outlook["token"]): string {
  const next = generation + 1;
  return plan.ends
    ? `Generation ${plan.generation ?? next} is asked for already: deploy it.`
    : `Ask for generation ${next} (druva-scim request) and have it reviewed; generate the token only after that.`;
}

function healing(byPerson: boolean, isTokenDead: boolean): string {
  if (byPerson) return `A person has to enter the token that works there. In Okta: ${ENTER_TOKEN}.`;
  return isTokenDead
    ? "The same deploy writes the token that is taken over, and tests it."
    : "Deploy: the current token is written again and tested. No token is issued.";
}

/**
 * "2 bindings are broken: drift exits with 5"; of the worst kind alone, as drift has it. What is read
 * from the state may be out of date, and drift asks.
 */
export function whatDriftExitsWith(
  worst: FindingKind,
  { findings, bindings, source }: Pick<Outlook, "findings" | "bindings" | "source">,
): string {
  const keys = new Set<string>(bindings.map(({ key }) => key));
  const subjects = new Set(
    findings.filter(({ kind }) => kind === worst).map(({ subject }) => subject),
  );
  const bound = [...subjects].filter((each) => keys.has(each)).length;
  const others = [...subjects].filter((each) => !keys.has(each) && !Object.hasOwn(SUBJECTS, each));
  const named = [
    ...Object.entries(SUBJECTS).flatMap(([key, name]) => (subjects.has(key) ? [name] : [])),
    ...(bound === 0 ? [] : [counted(bound, "binding")]),
    ...(others.length === 0 ? [] : [counted(others.length, "other resource")]),
  ];
  return `${named.join(" and ")} ${subjects.size === 1 ? "is" : "are"} ${worst}: drift exits with ${EXIT[worst]}${source === "saved" ? " if nothing has changed since" : ""}`;
}

/** Of findings about no binding; any other has Terraform's address. */
export const SUBJECTS: Readonly<Record<string, string>> = { token: "the token", plan: "the plan" };

/** Whether the present token works, where Druva did not say. */
export function unansweredInWords(why: string): string {
  return `whether Druva accepts the present token: ${why}.`;
}

/** An application of the same kind that is not bound. */
export function unmanagedInWords({ kind, id, name }: Holder): Remark {
  return {
    code: null,
    summary: `${labelOf({ id, name })} in ${VENDOR[kind]} may hold the token, and is not bound`,
    detail:
      "If it holds the token, a rotation leaves it with a dead one. Add a binding for it, or list it in unrelated if it does not hold this tenant's token.",
  };
}

export const VENDOR = {
  entra: "Entra ID",
  okta: "Okta",
  command: "command",
} as const satisfies Record<ConsumerKind, string>;

/** "Druva Sales (Entra ID)" */
export function nameAndPlace({ name, kind }: Pick<BindingOutlook, "name" | "kind">): string {
  return `${name} (${VENDOR[kind]})`;
}
