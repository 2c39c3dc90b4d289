/**
 * What a tenant's settings must not say together. One set of rules for the constructs, for
 * druva-scim.yaml and for the provider: this file imports nothing that is heavy to load.
 *
 * Null is a value that is not known, in a plan or because its form is wrong: no rule judges it.
 */
import { applicationKey, keyOf } from "./consumer";
import { type Fault, keyText, type KeyPath } from "./fault";

type Given<T> = T | null | undefined;

export interface TokenSettings {
  readonly begin?: Given<string>;
  readonly invalidateExisting?: Given<boolean>;
  readonly issuedOn?: Given<string>;
  readonly acceptUnproven?: Given<string>;
  readonly policy?: Given<{
    readonly lifetimeDays?: Given<number>;
    readonly rotateBeforeDays?: Given<number>;
    readonly mode?: Given<string>;
  }>;
  readonly rotationRequest?: Given<object>;
  readonly issuer?: Given<{
    readonly kind?: Given<string>;
    readonly command?: Given<readonly string[]>;
    readonly environment?: Given<readonly string[]>;
    readonly deadlineSeconds?: Given<number>;
  }>;
  readonly allowDestroy?: Given<boolean>;
}

/** What is said to hold this token, and not to hold it. */
export interface HoldersSettings {
  readonly unrelated?: Given<readonly Given<string>[]>;
}

interface EntraSettings {
  readonly id?: Given<string>;
  readonly manageJob?: Given<boolean>;
  readonly templateId?: Given<string>;
}

interface OktaSettings {
  readonly id?: Given<string>;
  readonly through?: Given<string>;
  readonly confirmed?: Given<string>;
}

export interface BindingSettings {
  readonly entra?: Given<readonly Given<EntraSettings>[]>;
  readonly okta?: Given<readonly Given<OktaSettings>[]>;
  readonly command?: Given<readonly Given<{ readonly name?: Given<string> }>[]>;
}

/** Druva ends every token after so many days. */
export const LIFETIME_DAYS = 365;
export const ROTATE_BEFORE_DAYS = 30;

export function tokenFaults(settings: TokenSettings): Fault[] {
  return [...beginning(settings), ...policy(settings), ...issuer(settings)];
}

/** Those of all bindings of one token; paths begin with the kind. */
export function bindingFaults(bindings: BindingSettings, token: TokenSettings): Fault[] {
  const { entra, okta, command } = bindings;
  return [
    // An object id is the same one, however it is written.
    ...repeated(
      "entra",
      "id",
      entra?.map((each) => each?.id?.toLowerCase()),
    ),
    ...repeated(
      "okta",
      "id",
      okta?.map((each) => each?.id),
    ),
    ...repeated(
      "command",
      "name",
      command?.map((each) => each?.name),
    ),
    ...(entra ?? []).flatMap((each, index) => entraFaults(each ?? {}, token, ["entra", index])),
    ...(okta ?? []).flatMap((each, index) => oktaFaults(each ?? {}, token, ["okta", index])),
  ];
}

/** `bound`: the keys of the tenant's bindings, released ones too, which still hold the token. */
export function unrelatedFaults({ unrelated }: HoldersSettings, bound: readonly string[]): Fault[] {
  const ofBindings = new Set(bound.map(applicationKey));
  const keys = (unrelated ?? []).map((each) => each && applicationKey(each));
  return keys.flatMap((key, index) => {
    if (typeof key !== "string") return [];
    const path = ["unrelated", index];
    const first = keys.indexOf(key);
    return [
      ...when(ofBindings.has(key), {
        path,
        code: "unrelated-and-bound",
        found: `found ${key}, which is a binding`,
        expected: "an application that does not hold this tenant's token",
        todo: "Remove it here, or remove the binding",
      }),
      ...when(first < index, {
        path,
        code: "unrelated-twice",
        found: `found the same as ${keyText(["unrelated", first])}`,
        expected: "each application once",
        todo: "Remove one of the two",
      }),
    ];
  });
}

/** For unrelatedFaults; what the schema refused is left out. */
export function boundKeys({ entra, okta }: BindingSettings): string[] {
  const keys = (kind: "entra" | "okta", entries: BindingSettings[typeof kind]) =>
    (entries ?? []).flatMap((each) =>
      typeof each?.id === "string" ? [keyOf({ kind, id: each.id })] : [],
    );
  return [...keys("entra", entra), ...keys("okta", okta)];
}

export function entraFaults(
  { manageJob, templateId }: EntraSettings,
  { begin }: TokenSettings,
  at: KeyPath = [],
): Fault[] {
  const path = [...at, "manageJob"];
  return [
    ...when(manageJob === true && templateId === undefined, {
      path,
      code: "job-without-template",
      found: "found a managed job without a template",
      expected: "templateId beside it",
      todo: "It is the synchronization template's id (Graph: GET /servicePrincipals/<id>/synchronization/templates)",
    }),
    ...when(manageJob === true && begin === "observe", {
      path,
      code: "job-while-observing",
      found: 'found a managed job beside begin: "observe"',
      expected: "no managed job",
      todo: "Observing changes nothing: leave it out until the token is adopted",
    }),
  ];
}

export function oktaFaults(
  { through, confirmed }: OktaSettings,
  { issuer }: TokenSettings,
  at: KeyPath = [],
): Fault[] {
  const isWithoutPerson = through !== null && through !== "person";
  return [
    ...when(through === "person" && issuer?.kind === "command", {
      path: [...at, "through"],
      code: "person-beside-command",
      found: 'found "person" beside the issuer "command"',
      expected: 'the issuer "handover"',
      todo: "The command makes the token during the deploy, so nobody could enter it in Okta: hand tokens over, or leave this app out",
    }),
    ...when(isWithoutPerson && typeof confirmed === "string", {
      path: [...at, "confirmed"],
      code: "confirmed-without-person",
      found: "found a confirmation of an app in which no person enters the token",
      expected: 'through: "person" beside it',
      todo: "Set it, or leave the confirmation out",
    }),
  ];
}

function beginning(settings: TokenSettings): Fault[] {
  const { begin, invalidateExisting, issuedOn, acceptUnproven, rotationRequest, policy } = settings;
  const isObserved = begin === "observe";
  const issues = begin === "issue" && invalidateExisting !== null && invalidateExisting !== true;
  const whileObserving = (path: KeyPath, what: string): Fault => ({
    path,
    code: "rotation-while-observing",
    found: `found ${what} beside begin: "observe"`,
    expected: 'begin: "adopt" or begin: "issue"',
    todo: "Observing knows no token and issues none: change begin in the same pull request",
  });
  return [
    ...when(issues, {
      path: ["begin"],
      code: "issue-ends-token",
      found: 'found "issue" without invalidateExisting: true',
      expected: 'invalidateExisting: true beside it, or begin: "adopt"',
      todo: "A new token ends the one in use at once. Confirm that, or adopt the one in use",
    }),
    ...when(begin === "issue" && typeof issuedOn === "string", {
      path: ["issuedOn"],
      code: "issued-on-not-adopted",
      found: 'found a day beside begin: "issue"',
      expected: 'begin: "adopt" or begin: "observe"',
      todo: "It is the age of the token in use, which is not known otherwise: leave it out",
    }),
    ...when(
      isObserved && typeof rotationRequest === "object" && rotationRequest !== null,
      whileObserving(["rotationRequest"], "a rotation request"),
    ),
    ...when(
      isObserved && typeof acceptUnproven === "string",
      whileObserving(["acceptUnproven"], "a fingerprint"),
    ),
    ...when(
      isObserved && policy?.mode === "automatic",
      whileObserving(["policy", "mode"], '"automatic"'),
    ),
  ];
}

function policy({ policy, issuer, allowDestroy }: TokenSettings): Fault[] {
  const lifetime = policy?.lifetimeDays ?? LIFETIME_DAYS;
  // One that is not known may be 0.
  const before = policy?.rotateBeforeDays === null ? 0 : policy?.rotateBeforeDays;
  const isAutomatic = policy?.mode === "automatic";
  return [
    ...when((before ?? ROTATE_BEFORE_DAYS) >= lifetime, {
      path: ["policy", before === undefined ? "lifetimeDays" : "rotateBeforeDays"],
      code: "always-due",
      found: `found rotateBeforeDays ${before ?? ROTATE_BEFORE_DAYS} with lifetimeDays ${lifetime}`,
      expected: "rotateBeforeDays to be less than lifetimeDays",
      todo: "A token would be due from its first day",
    }),
    ...when(isAutomatic && kindOf(issuer) === "handover", {
      path: ["policy", "mode"],
      code: "automatic-handover",
      found: 'found "automatic" with the issuer "handover"',
      expected: '"reviewed", or an issuer of kind "command"',
      todo: "Nobody is there to hand a token over when it falls due",
    }),
    ...when(isAutomatic && allowDestroy === true, {
      path: ["allowDestroy"],
      code: "automatic-release",
      found: 'found it beside mode "automatic"',
      expected: 'mode "reviewed"',
      todo: "It releases all bindings, and a token that falls due in the same deploy would be rotated without them: they would hold a dead one. Release first, rotate in the next deploy",
    }),
  ];
}

function kindOf(issuer: TokenSettings["issuer"]): Given<string> {
  return issuer === undefined ? "handover" : issuer?.kind;
}

function issuer({ issuer }: TokenSettings): Fault[] {
  const { kind, command } = issuer ?? {};
  const others = (["command", "environment", "deadlineSeconds"] as const).filter(
    (key) => issuer?.[key] !== undefined && issuer[key] !== null,
  );
  return [
    ...when(kind === "command" && command !== null && !command?.[0]?.trim(), {
      path: ["issuer", "command"],
      code: "no-program",
      found: "found no program",
      expected: 'a program and its arguments, such as ["./issue-token", "--tenant", "acme"]',
      todo: 'The issuer "command" starts it without a shell',
    }),
    ...others.flatMap((key) =>
      when(kind === "handover", {
        path: ["issuer", key],
        code: "handover-runs-nothing",
        found: 'found it with the issuer "handover"',
        expected: 'the issuer "command"',
        todo: "A person hands the token over, and nothing is started: leave it out, or change the kind",
      }),
    ),
  ];
}

function repeated(kind: string, key: string, ids: readonly Given<string>[] = []): Fault[] {
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    return when(typeof id === "string" && first < index, {
      path: [kind, index, key],
      code: "bound-twice",
      found: `found the same as ${keyText([kind, first, key])}`,
      expected: "each place that holds the token once",
      todo: "Two bindings would overwrite each other: remove one",
    });
  });
}

function when(holds: boolean, fault: Fault): Fault[] {
  return holds ? [fault] : [];
}
