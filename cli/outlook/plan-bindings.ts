/** What a plan does to everything that holds the token, and how each stands before it. */
import {
  type Consumer,
  type ConsumerKey,
  keyOf,
  principalIdOf,
} from "../../provider/bindings/consumer";
import type { BindingStatus } from "../../provider/bindings/binding-status";
import { besideToken } from "./beside-token";
import type { TokenPlan } from "./plan-token";
import type { StateBinding, TenantState } from "../terraform/tenant-state";
import type { ResourceChange, TerraformDiagnostic } from "../terraform/stack";

/**
 * "new token": the next token is written and tested. "bind": the present token is written for the
 * first time. "heal": the present token is written again. "wait": a person still has to enter it.
 * "confirm": a review says that a person entered it. "watch": only tested. "another writer": who
 * writes the token changes. "test again": its other settings change. "release": no longer managed,
 * credentials left as they are. "remove": its credentials are taken away. "stay": nothing.
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
  | "release"
  | "remove"
  | "stay";

export interface PlannedBinding {
  readonly key: ConsumerKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  /** What people call it; the id where nothing is known. */
  readonly name: string;
  /** Who writes the token there after an apply: "druva", "azuread", "okta" or "person". */
  readonly through: string;
  /** No program can enter the token there. */
  readonly byPerson: boolean;
  readonly what: BindingAction;
  /** As this plan's look found it; null where it was never bound here. */
  readonly status: BindingStatus | null;
  /** What shows it: the vendor's own word. */
  readonly evidence: string | null;
  /** What a person should know or do beside it. */
  readonly notes: readonly string[];
  /** When an apply last saw its test pass. */
  readonly verifiedAt: Date | null;
  /** Why nobody tests it, by the reviewed config. */
  readonly untestable: string | null;
  /** Terraform's. */
  readonly address: string;
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
  const consumers = [...token.consumers, ...(prior?.token.consumers ?? [])];
  const bindings = places.map((place): PlannedBinding => {
    const { key, kind, id, binding } = place;
    const before = prior?.bindings.get(key);
    const name = consumers.find((each) => keyOf(each) === key)?.name ?? id;
    const given = binding.change.after ?? binding.change.before ?? {};
    const found = foundBy(before, prior, binding.address, diagnostics);
    const what = actionOf(place, token, before, found.status);
    return {
      ...{ key, kind, id, name, what },
      through: writerOf(given),
      byPerson: writerOf(given) === "person",
      ...found,
      notes: what === "confirm" ? [] : (before?.notes ?? []), // they ask for what it confirms
      verifiedAt: before?.verifiedAt ?? null,
      untestable: typeof given["untestable"] === "string" ? given["untestable"] : null,
      address: binding.address,
    };
  });
  const known = new Set(places.flatMap(({ all }) => all));
  const rest = changes.filter(
    (each) => each.type !== "druva_scim_token" && !known.has(each) && isChange(each),
  );
  return { bindings: bindings.sort(inOrderOf(token.consumers)), rest };
}

interface Place {
  readonly key: ConsumerKey;
  readonly kind: "entra" | "okta" | "command";
  readonly id: string;
  readonly binding: ResourceChange;
  /** The binding, and the resources of the same construct, which write the token before it. */
  readonly all: readonly ResourceChange[];
}

const BINDINGS = {
  druva_entra_binding: { kind: "entra", idIn: "service_principal_id" },
  druva_okta_binding: { kind: "okta", idIn: "app_id" },
  druva_command_binding: { kind: "command", idIn: "name" },
} as const;

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

function actionOf(
  { all, binding }: Place,
  token: TokenPlan,
  before: StateBinding | undefined,
  status: BindingStatus | null,
): BindingAction {
  const { actions, after } = binding.change;
  if (actions.includes("forget")) return "release";
  if (actions.includes("delete") && !actions.includes("create")) return "remove";
  if (token.ends) return "new token";
  if (actions.includes("create")) return after?.["fingerprint"] === null ? "watch" : "bind";
  if (token.endsOrTakesOver || status === "rejected") return "heal";
  if (!all.some(isChange)) return "stay";
  if (writerOf(binding.change.before) !== writerOf(after)) return "another writer";
  if (status === "waiting") {
    const isConfirmed = after?.["confirmed"] === before?.fingerprint && before?.fingerprint != null;
    return isConfirmed ? "confirm" : "wait";
  }
  // Written again without a new token: what is there is not what state says.
  const isRewritten = all.some((each) => each !== binding && isChange(each));
  const isBehind = before?.fingerprint !== token.fingerprint;
  if (isRewritten || (isBehind && token.fingerprint !== null)) return "heal";
  return isChange(binding) ? "test again" : "stay";
}

/** Of a binding's arguments. */
function writerOf(args: ResourceChange["change"]["after"] | undefined): string {
  const through = args?.["through"];
  return typeof through === "string" ? through : "druva";
}

function isChange({ change }: ResourceChange): boolean {
  return change.actions.some((each) => each !== "no-op" && each !== "read");
}

function foundBy(
  binding: StateBinding | undefined,
  prior: TenantState | null,
  address: string,
  diagnostics: readonly TerraformDiagnostic[],
): Pick<PlannedBinding, "status" | "evidence"> {
  if (binding === undefined || prior === null) return { status: null, evidence: null };
  // Only then state keeps what was found before.
  const unasked = diagnostics.find(
    (each) => each.code === "binding-not-looked-at" && each.address === address,
  );
  if (unasked !== undefined) return { status: "unknown", evidence: unasked.detail };
  const status = besideToken(binding.status, binding, prior.token);
  return status === binding.status
    ? { status, evidence: binding.evidence }
    : { status, evidence: "Druva rejects the token that it holds" };
}

/** As the config lists them; others after them. */
function inOrderOf(consumers: readonly Consumer[]) {
  const order = new Map(consumers.map((each, index) => [keyOf(each), index]));
  const at = ({ key }: PlannedBinding) => order.get(key) ?? order.size;
  return (one: PlannedBinding, other: PlannedBinding) => at(one) - at(other);
}
