/** What a configuration of `druva_scim_token` must not say. */
import { isCi } from "../../../constructs/rules/ci";
import { isInTheFuture } from "../../../constructs/rules/day";
import type { Fault } from "../../../constructs/rules/fault";
import { shownText } from "../../../constructs/rules/shown";
import {
  oktaFaults,
  type TokenSettings,
  tokenFaults,
  unrelatedFaults,
} from "../../../constructs/rules/tenant-rules";
import {
  APPLICATION,
  ENVIRONMENT_VARIABLE,
  FINGERPRINT,
  NAME,
} from "../../../constructs/rules/text";
import { CONSUMER_KINDS, keyOf } from "../../bindings/consumer";
import { ProviderError } from "../../framework/diagnostics";
import { isUnknown, known } from "../../framework/unknown";
import { isDay } from "../../rotation/schedule";
import { argumentName } from "../../rotation/argument-name";
import { type ArgumentError, refuse, when } from "./argument-error";
import type { Token, Written } from "./schema";
import { consumersInState } from "./state";

/** Whatever is wrong at first sight, all at once. Unknown values pass. */
export function checkConfiguration(written: Written): void {
  refuse([...tenant(written), ...sharedRules(written), ...texts(written), ...consumers(written)]);
}

/**
 * All that is reviewed must be there to be reviewed; a value that only apply knows could also turn
 * one plan into another.
 */
export function knownWhenPlanning(written: Written): Token {
  if (isSettled(written)) return written;
  throw new ProviderError(
    ...Object.entries(written)
      .filter(([, value]) => holdsUnknown(value))
      .map(([name]) => ({
        summary: `${argumentName(name)} is not known when planning`,
        detail: `A token is rotated by what was reviewed, so every argument must be known in the plan. Expected a literal value or one that is known before apply; found one that another resource decides in apply.`,
        attribute: [name],
      })),
  );
}

export function refuseFutureIssue({ issued_on }: Token, now: Date): void {
  refuse(
    when(issued_on !== null && isInTheFuture(issued_on, now), {
      summary: `${argumentName("issued_on")} lies in the future`,
      detail: `Found ${issued_on}, and today is ${now.toISOString().slice(0, 10)}: the token would be called due too late. Expected the day on which it was generated.`,
      attribute: ["issued_on"],
    }),
  );
}

/**
 * Of a token without a state: a job whose state was lost, or is another one, would make the first token
 * again and end the one in use. The config's reader says the same for druva-scim.yaml alone.
 */
export function refuseIssueInCi(
  { begin, rotation_request }: Token,
  environment: NodeJS.ProcessEnv,
): void {
  const isAsked = rotation_request?.generation === 1;
  refuse(
    when(begin === "issue" && isCi(environment) && !isAsked, {
      summary: `${argumentName("begin")} is "issue" in CI, without a request for generation 1`,
      detail: `There is no state of this token. If it was lost, put it back: the deploy would issue a first token again, and the one in use would stop working. If this is the first deploy, add ${argumentName("rotation_request")} with generation 1, and have it reviewed.`,
      attribute: ["begin"],
    }),
  );
}

/** The rules that the constructs and druva-scim.yaml have too; attributes are in HCL names. */
function sharedRules(written: Written): ArgumentError[] {
  const settings = asSettings(written) as TokenSettings;
  const okta = consumersInState(written).filter(({ kind }) => kind === "okta");
  return [
    ...tokenFaults(settings).map((fault) => argumentError(fault, fault.path.map(nameInHcl))),
    ...okta
      .flatMap(({ through }) => oktaFaults({ through: through ?? null }, settings))
      .map((fault) => argumentError(fault, ["consumers"])),
  ];
}

function argumentError(fault: Fault, attribute: (string | number)[]): ArgumentError {
  const path = attribute.filter((part) => typeof part === "string").join(".");
  return {
    summary: `${argumentName(path)}: ${withNamesInHcl(fault.found)}`,
    detail: withNamesInHcl(
      `Expected ${fault.expected}.${fault.todo === undefined ? "" : ` ${fault.todo}.`}`,
    ),
    attribute,
  };
}

/** The rules speak of settings by the constructs' names. */
function withNamesInHcl(text: string): string {
  return text.replaceAll(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, (name) =>
    argumentName(String(nameInHcl(name))),
  );
}

/** In the constructs' names: null where a value is not known, and nothing where it is not set. */
function asSettings(value: unknown): unknown {
  if (isUnknown(value)) return null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]) => [
        key.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
        asSettings(each),
      ]),
  );
}

function nameInHcl(part: string | number): string | number {
  return typeof part === "number"
    ? part
    : part.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function tenant({ tenant }: Written): ArgumentError[] {
  const name = known(tenant);
  return when(name !== undefined && !NAME.test(name), {
    summary: "Not a tenant's name",
    detail: `Found "${name}". Expected lower-case letters, digits and hyphens, such as "acme": it is part of a file's name and of DRUVA_SCIM_TOKEN_<TENANT>.`,
    attribute: ["tenant"],
  });
}

/** What the constructs' schema says of texts, and HCL does not. */
function texts({
  issued_on,
  rotation_request,
  issuer,
  token_variables,
  accept_unproven,
}: Written): ArgumentError[] {
  const issuedOn = known(issued_on);
  const request = known(rotation_request);
  const date = known(request?.date);
  const accepted = known(accept_unproven);
  return [
    ...when(typeof issuedOn === "string" && !isDay(issuedOn), notADay(issuedOn, ["issued_on"])),
    ...when(typeof accepted === "string" && !FINGERPRINT.test(accepted), {
      summary: `${argumentName("accept_unproven")} is not a fingerprint`,
      // A token put here by mistake must not be shown.
      detail: "Expected the 12 hexadecimal digits that the refused deploy named, never the token.",
      attribute: ["accept_unproven"],
    }),
    ...when(known(request?.reason)?.trim() === "", {
      summary: "A rotation request needs a reason",
      detail: "Found an empty one. Expected a few words for those who review and look back.",
      attribute: ["rotation_request", "reason"],
    }),
    ...when(date !== undefined && !isDay(date), notADay(date, ["rotation_request", "date"])),
    ...variables(known(issuer)?.environment, ["issuer", "environment"]),
    ...variables(token_variables, ["token_variables"]),
  ];
}

function variables(names: unknown, attribute: string[]): ArgumentError[] {
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: unknown, index) =>
    when(typeof name === "string" && !ENVIRONMENT_VARIABLE.test(name), {
      summary: "Not the name of an environment variable",
      // A token put here by mistake must not be shown.
      detail: "Expected letters, digits and underscores. Give the name, never the value.",
      attribute: [...attribute, index],
    }),
  );
}

function consumers(written: Written): ArgumentError[] {
  const keys = consumersInState(written).map(keyOf);
  const released = known(written.released) ?? [];
  const unrelated = known(written.unrelated) ?? [];
  const twice = keys.filter((key, index) => keys.indexOf(key) < index);
  return [
    ...twice.map((key) => ({
      summary: `The consumer ${key} is there twice`,
      detail: "Expected each place that holds the token once. Remove one of the two.",
      attribute: ["consumers"],
    })),
    ...released.flatMap((name, index) =>
      when(!CONSUMER_KINDS.some((kind) => name.startsWith(`${kind}/`) && name !== `${kind}/`), {
        summary: "Not a consumer's name",
        detail: `Found "${name}". Expected "<kind>/<id>", such as "okta/0oa1".`,
        attribute: ["released", index],
      }),
    ),
    ...unrelated.flatMap((name, index) =>
      when(!APPLICATION.test(name), {
        summary: "Not an application",
        detail: `Found ${shownText(name, {})}. Expected "entra/<object id>" or "okta/<app id>", such as "okta/0oa1".`,
        attribute: ["unrelated", index],
      }),
    ),
    ...unrelatedFaults({ unrelated }, [...keys, ...released]).map((fault) =>
      argumentError(fault, [...fault.path]),
    ),
  ];
}

function notADay(found: unknown, attribute: string[]): ArgumentError {
  return {
    summary: "Not a day",
    detail: `Found "${String(found)}". Expected a day of the calendar as YYYY-MM-DD.`,
    attribute,
  };
}

function isSettled(written: Written): written is Token {
  return !holdsUnknown(written);
}

function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
