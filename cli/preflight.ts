/** `druva-scim preflight`: is everything ready for a new token, while the old one is alive? */
import { type Finding, preflight, stepsByHand } from "../provider/clients/preflight";
import { clientsOf, consumersOf } from "./tenant-clients";
import type { globalOptions, Surroundings } from "./command-line";
import { EXIT, type ExitCode } from "./exit-codes";
import type { Terminal } from "./terminal";
import { openWorkspace, selectTenant, type Tenant } from "./workspace";
import type { z } from "zod";

export interface Preflight {
  readonly tenant: string;
  /** No error was found: a token may be generated. */
  readonly ready: boolean;
  /** All that a rotation reaches. */
  readonly consumers: readonly {
    /** "entra/<object id>", "okta/<app id>" or "command/<name>" */
    readonly key: string;
    /** What people call it. */
    readonly name: string;
    readonly ready: boolean;
  }[];
  readonly findings: readonly Finding[];
  /** For a person, right after generating: apps that Okta's API refuses. */
  readonly byHand: readonly string[];
}

/** Throws a ProviderError where credentials are missing altogether. */
export async function runPreflight(tenant: Tenant, signal: AbortSignal): Promise<Preflight> {
  const consumers = consumersOf(tenant);
  const requireAllBound = tenant.settings.requireAllBound ?? false;
  const findings = await preflight(consumers, clientsOf(tenant), { requireAllBound }, signal);
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    tenant: tenant.name,
    ready: errors.length === 0,
    consumers: consumers.map(({ kind, id, name }) => {
      const key = `${kind}/${id}`;
      const isReady = !errors.some(({ consumer }) => consumer === key);
      return { key, name: name ?? id, ready: isReady };
    }),
    findings,
    byHand: stepsByHand(consumers),
  };
}

export function printPreflight(
  { consumers, findings, ready, byHand }: Preflight,
  { print, paint }: Pick<Terminal, "print" | "paint">,
): void {
  for (const { key, name, ready: isReady } of consumers) {
    const mark = isReady ? paint("green", "ready") : paint("red", "NOT READY");
    print(`${mark}  ${name} (${key})`);
  }
  for (const { severity, message, todo } of findings) {
    const word = severity === "error" ? paint("red", "Error") : paint("yellow", "Warning");
    print(`\n${word}: ${message}.\n  ${todo}.`);
  }
  if (byHand.length > 0) {
    print("\nBy hand, right after the token is generated:");
    for (const step of byHand) print(`  ${step}`);
  }
  print(
    ready
      ? "\nEverything is ready for a new token."
      : "\nDo not generate a token yet: the present one would stop working.",
  );
}

/** From the command line. */
export async function preflightCommand(
  { config, tenant: name, json }: z.output<typeof globalOptions>,
  { terminal, environment, signal }: Surroundings,
): Promise<ExitCode> {
  const tenant = selectTenant(openWorkspace({ configFile: config, environment }), name);
  const found = await terminal.during("asking everything that holds the token", () =>
    runPreflight(tenant, signal),
  );
  if (json) terminal.printJson(found);
  else printPreflight(found, terminal);
  return found.ready ? EXIT.fine : EXIT.error;
}
