/** What a plan does to everything that holds the token. */
import { REMARKS, saysOf } from "./plan-remarks";
import type { PlannedConsumer, TokenPlan } from "./plan-token";
import type { BindingKey, BindingTest, TenantState } from "./tenant-state";
import type { ResourceChange, TerraformDiagnostic } from "./terraform";

/**
 * "new token": it gets the one that comes, and is tested. "bind": it gets the living one for the
 * first time. "heal": it gets the living one. "wait": a person has still to enter it.
 * "confirm": a review says that a person entered it. "watch": only tested. "test again": its
 * settings change. "release": no longer managed, credentials left as they are. "remove": its
 * credentials are taken away. "stay": nothing.
 */
export type BindingAction =
  | "new token"
  | "bind"
  | "heal"
  | "wait"
  | "confirm"
  | "watch"
  | "test again"
  | "release"
  | "remove"
  | "stay";

/** As this plan's look found it; "not looked at" where it could not. */
export type Found =
  | "tested"
  | "rejected"
  | "unproven"
  | "waiting"
  | "not looked at"
  /** It was never bound here. */
  | "not bound";

export interface PlannedBinding {
  readonly key: BindingKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  /** What people call it; the id where nothing is known. */
  readonly name: string;
  /** No program can enter the token there. */
  readonly byPerson: boolean;
  readonly what: BindingAction;
  /** What speaks for it, or against it: the vendor's word. */
  readonly why: string | null;
  readonly found: Found;
  /** By the last apply; null where it was never bound. */
  readonly lastFound: BindingTest["status"];
  /** Why nobody tests it, by the reviewed config. */
  readonly untestable: string | null;
  /** Null where the plan has none. */
  readonly testAddress: string | null;
}

export interface PlannedBindings {
  readonly bindings: readonly PlannedBinding[];
  /** Changes that belong to no binding, nor to the token. */
  readonly rest: readonly ResourceChange[];
}

export function planBindings({
  changes,
  token,
  prior,
  diagnostics,
}: {
  readonly changes: readonly ResourceChange[];
  readonly token: TokenPlan;
  readonly prior: TenantState | null;
  readonly diagnostics: readonly TerraformDiagnostic[];
}): PlannedBindings {
  const places = placesIn(changes);
  const bindings = [...places.values()].map((place) => {
    const test = prior?.tests.get(place.key);
    const consumer =
      token.consumers.find(({ kind, id }) => `${kind}/${id}` === place.key) ??
      prior?.token.consumers.find(({ kind, id }) => `${kind}/${id}` === place.key);
    const said = (summary: (typeof REMARKS)[keyof typeof REMARKS]) =>
      saysOf(diagnostics, place.test.address, summary);
    const what = actionOf(place, token, test, said(REMARKS.bindingRejected) !== undefined);
    const told =
      said(REMARKS.bindingRejected) ??
      said(REMARKS.bindingUntested) ??
      (what === "wait" ? said(REMARKS.bindingWaits) : undefined) ??
      said(REMARKS.needsALook);
    return {
      key: place.key,
      kind: place.kind,
      id: place.id,
      name: consumer?.name ?? place.id,
      byPerson: isByPerson(consumer),
      what,
      why: told?.detail ?? null,
      found: foundBy(test, said, prior),
      lastFound: test?.status ?? null,
      untestable: test?.untestable ?? null,
      testAddress: place.test.address,
    };
  });
  const known = new Set([...places.values()].flatMap(({ all }) => all));
  const rest = changes.filter(
    (each) => each.type !== "druva_scim_token" && !known.has(each) && isChange(each),
  );
  return { bindings: bindings.sort(inOrderOf(token.consumers)), rest };
}

interface Place {
  readonly key: BindingKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  readonly test: ResourceChange;
  /** The test, and the resources of the same construct, which put the token in place. */
  readonly all: readonly ResourceChange[];
}

const TESTS = {
  druva_entra_connection_test: { kind: "entra", idIn: "service_principal_id" },
  druva_okta_connection_test: { kind: "okta", idIn: "app_id" },
  druva_command_connection_test: { kind: "command", idIn: "name" },
} as const;

function isTest(type: string): type is keyof typeof TESTS {
  return Object.hasOwn(TESTS, type);
}

/** By the construct that each resource belongs to. */
function placesIn(changes: readonly ResourceChange[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const test of changes) {
    if (!isTest(test.type)) continue;
    const { kind, idIn } = TESTS[test.type];
    const given = (test.change.after ?? test.change.before)?.[idIn];
    if (typeof given !== "string") continue;
    const id = kind === "entra" ? given.replace(/^\/?servicePrincipals\//, "") : given;
    const all = changes.filter(
      ({ name, type }) =>
        constructOf(name) === constructOf(test.name) && type !== "druva_scim_token",
    );
    places.set(test.address, { key: `${kind}/${id}`, kind, id, test, all });
  }
  return places;
}

/** CDKTF names a resource by its construct's path, joined by "_", and a hash at the end. */
function constructOf(name: string): string {
  return name.replace(/_[^_]+_[0-9A-F]{8}$/, "");
}

function actionOf(
  { all, test }: Place,
  token: TokenPlan,
  before: BindingTest | undefined,
  isRejected: boolean,
): BindingAction {
  const actions = new Set(all.flatMap(({ change }) => change.actions));
  if (test.change.actions.includes("forget")) return "release";
  if (test.change.actions.includes("delete") && !test.change.actions.includes("create")) {
    return "remove";
  }
  if (token.ends) return "new token";
  if (test.change.actions.includes("create")) {
    return test.change.after?.["fingerprint"] === null && !hasWriter(all) ? "watch" : "bind";
  }
  if (token.endsOrTakesOver || isRejected || before?.status === "rejected") return "heal";
  if (!all.some(isChange)) return "stay";
  if (before?.status === "waiting") {
    const isConfirmed = isConfirmedFor(test, before.fingerprint);
    return isConfirmed ? "confirm" : "wait";
  }
  // Written again without a new token: what is there is not what state says.
  const isRewritten = all.some((each) => !isTest(each.type) && isChange(each));
  const isBehind = before?.fingerprint !== token.fingerprint;
  if (isRewritten || (isBehind && token.fingerprint !== null)) return "heal";
  return actions.has("update") || actions.has("create") ? "test again" : "stay";
}

function hasWriter(all: readonly ResourceChange[]): boolean {
  return all.some(({ type }) => !isTest(type));
}

function isConfirmedFor({ change }: ResourceChange, fingerprint: string | null): boolean {
  return fingerprint !== null && change.after?.["confirmed"] === fingerprint;
}

function isChange({ change }: ResourceChange): boolean {
  return change.actions.some((each) => each !== "no-op" && each !== "read");
}

function foundBy(
  test: BindingTest | undefined,
  said: (summary: (typeof REMARKS)[keyof typeof REMARKS]) => TerraformDiagnostic | undefined,
  prior: TenantState | null,
): Found {
  // Whatever was shown before: nothing works with a token that Druva rejects.
  const isDead = prior?.token.status === "rejected";
  if (isDead && test?.fingerprint === prior.token.fingerprint) return "rejected";
  if (said(REMARKS.bindingRejected) !== undefined) return "rejected";
  if (said(REMARKS.bindingUntested) !== undefined) return "not looked at";
  return test === undefined ? "not bound" : (test.status ?? "not looked at");
}

function isByPerson(
  consumer: PlannedConsumer | { readonly entered_by: string | null } | undefined,
): boolean {
  if (consumer === undefined) return false;
  const by = "enteredBy" in consumer ? consumer.enteredBy : consumer.entered_by;
  return by === "person";
}

/** As the config lists them; others after them. */
function inOrderOf(consumers: readonly PlannedConsumer[]) {
  const order = consumers.map(({ kind, id }) => `${kind}/${id}`);
  const at = ({ key }: PlannedBinding) => {
    const index = order.indexOf(key);
    return index === -1 ? order.length : index;
  };
  return (one: PlannedBinding, other: PlannedBinding) => at(one) - at(other);
}
