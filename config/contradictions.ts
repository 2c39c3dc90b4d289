/** What a schema cannot say of druva-scim.yaml: parts of it that do not go together. */
import { isCi } from "../constructs/rules/ci";
import { isInTheFuture } from "../constructs/rules/day";
import { below, type Fault, keyText } from "../constructs/rules/fault";
import { CONSUMER_KINDS, keyOf } from "../constructs/rules/consumer";
import { shownText } from "../constructs/rules/shown";
import {
  bindingFaults,
  boundKeys,
  tokenFaults,
  unrelatedFaults,
} from "../constructs/rules/tenant-rules";
import { isLoopback } from "../constructs/rules/text";
import { backendFaults } from "./backend";
import type { Config, TenantConfig } from "./schema";

export { boundKeys, isInTheFuture };

/**
 * Parts of `config` may be null, where the schema refused them. `environment` tells whether a tenant
 * is one of the sandbox's, where time is moved.
 */
export function contradictions(config: Config, now: Date, environment: NodeJS.ProcessEnv): Fault[] {
  const tenants = Object.entries(config.tenants ?? {}).filter(([, settings]) => settings !== null);
  return [
    ...tenants.flatMap(([tenant, settings]) =>
      below(
        ["tenants", tenant],
        [
          ...tokenFaults(settings),
          ...issuedByCi(settings, environment),
          ...(isTimeMoved(settings, environment) ? [] : issuedInTheFuture(settings, now)),
          ...unrelatedFaults(settings, boundKeys(settings.bindings ?? {})),
          ...below(["bindings"], bindingFaults(settings.bindings ?? {}, settings)),
          ...unknownProviders(settings, config.providers),
        ],
      ),
    ),
    ...heldTwice(tenants),
    ...backendFaults(config),
    ...stateOfCi(config, environment),
  ];
}

/**
 * As the provider has it, which then judges days by the sandbox's clock: only beside a SCIM URL on
 * loopback, so that no variable that was left behind turns the check off for a real tenant.
 */
function isTimeMoved({ scimUrl }: TenantConfig, environment: NodeJS.ProcessEnv): boolean {
  return !!environment["DRUVA_SCIM_CLOCK_FILE"] && isOnLoopback({ scimUrl }, environment);
}

function isOnLoopback(
  { scimUrl }: { readonly scimUrl?: string | undefined },
  environment: NodeJS.ProcessEnv,
): boolean {
  const url = scimUrl ?? environment["DRUVA_SCIM_URL"] ?? "";
  return URL.canParse(url) && isLoopback(new URL(url));
}

/**
 * The state has the only copy of a token that was taken over, and a runner's disk goes with the job.
 * Whoever has a runner that keeps its disk says so by an absolute path.
 */
function stateOfCi({ tenants, backend }: Config, environment: NodeJS.ProcessEnv): Fault[] {
  if (!isCi(environment) || backend === null) return [];
  const [type = "local"] = Object.keys(backend ?? {});
  const path = backend?.["local"]?.["path"];
  if (type !== "local" || (typeof path === "string" && path.startsWith("/"))) return [];
  const isAtStake = Object.values(tenants ?? {}).some(
    (each) => each !== null && each.begin !== "observe" && !isOnLoopback(each, environment),
  );
  if (!isAtStake) return [];
  return [
    {
      path: ["backend"],
      code: "local-state-in-ci",
      found: backend === undefined ? "found none, in CI" : "found a local file, in CI",
      expected: "a backend that outlives the job, such as pg, azurerm, s3 or gcs",
      todo: "The state has the only copy of the token, and a local file goes with the runner. druva-scim init --backend shows what to write. If this runner keeps its disk, name a local file by its absolute path",
    },
  ];
}

/**
 * A job whose state was lost, or is another one, would make "the first token" again and end the one
 * that production uses. So it needs a request that somebody reviewed.
 */
function issuedByCi(
  { begin, rotationRequest }: TenantConfig,
  environment: NodeJS.ProcessEnv,
): Fault[] {
  if (begin !== "issue" || !isCi(environment) || rotationRequest === null) return [];
  if (rotationRequest?.generation === 1) return [];
  return [
    {
      path: ["begin"],
      code: "issue-in-ci",
      found: 'found "issue" in CI without a rotation request for generation 1',
      expected: 'such a request for the first deploy, and begin: "adopt" afterwards',
      todo: "Where the state is lost, the first token would be made again, and the one in use would stop working",
    },
  ];
}

function issuedInTheFuture({ issuedOn }: TenantConfig, now: Date): Fault[] {
  if (typeof issuedOn !== "string" || !isInTheFuture(issuedOn, now)) return [];
  return [
    {
      path: ["issuedOn"],
      code: "issued-in-the-future",
      found: `found ${issuedOn}, which lies in the future`,
      expected: `the day on which the token was generated, at most ${now.toISOString().slice(0, 10)}`,
      todo: "The token would be called due too late",
    },
  ];
}

/** Kinds of bindings that `providers` reaches. */
const VENDORS = CONSUMER_KINDS.filter((kind) => kind !== "command");

function unknownProviders({ bindings }: TenantConfig, providers: Config["providers"]): Fault[] {
  return VENDORS.flatMap((kind) => {
    const known = ["default", ...Object.keys(providers?.[kind] ?? {})];
    return (bindings?.[kind] ?? []).flatMap((entry, index) => {
      const provider = entry?.provider;
      if (typeof provider !== "string" || known.includes(provider)) return [];
      return [
        {
          path: ["bindings", kind, index, "provider"],
          code: "unknown-provider",
          found: `found ${shownText(provider, { allowed: known })}`,
          expected: known.join(" or "),
          todo: `Add it to providers.${kind}, or leave it out`,
        },
      ];
    });
  });
}

/**
 * One application in two tenants. Each would overwrite the other's token, and pass its test: Entra's
 * test shows that some working token is saved, not whose.
 */
function heldTwice(tenants: [string, TenantConfig][]): Fault[] {
  const holders = tenants.flatMap(([tenant, { bindings }]) =>
    VENDORS.flatMap((kind) =>
      (bindings?.[kind] ?? []).flatMap((entry, index) => {
        if (typeof entry?.id !== "string" || entry.released === true) return [];
        const id = kind === "entra" ? entry.id.toLowerCase() : entry.id;
        const path = ["tenants", tenant, "bindings", kind, index, "id"];
        return [{ tenant, key: keyOf({ kind, id }), path }];
      }),
    ),
  );
  return holders.flatMap(({ tenant, key, path }) => {
    const first = holders.find((each) => each.key === key);
    if (first === undefined || first.tenant === tenant) return [];
    return [
      {
        path,
        code: "held-by-two-tenants",
        found: `found the same as ${keyText(first.path)}`,
        expected: "each application in one tenant",
        todo: "An application holds one tenant's token: remove it from one of them",
      },
    ];
  });
}
