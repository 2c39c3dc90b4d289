/** `druva-scim preflight`: can everything take a new token? Tried, while the old one is alive. */
import { type Consumer, type ConsumerKey, keyOf } from "../provider/bindings/consumer";
import { stepsByHand } from "../provider/bindings/okta-person";
import { preflight, type Preflight as Gate } from "../provider/bindings/preflight";
import type { globalOptions, Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import { clientsOf, consumersOf } from "./tenant-clients";
import type { TenantState, TokenState } from "./tenant-state";
import { openStack } from "./terraform";
import type { Terminal } from "./terminal";
import { openWorkspace, selectTenant, type Tenant } from "./workspace";
import type { z } from "zod";

/**
 * "ready": it was reached, tested and written, or a person enters the token there. "not proven":
 * nothing speaks against it, and not all of that could be tried. "not ready": a new token would
 * leave it with a dead one.
 */
export type Readiness = "ready" | "not proven" | "not ready";

export interface Preflight {
  readonly tenant: string;
  /** The worst of what follows. */
  readonly readiness: Readiness;
  /** All that a rotation reaches. */
  readonly consumers: readonly {
    readonly key: ConsumerKey;
    /** What people call it. */
    readonly name: string;
    readonly readiness: Readiness;
    /** What was not proven, and why; null where the findings tell, or all was. */
    readonly why: string | null;
  }[];
  readonly findings: Gate["findings"];
  /** For a person, right after generating: apps that Okta's API refuses. */
  readonly byHand: readonly string[];
}

/** The token in state; with it a preflight saves what is saved already. */
export interface LivingToken extends Pick<TokenState, "secret" | "fingerprint"> {
  /** Who holds it by the state: nobody else is written. */
  readonly holders: ReadonlySet<ConsumerKey>;
}

export function livingTokenIn({ token, bindings }: TenantState): LivingToken {
  const { secret, fingerprint } = token;
  const holders = [...bindings].flatMap(([key, binding]) =>
    binding.fingerprint === fingerprint ? [key] : [],
  );
  return { secret, fingerprint, holders: new Set(holders) };
}

/** `token` is null where nothing was deployed yet. What vendors refuse is a finding. */
export async function runPreflight(
  tenant: Tenant,
  token: LivingToken | null,
  signal: AbortSignal,
): Promise<Preflight> {
  const consumers = consumersOf(tenant);
  const secret = token?.secret?.reveal();
  const living =
    token === null || secret === undefined
      ? null
      : { token: secret, fingerprint: token.fingerprint ?? "", holders: token.holders };
  const requireAllBound = tenant.settings.requireAllBound ?? false;
  const options = { requireAllBound, living };
  const { checks, findings } = await preflight(consumers, clientsOf(tenant), options, signal);
  const writes = new Map(checks.map(({ consumer, write }) => [consumer, write]));
  const found = consumers.map((consumer) => {
    const key = keyOf(consumer);
    const own = findings.filter((each) => each.consumer === key);
    const isRefused = own.some(({ severity }) => severity === "error");
    const readiness = readinessOf(writes.get(key) ?? "not proven", isRefused);
    return {
      key,
      name: consumer.name ?? consumer.id,
      readiness,
      why: readiness === "not proven" ? whyNotProven(consumer, own.length > 0, token) : null,
    };
  });
  const isRefused = findings.some(({ severity }) => severity === "error");
  const isProven = found.every(({ readiness }) => readiness === "ready");
  return {
    tenant: tenant.name,
    readiness: isRefused ? "not ready" : isProven ? "ready" : "not proven",
    consumers: found,
    findings,
    byHand: stepsByHand(consumers),
  };
}

function readinessOf(write: Gate["checks"][number]["write"], isRefused: boolean): Readiness {
  if (isRefused || write === "failed") return "not ready";
  return write === "not proven" ? "not proven" : "ready";
}

/** Null where a finding of its own tells. */
function whyNotProven(
  consumer: Consumer,
  isTold: boolean,
  token: LivingToken | null,
): string | null {
  if (isTold) return null;
  if (token?.secret != null) {
    if (!token.holders.has(keyOf(consumer))) {
      return "whether it may be written was not tried: by the state it does not hold the token yet";
    }
    return consumer.manageJob === true
      ? "it was not tested or written: its provisioning job does not exist yet, and the deploy creates it"
      : "whether it may be written was not tried";
  }
  const noToken =
    token === null
      ? "nothing was deployed yet, so no token is in state"
      : "the token is only observed";
  return `whether it may be written was not tried: ${noToken}`;
}

export function printPreflight(
  { consumers, findings, readiness, byHand }: Preflight,
  { print, paint }: Pick<Terminal, "print" | "paint">,
): void {
  for (const { key, name, readiness: each, why } of consumers) {
    print(`${paint(COLORS[each], MARKS[each])}  ${name} (${key})`);
    if (why !== null) print(`  ${why}.`);
  }
  for (const { severity, message, todo } of findings) {
    const word = severity === "error" ? paint("red", "Error") : paint("yellow", "Warning");
    print(`\n${word}: ${message}.\n  ${todo}.`);
  }
  if (byHand.length > 0) {
    print("\nBy hand, right after the token is generated:");
    for (const step of byHand) print(`  ${step}`);
  }
  print(`\n${OUTCOMES[readiness]}`);
}

const MARKS: Readonly<Record<Readiness, string>> = {
  ready: "ready",
  "not proven": "not proven",
  "not ready": "NOT READY",
};
const COLORS: Readonly<Record<Readiness, "green" | "yellow" | "red">> = {
  ready: "green",
  "not proven": "yellow",
  "not ready": "red",
};
const OUTCOMES: Readonly<Record<Readiness, string>> = {
  ready:
    "Everything is ready for a new token. What was saved was saved once more, with the living token.",
  "not proven":
    "Nothing speaks against a new token, but it was not proven that everything above can take one: a rotation could leave it with a dead token.",
  "not ready": "Do not generate a token yet: the present one would stop working.",
};

/** From the command line. */
export async function preflightCommand(
  { config, tenant: name, json }: z.output<typeof globalOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
  const stack = await openStack(tenant, { terminal, signal });
  const state = await stack.readState();
  const found = await terminal.during("trying everything that holds the token", () =>
    runPreflight(tenant, state && livingTokenIn(state), signal),
  );
  if (json) terminal.printJson(found);
  else printPreflight(found, terminal);
  return EXIT_CODES[found.readiness];
}

const EXIT_CODES: Readonly<Record<Readiness, ExitCode>> = {
  ready: EXIT.fine,
  "not proven": EXIT.blind,
  "not ready": EXIT.error,
};
