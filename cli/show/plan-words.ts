/** The sentences that a plan's text and its markdown share. */
import { BINDING_WORDS } from "./vocabulary";
import type { BindingAction, PlannedBinding } from "../outlook/plan-bindings";
import type { Summary } from "../outlook/plan-summary";
import { dayOf } from "../terminal/time";

/** Undefined where nothing stops. */
export function whatStops(summary: Summary): string | undefined {
  const { token, bindings } = summary;
  const removed = bindings.filter(({ what }) => what === "remove");
  if (removed.length > 0) {
    return `${listOf(removed)} can no longer provision: the credentials are taken away.`;
  }
  if (token.status === "rejected" && token.endsOrTakesOver) {
    return `The present token${named(token.fingerprint)} does not work any more: ${holders(summary)} cannot provision until each has the living one.`;
  }
  if (!token.ends) return undefined;
  const when =
    token.issuer === "command"
      ? "when the deploy runs"
      : "as soon as a person generates the new one in Druva's console";
  return `The present token${named(token.fingerprint)} stops working ${when}. From then on ${holders(summary)} cannot create, change or deactivate users in Druva, each until it has the new token and has passed its test.`;
}

/** Undefined where no token ends. */
export function expectedGapInWords({ gap, token, bindings }: Summary): string | undefined {
  if (gap === null) return undefined;
  const byHand =
    token.issuer === "handover"
      ? " It begins when the token is generated, so the minutes until it is handed over count too."
      : "";
  const { last } = gap;
  if (last === null) return `Not known: no rotation has been measured here yet.${byHand}`;
  const nameOf = (key: string) => bindings.find((each) => each.key === key)?.name ?? key;
  if (last.atMostSeconds === null) {
    return `Not known. The last rotation took at least ${duration(last.atLeastSeconds)} (${nameOf(last.slowest)}); how long at most was not seen.${byHand}`;
  }
  const open =
    last.unbounded.length === 0
      ? ""
      : ` Not counting ${last.unbounded.map(nameOf).join(", ")}, for which it was not seen.`;
  return `As in the last rotation, if all goes alike: ${range(last.atLeastSeconds, last.atMostSeconds)} until the last application (${nameOf(last.slowest)}) worked again.${open}${byHand}`;
}

const ACTION_IN_WORDS: Readonly<Record<BindingAction, string>> = {
  "new token": "gets the new token, then is tested",
  bind: "becomes a binding: the token is written, then tested",
  heal: "gets the living token, then is tested",
  wait: "waits until a person has entered the token and it is shown to work",
  confirm: "counts as done: the config confirms that a person entered the token",
  watch: "is tested as it is; nothing is changed there",
  "another writer": "stays; its token is written by somebody else from now on",
  "test again": "is tested again, with other settings",
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

/** Where no program can enter the token, and where another one does, that is told. */
export function actionInWords({ what, byPerson, through }: PlannedBinding): string {
  if (what === "another writer") return WRITER_IN_WORDS[through] ?? ACTION_IN_WORDS[what];
  if (byPerson && (what === "new token" || what === "bind" || what === "heal")) {
    return "a person enters the token by hand; counts once it is shown to work";
  }
  return ACTION_IN_WORDS[what];
}

/** "could not be looked at (worked on 2027-01-31)" */
export function statusInWords({ status, verifiedAt }: PlannedBinding): string {
  if (status === null) return "not bound yet";
  const { short } = BINDING_WORDS[status];
  return status === "unknown" && verifiedAt !== null
    ? `${short} (worked on ${dayOf(verifiedAt)})`
    : short;
}

/** Seconds in the units that people say. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function range(atLeast: number, atMost: number): string {
  return atLeast === atMost
    ? duration(atMost)
    : `between ${duration(atLeast)} and ${duration(atMost)}`;
}

function named(fingerprint: string | null): string {
  return fingerprint === null ? "" : ` (${fingerprint})`;
}

function holders({ bindings }: Summary): string {
  const holding = bindings.filter(({ what }) => what !== "release" && what !== "bind");
  return holding.length === 0 ? "whoever holds it" : listOf(holding);
}

const NAMED_AT_MOST = 8;

function listOf(bindings: readonly PlannedBinding[]): string {
  const names = bindings.slice(0, NAMED_AT_MOST).map(({ name }) => name);
  const more = bindings.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
