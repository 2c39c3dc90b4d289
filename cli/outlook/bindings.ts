/** How everything that holds the token is doing, and what a deploy would do with it. Pure. */
import { isDeepStrictEqual } from "node:util";
import {
  type Consumer,
  type ConsumerKey,
  type ConsumerKind,
  keyOf,
  principalIdOf,
  readConsumers,
} from "../../provider/bindings/consumer";
import type { BindingStatus } from "../../provider/bindings/binding-status";
import type { Gap } from "../../provider/bindings/gap";
import type { TokenOutlook } from "./token";
import type { StateBinding, TenantState } from "../terraform/tenant-state";
import type { ResourceChange, TerraformDiagnostic } from "../terraform/stack";

/**
 * "new token": the next token is written and tested. "bind": the present token is written for the
 * first time. "heal": the present token is written again. "wait": a person still has to enter it.
 * "confirm": a review says that a person entered it. "watch": only tested. "another writer": who
 * writes the token changes. "test again": its other settings change. "restart": its provisioning job,
 * which has stopped, is started again. "release": no longer managed, credentials left as they are.
 * "remove": its credentials are taken away. "stay": nothing.
 */
export type BindingAction =
  | "new token"
  | "bind"
  | "heal"
  | "wait"
  | "confirm"
  | "watch"
  | "another writer"
  | "test again"
  | "restart"
  | "release"
  | "remove"
  | "stay";

export interface BindingOutlook {
  readonly key: ConsumerKey;
  readonly kind: ConsumerKind;
  readonly id: string;
  /** What people call it; the id where nothing is known. */
  readonly name: string;
  readonly status: BindingStatus;
  /** What shows it: the vendor's own word. */
  readonly evidence: string | null;
  /** What a person should know or do beside it. */
  readonly notes: readonly string[];
  /** When an apply last saw its test pass. */
  readonly verifiedAt: Date | null;
  /** Why nobody tests it, by the reviewed config. */
  readonly untestable: string | null;
  /** From the death of the token before to this binding's test; null where there was none. */
  readonly gap: Gap | null;
  /** No program can enter the token there. */
  readonly byPerson: boolean;
  /** A deploy has been there. */
  readonly isBound: boolean;
  /** What is known of it is of the token before: a deploy has not come so far. */
  readonly isBehind: boolean;
  /** What a deploy would do there; null where no plan was made. */
  readonly action: BindingAction | null;
  /** Who writes the token from now on, "druva", "azuread", "okta" or "person"; null: as before. */
  readonly newWriter: string | null;
  /** Terraform's; null where no plan was made. */
  readonly address: string | null;
}

interface PlannedChanges {
  readonly tenant: string;
  readonly changes: readonly ResourceChange[];
  readonly diagnostics: readonly TerraformDiagnostic[];
}

/** By a plan. `rest`: the changes that belong to no binding, nor to the token. */
export function plannedBindings(
  { tenant, changes, diagnostics }: PlannedChanges,
  token: TokenOutlook,
  prior: TenantState | null,
  now: Date,
): { readonly bindings: readonly BindingOutlook[]; readonly rest: readonly ResourceChange[] } {
  const places = placesIn(changes);
  const configured = consumersIn(tenant, changes);
  const consumers = [...configured, ...(prior?.token.consumers ?? [])];
  const bindings = places.map((place): BindingOutlook => {
    const { key, kind, id, binding } = place;
    const { address, change } = binding;
    const inState = prior?.bindings.get(key);
    const name = consumers.find((each) => keyOf(each) === key)?.name ?? id;
    // Only then state keeps what was found before.
    const unasked = diagnostics.find(
      (each) => each.code === "binding-not-looked-at" && each.address === address,
    );
    const look = lastLook(inState, token, now, unasked?.detail);
    const action = actionOf(place, token, inState, look.status);
    const given = change.after ?? change.before ?? {};
    const isHandedOn =
      change.before !== null &&
      change.after !== null &&
      writerOf(change.before) !== writerOf(change.after);
    return {
      ...{ key, kind, id, name, address, action },
      ...look,
      notes: action === "confirm" ? [] : look.notes, // they ask for what it confirms
      untestable: typeof given["untestable"] === "string" ? given["untestable"] : null,
      byPerson: writerOf(given) === "person",
      newWriter: isHandedOn ? writerOf(change.after) : null,
    };
  });
  const known = new Set(places.flatMap(({ all }) => all));
  const rest = changes.filter(
    (each) => each.type !== "druva_scim_token" && !known.has(each) && isChange(each),
  );
  const order = new Map(configured.map((each, index) => [keyOf(each), index]));
  const at = ({ key }: BindingOutlook) => order.get(key) ?? order.size;
  return { bindings: bindings.sort((one, other) => at(one) - at(other)), rest };
}

/** By the state alone. */
export function savedBindings(
  { token: { consumers }, bindings }: TenantState,
  token: TokenOutlook,
  now: Date,
): BindingOutlook[] {
  return consumers.map((consumer) => {
    const key = keyOf(consumer);
    const { kind, id, name = id } = consumer;
    const binding = bindings.get(key);
    return {
      ...{ key, kind, id, name },
      ...lastLook(binding, token, now),
      untestable: binding?.untestable ?? null,
      byPerson: binding?.byPerson ?? consumer.through === "person",
      action: null,
      newWriter: null,
      address: null,
    };
  });
}

/** What the last look at a binding found. */
type LastLook = Pick<
  BindingOutlook,
  "status" | "evidence" | "notes" | "verifiedAt" | "gap" | "isBound" | "isBehind"
>;

/** `unasked`: why the plan did not look at it. */
function lastLook(
  binding: StateBinding | undefined,
  token: TokenOutlook,
  now: Date,
  unasked?: string,
): LastLook {
  if (binding === undefined) {
    return {
      ...{ status: "unproven", evidence: null, notes: [], verifiedAt: null, gap: null },
      ...{ isBound: false, isBehind: false },
    };
  }
  const { notes, verifiedAt } = binding;
  const isBehind = binding.fingerprint !== token.fingerprint;
  const found =
    unasked === undefined
      ? besideToken(binding, token)
      : { status: "unknown" as const, evidence: unasked };
  return {
    ...(isBehind && found.status === "tested" ? { ...found, status: "unproven" } : found),
    ...{ notes, verifiedAt, isBehind },
    gap: gapOf(binding, token, now),
    isBound: true,
  };
}

/**
 * A binding that was shown to work with a token that is dead now does not work any more: Druva rejects
 * the one in state, or a deploy stopped before Okta's API took its successor. Entra is left out, as its
 * test has just tried whatever token is saved there; so are a command and a person after a stopped
 * deploy, who may have taken the new one.
 */
function besideToken(
  { kind, byPerson, fingerprint, status, evidence }: StateBinding,
  token: TokenOutlook,
): Pick<LastLook, "status" | "evidence"> {
  if (status !== "tested" || kind === "entra") return { status, evidence };
  if (token.status === "rejected" && fingerprint === token.fingerprint) {
    return { status: "rejected", evidence: "Druva rejects the token that it holds" };
  }
  const isPast = fingerprint !== null && token.pastFingerprints.includes(fingerprint);
  return kind === "okta" && !byPerson && isPast
    ? {
        status: "rejected",
        evidence: `The last token that it was seen to take is ${fingerprint}, which has stopped working`,
      }
    : { status, evidence };
}

/** While a person is waited for, it grows. */
function gapOf(
  { status, gapSecondsAtLeast: atLeast, gapSeconds: atMost }: StateBinding,
  { provenAt }: TokenOutlook,
  now: Date,
): Gap | null {
  if (atLeast === null && atMost === null) return null;
  if (status !== "waiting" || provenAt === null) return { atLeast, atMost };
  const sofar = Math.floor((now.getTime() - provenAt.getTime()) / 1000);
  return { atLeast: Math.max(atLeast ?? 0, sofar), atMost: null };
}

interface Place extends Pick<BindingOutlook, "key" | "kind" | "id"> {
  readonly binding: ResourceChange;
  /** The binding, and the resources of the same construct, which write the token before it. */
  readonly all: readonly ResourceChange[];
}

const BINDINGS = {
  druva_entra_binding: { kind: "entra", idIn: "service_principal_id" },
  druva_okta_binding: { kind: "okta", idIn: "app_id" },
  druva_command_binding: { kind: "command", idIn: "name" },
} as const satisfies Record<
  `druva_${ConsumerKind}_binding`,
  { readonly kind: ConsumerKind; readonly idIn: string }
>;

function isBinding(type: string): type is keyof typeof BINDINGS {
  return Object.hasOwn(BINDINGS, type);
}

/** By the construct that each resource belongs to. */
function placesIn(changes: readonly ResourceChange[]): Place[] {
  const byConstruct = new Map<string, ResourceChange[]>();
  for (const each of changes) {
    if (each.type === "druva_scim_token") continue;
    const construct = constructOf(each.name);
    byConstruct.set(construct, [...(byConstruct.get(construct) ?? []), each]);
  }
  return changes.flatMap((binding): Place[] => {
    if (!isBinding(binding.type)) return [];
    const { kind, idIn } = BINDINGS[binding.type];
    const given = (binding.change.after ?? binding.change.before)?.[idIn];
    if (typeof given !== "string") return [];
    const id = kind === "entra" ? principalIdOf(given) : given;
    const all = byConstruct.get(constructOf(binding.name)) ?? [];
    return [{ key: keyOf({ kind, id }), kind, id, binding, all }];
  });
}

/** CDKTF names a resource by its construct's path, joined by "_", and a hash at the end. */
function constructOf(name: string): string {
  return name.replace(/_[^_]+_[0-9A-F]{8}$/, "");
}

/** As configured: after the apply. */
function consumersIn(tenant: string, changes: readonly ResourceChange[]): readonly Consumer[] {
  const token = changes.find(
    ({ type, change }) => type === "druva_scim_token" && change.after?.["tenant"] === tenant,
  );
  const consumers = token?.change.after?.["consumers"];
  return readConsumers(typeof consumers === "string" ? consumers : null);
}

function actionOf(
  { kind, all, binding }: Place,
  { plan, fingerprint }: TokenOutlook,
  inState: StateBinding | undefined,
  status: BindingStatus,
): BindingAction {
  const { actions, before, after } = binding.change;
  if (actions.includes("forget")) return "release";
  if (actions.includes("delete") && !actions.includes("create")) return "remove";
  if (plan.ends) return "new token";
  if (actions.includes("create")) return after?.["fingerprint"] === null ? "watch" : "bind";
  if (plan.endsOrTakesOver || status === "rejected") return "heal";
  if (!all.some(isChange)) return "stay";
  if (writerOf(before) !== writerOf(after)) return "another writer";
  if (status === "waiting") {
    const held = inState?.fingerprint ?? null;
    return held !== null && after?.["confirmed"] === held ? "confirm" : "wait";
  }
  // Written again without a new token: what is there is not what state says.
  const isRewritten = all.some((each) => each !== binding && isChange(each));
  const holdsAnother = inState?.fingerprint !== fingerprint && fingerprint !== null;
  if (isRewritten || holdsAnother) return "heal";
  if (!isChange(binding)) return "stay";
  // At another SCIM URL the arguments are as before too, and then it is not tested.
  const isStopped = kind === "entra" && status === "tested" && (inState?.notes ?? []).length > 0;
  return isStopped && isAsBefore(before, after) ? "restart" : "test again";
}

type Attributes = ResourceChange["change"]["after"];

/** What apply finds out is unknown, and so not there. */
function isAsBefore(before: Attributes, after: Attributes): boolean {
  return Object.entries(after ?? {}).every(([key, value]) =>
    isDeepStrictEqual(value, before?.[key]),
  );
}

/** Of a binding's arguments. */
function writerOf(args: Attributes): string {
  const through = args?.["through"];
  return typeof through === "string" ? through : "druva";
}

function isChange({ change }: ResourceChange): boolean {
  return change.actions.some((each) => each !== "no-op" && each !== "read");
}
