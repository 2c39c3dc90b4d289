/**
 * Everything that holds a token. `consumers` of druva_scim_token lists it as JSON in one text:
 * Terraform decodes the token's state for every resource that refers to it, and a list of objects
 * there costs more than the bindings themselves.
 */

import {
  applicationKey,
  type Consumer as WrittenConsumer,
  CONSUMER_KINDS,
  type ConsumerKey,
  type ConsumerKind,
  keyOf,
} from "../../constructs/rules/consumer";

export { applicationKey, CONSUMER_KINDS, type ConsumerKey, type ConsumerKind, keyOf };

export const ENTRA_WRITERS = ["druva", "azuread"] as const;
export const OKTA_WRITERS = ["druva", "okta", "person"] as const;

export interface Consumer extends WrittenConsumer {
  /**
   * Where the configuration has its binding, in words of the configuration's own: at another address
   * its resources would be destroyed, so a change is refused.
   */
  readonly address?: string;
  /** The addresses from which its resources are moved in this configuration. */
  readonly movedFrom?: readonly string[];
}

/** A configuration may give azuread's id of a principal, "/servicePrincipals/<object id>". */
export function principalIdOf(id: string): string {
  return id.replace(/^\/?servicePrincipals\//, "");
}

const PLACES = { entra: "Entra principal", okta: "Okta app", command: "Command binding" };

/** For messages: "Entra principal Druva Sales (00000000-…)". */
export function nameOf(consumer: Pick<Consumer, "kind" | "id" | "name">): string {
  return `${PLACES[consumer.kind]} ${labelOf(consumer)}`;
}

/** "Druva Sales (00000000-…)", or the id alone. */
export function labelOf({ id, name }: Pick<Consumer, "id" | "name">): string {
  return name === undefined ? id : `${name} (${id})`;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((each) => typeof each === "string");
const isTextsByName = (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((each) => typeof each === "string");
const oneOf = (allowed: readonly string[]) => ({
  fits: (value: unknown) => typeof value === "string" && allowed.includes(value),
  expected: allowed.map((each) => `"${each}"`).join(" or "),
});
const text = { fits: isText, expected: "a text" };
const texts = { fits: isTexts, expected: "a list of texts" };

const COMMON = { id: text, name: text, untestable: text, address: text, movedFrom: texts };
const KEYS = {
  entra: {
    ...COMMON,
    provider: text,
    through: oneOf(ENTRA_WRITERS),
    jobId: text,
    manageJob: { fits: (value: unknown) => typeof value === "boolean", expected: "true or false" },
    tenantUrl: text,
    hiddenSettings: { fits: isTextsByName, expected: "texts by name" },
  },
  okta: { ...COMMON, provider: text, through: oneOf(OKTA_WRITERS) },
  command: {
    ...COMMON,
    bindCommand: texts,
    testCommand: texts,
    environment: texts,
    deadlineSeconds: {
      fits: (value: unknown) => Number.isInteger(value),
      expected: "a whole number",
    },
  },
} as const;

/** Null is no text: there are none. Throws an Error in one line: where, found, expected. */
export function readConsumers(json: string | null): readonly Consumer[] {
  if (json === null) return [];
  let list: unknown;
  try {
    list = JSON.parse(json);
  } catch {
    throw new Error("it is not JSON. Expected a list of objects, each with a kind and an id");
  }
  if (!Array.isArray(list)) throw new Error("it is not a list. Expected one object for each place");
  return list.map((each, index) => readConsumer(each, `[${index}]`));
}

function readConsumer(value: unknown, where: string): Consumer {
  const kind: unknown =
    typeof value === "object" && value !== null ? Reflect.get(value, "kind") : undefined;
  const kindOfConsumer = CONSUMER_KINDS.find((each) => each === kind);
  if (typeof value !== "object" || value === null || kindOfConsumer === undefined) {
    throw new Error(`${where}.kind: expected ${oneOf(CONSUMER_KINDS).expected}`);
  }
  const keys = new Map(Object.entries(KEYS[kindOfConsumer]));
  const given = Object.entries(value).filter(
    ([name, each]) => name !== "kind" && each !== null && each !== undefined,
  );
  for (const [name, each] of given) {
    const key = keys.get(name);
    if (key === undefined) {
      throw new Error(`${where}.${name}: unknown. Expected ${[...keys.keys()].join(", ")}`);
    }
    if (!key.fits(each)) throw new Error(`${where}.${name}: expected ${key.expected}`);
  }
  if (!("id" in value) || !isText(value.id)) throw new Error(`${where}.id: missing`);
  return { ...Object.fromEntries(given), kind: kindOfConsumer, id: String(value.id) };
}
