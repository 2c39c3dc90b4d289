/** The sentences about what a deploy would do: for a plan's text, its markdown, and the day itself. */
import { BINDING_WORDS } from "./vocabulary";
import { durationInWords, rangeInWords } from "./gap-and-expiry";
import type { BindingAction, BindingOutlook } from "../outlook/bindings";
import type { Outlook } from "../outlook/outlook";
import { counted, dayOf } from "../terminal/time";

/** What a deploy will do: "rotate the token: …". */
export function headlineInWords(outlook: Outlook): string {
  const { headline, token, bindings } = outlook;
  const { plan } = token;
  const count = (...actions: readonly BindingAction[]) =>
    applications(
      bindings.filter(({ action }) => action !== null && actions.includes(action)).length,
    );
  switch (headline) {
    case null:
      return "do what only a plan shows";
    case "fail":
      return "fail, as planning does";
    case "remove":
      return plan.change === "destroy"
        ? "stop managing the token"
        : `take the credentials away from ${count("remove")}`;
    case "rotate":
      return `rotate the token: generation ${token.generation} -> ${plan.generation ?? "?"}`;
    case "take over":
      return plan.change === "adopt"
        ? `take over the ${plan.ends ? "token that a person generates" : "token in use"} as generation ${plan.generation ?? 1}`
        : `take over the token that somebody generated, as generation ${plan.generation ?? "?"}`;
    case "heal":
      return healingInWords(bindings.filter(({ action }) => action === "heal"));
    case "bind":
      return plan.change === "watch"
        ? `watch ${count("watch", "bind")}, and change nothing there`
        : `bind ${count("bind", "watch")} to the current token`;
    case "release":
      return `stop managing ${count("release")}; credentials stay as they are`;
    case "wait":
      return `record how far a person has come with ${count("wait", "confirm")}`;
    case "change":
      return bindings.some(({ action }) => action === "another writer")
        ? `change who writes the token of ${count("another writer")}; the token stays`
        : "change settings; the token and what holds it stay";
    case "nothing":
      return outlook.findings.some(({ kind }) => kind === "blind")
        ? "do nothing: what could be looked at is as the config says"
        : "do nothing: everything is as the config says";
  }
}

/** No deploy enters a token where only a person can. */
function healingInWords(healed: readonly BindingOutlook[]): string {
  const byHand = healed.filter(({ byPerson }) => byPerson).length;
  const program = healed.length - byHand;
  const person = `a person has to enter the current token in ${applications(byHand)}`;
  if (program === 0) return `record that ${person}`;
  const heals = `heal ${applications(program)}: the current token is put in again`;
  return byHand === 0 ? heals : `${heals}; ${person}`;
}

export function applications(count: number): string {
  return counted(count, "application");
}

/** Undefined where nothing stops. */
export function whatStops({ token, bindings }: Outlook): string | undefined {
  const { plan, status, fingerprint } = token;
  const removed = bindings.filter(({ action }) => action === "remove");
  if (removed.length > 0) {
    return `${listOf(removed)} can no longer provision: the credentials are taken away.`;
  }
  const present = fingerprint === null ? "" : ` (${fingerprint})`;
  const holding = bindings.filter(({ action }) => action !== "release" && action !== "bind");
  const holders = holding.length === 0 ? "whoever holds it" : listOf(holding);
  if (status === "rejected" && plan.endsOrTakesOver) {
    return `The present token${present} does not work any more: ${holders} cannot provision until each has the working token.`;
  }
  if (!plan.ends) return undefined;
  const when =
    plan.issuer === "command"
      ? "when the deploy runs"
      : "as soon as a person generates the new one in Druva's console";
  return `The present token${present} stops working ${when}. From then on ${holders} cannot create, change or deactivate users in Druva, each until it has the new token and has passed its test.`;
}

/** Undefined where nothing that a plan sees keeps the token from being changed. */
export function whatRefuses({ token: { plan }, unmanaged }: Outlook): string | undefined {
  const count = unmanaged?.length ?? 0;
  if (!plan.ends || !plan.requiresAllBound || count === 0) return undefined;
  const who =
    plan.issuer === "command"
      ? "the deploy stops before a token is issued"
      : "druva-scim preflight and rotate stop before a token is generated";
  return `requireAllBound is set, and ${counted(count, "application that is not bound", "applications that are not bound")} may hold the token: ${who}.`;
}

/** Undefined where the plan changes nothing of it. */
export function unrelatedInWords({ token: { plan } }: Outlook): string | undefined {
  const { added, removed } = plan.unrelated;
  const parts = [
    ...(added.length === 0 ? [] : [`new in unrelated: ${added.join(", ")}`]),
    ...(removed.length === 0 ? [] : [`no longer in unrelated: ${removed.join(", ")}`]),
  ];
  return parts.length === 0 ? undefined : `${parts.join("; ")}.`;
}

/** Undefined where no token ends. */
export function expectedGapInWords({ lastGap, token: { plan } }: Outlook): string | undefined {
  if (!plan.ends) return undefined;
  const byHand =
    plan.issuer === "handover"
      ? " It begins when the token is generated, so the minutes until it is handed over count too."
      : "";
  if (lastGap === null) return `Not known: no rotation has been measured here yet.${byHand}`;
  const { slowest, unbounded, atLeastWhereSeen, atMostWhereSeen } = lastGap;
  if (atMostWhereSeen === null) {
    return `Not known. The last rotation took at least ${durationInWords(lastGap.atLeast ?? 0)} (${slowest}); how long at most was not seen.${byHand}`;
  }
  const open =
    unbounded.length === 0
      ? ""
      : ` Not counting ${unbounded.join(", ")}, for which it was not seen.`;
  return `As in the last rotation, if all goes alike: ${rangeInWords(atLeastWhereSeen ?? 0, atMostWhereSeen)} until the last application (${slowest}) worked again.${open}${byHand}`;
}

const ACTION_IN_WORDS: Readonly<Record<BindingAction, string>> = {
  "new token": "gets the new token, then is tested",
  bind: "becomes a binding: the token is written, then tested",
  heal: "gets the current token, then is tested",
  wait: "waits until a person has entered the token and it is shown to work",
  confirm: "counts as done: the config confirms that a person entered the token",
  watch: "is tested as it is; nothing is changed there",
  "another writer": "stays; its token is written by somebody else from now on",
  "test again": "is tested again, with other settings",
  restart: "is tested, and its stopped provisioning job is started again",
  release: "is no longer managed; its credentials stay as they are",
  remove: "loses its credentials",
  stay: "stays as it is",
};

/** What writes the token, by the config's word for it. */
const WRITER_IN_WORDS: Readonly<Record<string, string>> = {
  druva: "the druva provider writes its token from now on",
  azuread:
    "azuread_synchronization_secret writes its token from now on; a second copy of the token is stored in the state",
  okta: "okta_app_connection writes its token from now on; a second copy of the token is stored in the state",
  person: "a person enters its token from now on",
};

/** Who writes the token is told where no program can, and where that changes. */
export function actionInWords({ action, byPerson, newWriter }: BindingOutlook): string {
  const writer = newWriter === null ? undefined : WRITER_IN_WORDS[newWriter];
  if (action === null) return "";
  if (action === "another writer") return writer ?? ACTION_IN_WORDS[action];
  if (byPerson && (action === "new token" || action === "bind" || action === "heal")) {
    return "a person enters the token by hand; counts once it is shown to work";
  }
  return [ACTION_IN_WORDS[action], ...(writer === undefined ? [] : [writer])].join("; ");
}

/** "could not be looked at (worked on 2027-01-31)" */
export function statusInWords({ status, verifiedAt, isBound }: BindingOutlook): string {
  if (!isBound) return "not bound yet";
  const { short } = BINDING_WORDS[status];
  return status === "unknown" && verifiedAt !== null
    ? `${short} (worked on ${dayOf(verifiedAt)})`
    : short;
}

/**
 * What people have to do, in order. Where a token in use is taken over, it depends on who has it:
 * then `question` is not null, and each line is one of the answers.
 */
export function stepsInWords({ change, ends, variable, steps }: Outlook["token"]["plan"]): {
  readonly question: string | null;
  readonly lines: readonly { readonly mark: string; readonly text: string }[];
} {
  if (change !== "adopt" || ends || variable === null) {
    const lines = steps.map((text, index) => ({ mark: `${index + 1}.`, text }));
    return { question: null, lines };
  }
  const answers = [
    `Somebody has it: set ${variable} to it in the environment of the deploy.`,
    'Nobody has it: set begin to "observe". Druva\'s console shows a token only once.',
    'It may be replaced: set begin to "observe" and deploy that. Then ask for a new token: druva-scim request --begin adopt.',
  ];
  return {
    question: "Who has the token in use?",
    lines: answers.map((text) => ({ mark: "-", text })),
  };
}

const NAMED_AT_MOST = 8;

function listOf(bindings: readonly BindingOutlook[]): string {
  const names = bindings.slice(0, NAMED_AT_MOST).map(({ name }) => name);
  const more = bindings.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
