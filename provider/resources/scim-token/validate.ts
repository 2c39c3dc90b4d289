/** What a configuration of `druva_scim_token` must not say. */
import { keyOf } from "../../bindings/consumer";
import { ProviderError } from "../../framework/diagnostics";
import { isUnknown, known } from "../../framework/unknown";
import { DAY_MS, DEFAULT_POLICY, isDay, startOfDay } from "../../rotation/schedule";
import { argumentName } from "../../rotation/argument-name";
import { type ArgumentError, refuse, when } from "./argument-error";
import type { Token, Written } from "./schema";
import { consumersInState } from "./state";

/** Whatever is wrong at first sight, all at once. Unknown values pass. */
export function checkConfiguration(written: Written): void {
  refuse([
    ...tenant(written),
    ...beginning(written),
    ...policy(written),
    ...request(written),
    ...issuer(written),
    ...variables(written),
    ...consumers(written),
    ...enteredByPerson(written),
  ]);
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

/** Only apply may look at the clock. A day's grace: somewhere it is tomorrow already. */
export function refuseFutureIssue({ issued_on }: Token, now: Date): void {
  const future = issued_on !== null && startOfDay(issued_on).getTime() > now.getTime() + DAY_MS;
  refuse(
    when(future, {
      summary: `${argumentName("issued_on")} lies in the future`,
      detail: `Found ${issued_on}, and today is ${now.toISOString().slice(0, 10)}: the token would be called due too late. Expected the day on which it was generated.`,
      attribute: ["issued_on"],
    }),
  );
}

function tenant({ tenant }: Written): ArgumentError[] {
  const name = known(tenant);
  return when(name !== undefined && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name), {
    summary: "Not a tenant's name",
    detail: `Found "${name}". Expected lower-case letters, digits and hyphens, such as "acme": it is part of a file's name and of DRUVA_SCIM_TOKEN_<TENANT>.`,
    attribute: ["tenant"],
  });
}

function beginning({ begin, invalidate_existing, issued_on, rotation_request }: Written) {
  const day = known(issued_on);
  return [
    ...when(begin === "issue" && !isUnknown(invalidate_existing) && invalidate_existing !== true, {
      summary: 'To begin with "issue" ends the token that is in use',
      detail: `Everything that holds the present token stops working. Where that is meant, set ${argumentName("invalidate_existing")} to true; to keep the token, set begin to "adopt" and hand it over.`,
      attribute: ["invalidate_existing"],
    }),
    ...when(day !== undefined && day !== null && begin !== "adopt" && !isUnknown(begin), {
      summary: `${argumentName("issued_on")} is of an adopted token only`,
      detail: `Found it beside begin "${String(begin)}". Remove it: the age of a token that is made here is known.`,
      attribute: ["issued_on"],
    }),
    ...when(typeof day === "string" && !isDay(day), notADay(day, ["issued_on"])),
    ...when(begin === "observe" && rotation_request !== null && !isUnknown(rotation_request), {
      summary: "What is only observed cannot be rotated",
      detail:
        'A rotation request beside begin "observe" would do nothing. Set begin to "adopt" or "issue" in the same change.',
      attribute: ["rotation_request"],
    }),
  ];
}

function policy({ policy, issuer }: Written): ArgumentError[] {
  const given = known(policy);
  if (!given) return [];
  const lifetime = known(given.lifetime_days) ?? DEFAULT_POLICY.lifetimeDays;
  const before = known(given.rotate_before_days) ?? DEFAULT_POLICY.rotateBeforeDays;
  const kind = known(issuer) === null ? "handover" : known(known(issuer)?.kind);
  return [
    ...when(before >= lifetime, {
      summary: `${argumentName("rotate_before_days")} must be less than ${argumentName("lifetime_days")}`,
      detail: `Found ${before}, and a lifetime of ${lifetime} days: the token would be due from its first day. Expected 0 to ${lifetime - 1}.`,
      attribute: ["policy", "rotate_before_days"],
    }),
    ...when(given.mode === "automatic" && kind === "handover", {
      summary: "Nobody is there to hand a token over automatically",
      detail:
        'The mode "automatic" needs an issuer of kind "command". With "handover" only "reviewed" works.',
      attribute: ["policy", "mode"],
    }),
  ];
}

function request({ rotation_request }: Written): ArgumentError[] {
  const given = known(rotation_request);
  if (!given) return [];
  const date = known(given.date);
  return [
    ...when(known(given.reason)?.trim() === "", {
      summary: "A rotation request needs a reason",
      detail: "Found an empty one. Expected a few words for those who review and look back.",
      attribute: ["rotation_request", "reason"],
    }),
    ...when(date !== undefined && !isDay(date), notADay(date, ["rotation_request", "date"])),
  ];
}

function issuer({ issuer }: Written): ArgumentError[] {
  const given = known(issuer);
  if (!given) return [];
  const command = known(given.command);
  const noProgram = command !== undefined && !command?.[0];
  return [
    ...when(given.kind === "command" && noProgram, {
      summary: "The command issuer needs a command",
      detail: 'Expected program and arguments, such as ["./issue-token", "--tenant", "acme"].',
      attribute: ["issuer", "command"],
    }),
    ...when(given.kind === "handover" && !!command, {
      summary: "A handover runs no command",
      detail: 'Set its kind to "command", or remove the command.',
      attribute: ["issuer", "command"],
    }),
    ...(known(given.environment) ?? []).flatMap((name, index) =>
      variable(name, ["issuer", "environment", index]),
    ),
  ];
}

/** The command's token is in use at once, and nobody is there to enter it. */
function enteredByPerson(written: Written): ArgumentError[] {
  if (known(written.issuer)?.kind !== "command") return [];
  return when(
    consumersInState(written).some(({ through }) => through === "person"),
    {
      summary: "A person cannot enter what a command issues",
      detail: `Found ${argumentName("through")} "person" beside an issuer of kind "command": the token would be in use, and the app without it until somebody reads it out of the state. Set the issuer's kind to "handover", or let Okta's API enter it.`,
      attribute: ["consumers"],
    },
  );
}

function variables({ token_variables }: Written): ArgumentError[] {
  return (known(token_variables) ?? []).flatMap((name, index) =>
    variable(name, ["token_variables", index]),
  );
}

function consumers(written: Written): ArgumentError[] {
  const keys = consumersInState(written).map(keyOf);
  const twice = keys.filter((key, index) => keys.indexOf(key) < index);
  return [
    ...twice.map((key) => ({
      summary: `The consumer ${key} is there twice`,
      detail: "Expected each place that holds the token once. Remove one of the two.",
      attribute: ["consumers"],
    })),
    ...(known(written.released) ?? []).flatMap((name, index) =>
      when(!/^(entra|okta|command)\/./.test(name), {
        summary: "Not a consumer's name",
        detail: `Found "${name}". Expected "<kind>/<id>", such as "okta/0oa1".`,
        attribute: ["released", index],
      }),
    ),
  ];
}

function variable(name: string, attribute: (string | number)[]): ArgumentError[] {
  return when(!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), {
    summary: "Not the name of an environment variable",
    // A token put here by mistake must not be shown.
    detail: "Expected letters, digits and underscores. The name is wanted, never the value.",
    attribute,
  });
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
