/**
 * What a schema cannot say: parts of the config that do not go together. The constructs refuse the
 * same of an app that is written in code; here it is told with line and column.
 */
import { backendProblems } from "./backend";
import { type Contradiction, keyText, type KeyPath, shownText } from "./near-miss";
import type { Config, TenantConfig } from "./schema";
import { isLoopback } from "./text";

/** `environment`: tells whether a tenant is one of the sandbox's, where time is moved. */
export function contradictions(
  config: Config,
  now: Date,
  environment: NodeJS.ProcessEnv,
): Contradiction[] {
  return [...inTenants(config, now, environment), ...heldTwice(config), ...backendProblems(config)];
}

function inTenants(
  { tenants, providers }: Config,
  now: Date,
  environment: NodeJS.ProcessEnv,
): Contradiction[] {
  return Object.entries(tenants).flatMap(([tenant, settings]) =>
    [
      ...beginning(settings),
      ...(isTimeMoved(settings, environment) ? [] : issuedInTheFuture(settings, now)),
      ...policy(settings),
      ...duplicates(settings),
      ...unknownProviders(settings, providers),
      ...entraBindings(settings),
      ...oktaBindings(settings),
    ].map(({ path, message }) => ({ path: ["tenants", tenant, ...path], message })),
  );
}

function beginning(settings: TenantConfig): Contradiction[] {
  const { begin, invalidateExisting, issuedOn, rotationRequest, policy } = settings;
  const isObserved = begin === "observe";
  return [
    ...when(begin === "issue" && invalidateExisting !== true, ["begin"], ENDS_THE_TOKEN),
    ...when(issuedOn !== undefined && begin !== "adopt", ["issuedOn"], NOT_ADOPTED),
    ...when(isObserved && rotationRequest !== undefined, ["rotationRequest"], ONLY_OBSERVED),
    ...when(isObserved && policy?.mode === "automatic", ["policy", "mode"], ONLY_OBSERVED),
  ];
}

const ENDS_THE_TOKEN =
  '"issue" without invalidateExisting: true. A new token kills the one in use at once: say so, or take over the one in use with begin: adopt';
const NOT_ADOPTED =
  "a date without begin: adopt. It says how old a token is that is taken over: leave it out, or adopt";
const ONLY_OBSERVED =
  "beside begin: observe, which knows no token and issues none. Change begin to adopt or issue in the same pull request";

/**
 * As the provider has it, which then judges days by the sandbox's clock: only beside a SCIM URL on
 * loopback, so that no variable that was left behind turns the check off for a real tenant.
 */
function isTimeMoved({ scimUrl }: TenantConfig, environment: NodeJS.ProcessEnv): boolean {
  const url = scimUrl ?? environment["DRUVA_SCIM_URL"] ?? "";
  return !!environment["DRUVA_SCIM_CLOCK_FILE"] && isLoopback(url);
}

/** A day's grace: somewhere it is tomorrow already. */
function issuedInTheFuture({ issuedOn }: TenantConfig, now: Date): Contradiction[] {
  if (issuedOn === undefined || Date.parse(issuedOn) <= now.getTime() + DAY_MS) return [];
  const message = `${issuedOn} lies in the future: today is ${now.toISOString().slice(0, 10)}, and the token would be called due too late. Give the day on which it was generated`;
  return [{ path: ["issuedOn"], message }];
}

const DAY_MS = 24 * 60 * 60 * 1000;

function policy({ policy = {}, issuer, allowDestroy = false }: TenantConfig): Contradiction[] {
  const { lifetimeDays = 365, rotateBeforeDays = 30, mode = "reviewed" } = policy;
  const isAutomatic = mode === "automatic";
  const byHand = issuer === undefined || issuer.kind === "handover";
  const key = policy.rotateBeforeDays === undefined ? "lifetimeDays" : "rotateBeforeDays";
  return [
    ...when(
      rotateBeforeDays >= lifetimeDays,
      ["policy", key],
      `due ${rotateBeforeDays} days before its expiry, a token that lives ${lifetimeDays} days would always be due. Choose fewer days before`,
    ),
    ...when(isAutomatic && byHand, ["policy", "mode"], NOBODY_HANDS_OVER),
    ...when(isAutomatic && allowDestroy, ["allowDestroy"], RELEASED_UNROTATED),
  ];
}

const NOBODY_HANDS_OVER =
  '"automatic" with the issuer "handover": nobody is there to hand a token over when it falls due. Use mode: reviewed, or an issuer of kind: command';
const RELEASED_UNROTATED =
  "beside mode: automatic. It releases all bindings, and a token that falls due in the same deploy would be rotated without them: they would hold a dead one. Release first, rotate in the next deploy: set mode: reviewed beside it";

function duplicates({ bindings }: TenantConfig): Contradiction[] {
  return [
    // An object id is the same one, however it is written.
    ...repeated(
      "entra",
      "id",
      bindings.entra?.map(({ id }) => id.toLowerCase()),
    ),
    ...repeated(
      "okta",
      "id",
      bindings.okta?.map(({ id }) => id),
    ),
    ...repeated(
      "command",
      "name",
      bindings.command?.map(({ name }) => name),
    ),
  ];
}

function repeated(kind: string, key: string, ids: readonly string[] = []): Contradiction[] {
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    const message = `the same as ${keyText(["bindings", kind, first, key])}: two bindings would overwrite each other. Remove one`;
    return when(first < index, ["bindings", kind, index, key], message);
  });
}

function unknownProviders(
  { bindings }: TenantConfig,
  providers: Config["providers"],
): Contradiction[] {
  return (["entra", "okta"] as const).flatMap((kind) => {
    const known = ["default", ...Object.keys(providers?.[kind] ?? {})];
    return (bindings[kind] ?? []).flatMap(({ provider = "default" }, index) =>
      when(
        !known.includes(provider),
        ["bindings", kind, index, "provider"],
        `${shownText(provider, { allowed: known })} is not in providers.${kind}. Known: ${known.join(", ")}. Add it there, or leave it out`,
      ),
    );
  });
}

function entraBindings({ begin, bindings }: TenantConfig): Contradiction[] {
  return (bindings.entra ?? []).flatMap(({ manageJob = false, templateId }, index) => {
    const path = ["bindings", "entra", index, "manageJob"];
    return [
      ...when(manageJob && templateId === undefined, path, NO_TEMPLATE),
      ...when(manageJob && begin === "observe", path, JOB_WHILE_OBSERVING),
    ];
  });
}

const NO_TEMPLATE =
  "a job without a template. Add templateId: the synchronization template's id (Graph: GET /servicePrincipals/<id>/synchronization/templates)";
const JOB_WHILE_OBSERVING =
  "a job of ours with begin: observe, which changes nothing. Leave it out until the token is adopted";

function oktaBindings({ issuer, bindings }: TenantConfig): Contradiction[] {
  return (bindings.okta ?? []).flatMap(({ through, confirmed }, index) => {
    const at = (key: string): KeyPath => ["bindings", "okta", index, key];
    const byPerson = through === "person";
    return [
      ...when(byPerson && issuer?.kind === "command", at("through"), NOBODY_ENTERS),
      ...when(!byPerson && confirmed !== undefined, at("confirmed"), NOT_BY_PERSON),
    ];
  });
}

const NOBODY_ENTERS =
  '"person" beside the issuer "command", which makes the token while deploying, so nobody could enter it. Hand tokens over, or leave this app out';
const NOT_BY_PERSON =
  "a confirmation of an app that no person enters. Leave it out, or set through: person";

/**
 * One application in two tenants. Each would overwrite the other's token, and pass its test: Entra's
 * test shows that some working token is saved, not whose.
 */
function heldTwice({ tenants }: Config): Contradiction[] {
  const holders = Object.entries(tenants).flatMap(([tenant, { bindings }]) =>
    (["entra", "okta"] as const).flatMap((kind) =>
      (bindings[kind] ?? []).flatMap(({ id, released = false }, index) =>
        released
          ? []
          : [
              {
                tenant,
                key: `${kind}/${kind === "entra" ? id.toLowerCase() : id}`,
                path: ["tenants", tenant, "bindings", kind, index, "id"],
              },
            ],
      ),
    ),
  );
  return holders.flatMap(({ tenant, key, path }) => {
    const first = holders.find((each) => each.key === key);
    if (first === undefined || first.tenant === tenant) return [];
    const message = `the same as ${keyText(first.path)}: an application holds one tenant's token. Remove it from one of them`;
    return [{ path, message }];
  });
}

function when(holds: boolean, path: KeyPath, message: string): Contradiction[] {
  return holds ? [{ path, message }] : [];
}
